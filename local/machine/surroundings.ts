import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import type { LocalLoad, LocalTarget, LocalUpstream } from '../../shared/config/local-input.ts';
import { endDetached, isAlive, startDetached } from './detached-process.ts';
import type { StateFolder } from './state-folder.ts';

const LOAD_MAIN = fileURLToPath(new URL('../load/main.ts', import.meta.url));
const READY_TIMEOUT_MS = 20_000;
/** The load grows over this long, as traffic does when people wake up: a laptop cannot start fifty environments at once. */
const RAMP_SECONDS = 6;

const Running = z.object({ pid: z.number().int(), provides: z.record(z.string(), z.string()) });
const Surroundings = z.object({ upstreams: z.record(z.string(), Running), loads: z.record(z.string(), z.number().int()) });
type Surroundings = z.infer<typeof Surroundings>;

const read = (folder: StateFolder): Surroundings => {
  if (!existsSync(folder.surroundings)) return { upstreams: {}, loads: {} };
  const parsed = Surroundings.safeParse(JSON.parse(readFileSync(folder.surroundings, 'utf8')));
  return parsed.success ? parsed.data : { upstreams: {}, loads: {} };
};

const write = (folder: StateFolder, surroundings: Surroundings): void => writeFileSync(folder.surroundings, JSON.stringify(surroundings, null, 2), { mode: 0o600 });

/** Starts the upstreams of a target that do not run yet, waits until each is ready, and returns the environment that they provide. */
export const startUpstreams = async (folder: StateFolder, targetId: string, { upstreams }: LocalTarget): Promise<Record<string, string>> => {
  const provided: Record<string, string> = {};
  for (const upstream of upstreams) {
    const name = `${targetId}.${upstream.name}`;
    const known = read(folder).upstreams[name];
    const running = known && isAlive(known.pid) ? known : await startUpstream(folder, name, upstream);
    write(folder, { ...read(folder), upstreams: { ...read(folder).upstreams, [name]: running } });
    Object.assign(provided, running.provides);
  }
  return provided;
};

const startUpstream = async (folder: StateFolder, name: string, upstream: LocalUpstream): Promise<z.infer<typeof Running>> => {
  const log = join(folder.logs, `${name}.log`);
  writeFileSync(log, '', { mode: 0o600 });
  const pid = await startDetached({ command: upstream.command, directory: upstream.directory ?? '.', environment: upstream.environment, log });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (!isAlive(pid)) throw new Error(`The upstream ${name} ended at once. What it said is in ${log}:\n${readFileSync(log, 'utf8').slice(-500)}`);
    const provides = await readiness(upstream, log);
    if (provides) return { pid, provides };
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  await endDetached(pid);
  throw new Error(`The upstream ${name} was not ready after ${READY_TIMEOUT_MS / 1000} s. What it said is in ${log}.`);
};

/** The environment that an upstream provides once it is ready; `undefined` before. */
const readiness = async ({ ready, provides }: LocalUpstream, log: string): Promise<Record<string, string> | undefined> => {
  if (ready.stdoutJson) {
    const line = readFileSync(log, 'utf8').split('\n').find((text) => text.startsWith('{') && text.trimEnd().endsWith('}'));
    if (line === undefined) return undefined;
    const printed = z.record(z.string(), z.unknown()).parse(JSON.parse(line));
    return Object.fromEntries(Object.entries(provides).map(([name, key]) => [name, String(printed[key])]));
  }
  if (ready.url === undefined) return provides;
  const { url } = ready;
  return fetch(url, { signal: AbortSignal.timeout(1000) }).then(() => ({ ...provides }), () => undefined);
};

/** Starts the load on a target's front door unless it runs already. */
export const startLoad = async (folder: StateFolder, targetId: string, load: LocalLoad, frontDoor: string): Promise<void> => {
  const known = read(folder).loads[targetId];
  if (known !== undefined && isAlive(known)) return;
  const source = load.kind === 'routes' ? ['--profile', writeProfile(folder, targetId, load)] : [`--${load.kind}`, load.file];
  const rate = load.ratePerSecond === undefined ? [] : ['--rate', String(load.ratePerSecond)];
  const log = join(folder.logs, `${targetId}.load.log`);
  const pid = await startDetached({ command: ['node', LOAD_MAIN, '--url', frontDoor, '--ramp', String(RAMP_SECONDS), ...source, ...rate], directory: folder.root, environment: {}, log });
  write(folder, { ...read(folder), loads: { ...read(folder).loads, [targetId]: pid } });
  await new Promise((resolve) => setTimeout(resolve, 400));
  if (!isAlive(pid)) throw new Error(`The load on ${targetId} ended at once: ${readFileSync(log, 'utf8').slice(-500)}`);
};

const writeProfile = (folder: StateFolder, targetId: string, { kind: _, ...profile }: LocalLoad & { kind: 'routes' }): string => {
  const file = join(folder.root, `${targetId}.load.json`);
  writeFileSync(file, JSON.stringify(profile, null, 2));
  return file;
};

/** Ends every upstream and load that was started here. */
export const stopSurroundings = async (folder: StateFolder): Promise<void> => {
  const { upstreams, loads } = read(folder);
  await Promise.all(Object.values(loads).map((pid) => endDetached(pid)));
  await Promise.all(Object.values(upstreams).map(({ pid }) => endDetached(pid)));
  write(folder, { upstreams: {}, loads: {} });
};
