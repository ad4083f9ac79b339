import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runningDoors } from '../../local/doors/doors-file.ts';
import { startHost } from '../../local/host/start-host.ts';
import { stopHost } from '../../local/host/stop-host.ts';
import { adopt } from '../../local/machine/adopt.ts';
import { openMachine } from '../../local/machine/machine.ts';
import { stateFolder } from '../../local/machine/state-folder.ts';
import { loadConfig } from '../../local/settings/load-config.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { systemClock } from '../../shared/adapters/local/system-clock.ts';
import { Credentials } from '../../shared/store/credentials.ts';
import { makeRepository } from '../faults/repository.ts';
import { fillStore, type Filled } from './fill-store.ts';
import { notedStore } from './noted-store.ts';

const DOORS_MAIN = fileURLToPath(new URL('../../local/doors/main.ts', import.meta.url));
const TELL_HEALTH = new URL('tell-health.ts', import.meta.url).href;
const PATIENCE_MS = 30_000;
const TARGETS = ['orders', 'billing', 'portal'] as const;

export type DoorsStage = {
  readonly url: string;
  readonly token: string;
  readonly filled: Filled;
  readonly items: number;
  /** Lines of `tell-health.ts`. */
  readonly healthFile: string;
  readonly folder: string;
  readonly close: () => Promise<void>;
};

export type StageSize = { readonly improvements: number; readonly periods: number; readonly opportunitiesOfEach: number; readonly cycles: number };

/**
 * The doors as `pawl run` opens them, in their own process, over a store of believable size, beside a function host that serves three targets. Nothing
 * else runs: what is asked for is taken note of, and nobody works on it.
 */
export const openStage = async (size: StageSize, nodeFlags: readonly string[] = []): Promise<DoorsStage> => {
  const root = mkdtempSync(join(tmpdir(), 'pawl-bench-doors-'));
  const configFile = join(root, 'pawl.config.json');
  for (const id of TARGETS) makeRepository(root, `${id}.git`);
  writeFileSync(configFile, JSON.stringify({
    targets: TARGETS.map((id) => ({ id, functionName: id, repository: { location: `${id}.git`, branch: 'main' }, entry: 'src/handler.ts', handlerExport: 'handler', scope: ['src/'], test: { command: ['node', '--test'], runner: 'node' }, limits: { timeoutSeconds: 3, memoryMb: 128, concurrency: 1 }, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' } })),
  }));
  const config = loadConfig(configFile, {});
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const folder = stateFolder(join(root, 'state'));
  const { client } = await startHost({ stateDir: folder.host, port: 0 });
  let doors: ChildProcess | undefined;
  const close = async (): Promise<void> => {
    const ended = doors?.exitCode === null ? new Promise<void>((resolve) => doors?.once('exit', () => resolve())) : undefined;
    doors?.kill('SIGTERM');
    await ended;
    await stopHost(folder.host);
    rmSync(root, { recursive: true, force: true });
  };
  try {
    const machine = openMachine(config.config, folder, client, { send: async () => {} });
    for (const target of config.config.targets) await adopt(machine, target, {});
    const inMemory = new SqliteItemStore(':memory:', systemClock);
    const noted = notedStore(inMemory);
    const filled = await fillStore(noted, { ...size, targetIds: TARGETS, now: systemClock.now() });
    const items = await noted.copyInto(machine.store);
    inMemory.close();
    const { token } = await new Credentials(machine.store).create({ name: 'load', kind: 'person', may: ['read', 'operate', 'decide', 'deploy', 'administer'], tenants: 'all', groups: [] }, { by: 'bench', at: systemClock.now() });
    machine.close();

    const healthFile = join(root, 'health.jsonl');
    writeFileSync(healthFile, '');
    doors = spawn(process.execPath, [...nodeFlags, '--import', TELL_HEALTH, DOORS_MAIN, configFile, folder.root], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, PAWL_HEALTH_FILE: healthFile } });
    for (const until = Date.now() + PATIENCE_MS; ; ) {
      const running = runningDoors(folder);
      if (running?.pid === doors.pid && running !== undefined) return { url: running.url, token, filled, items, healthFile, folder: root, close };
      if (doors.exitCode !== null || Date.now() > until) throw new Error('The doors did not open.');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } catch (error) {
    await close();
    throw error;
  }
};
