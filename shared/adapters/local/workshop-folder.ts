import { execFile } from 'node:child_process';
import { constants, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { chown, lstat, mkdir, mkdtemp, open, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { WorkshopFiles } from '../../ports/workshop.ts';

/** The host's side of one run. Removed when it is disposed of. */
export type WorkshopFolder = AsyncDisposable & { readonly path: string; readonly source: string; readonly results: string; readonly etc: string };

const PREFIX = 'pawl-workshop-';

/**
 * Makes a fresh folder with the files in it. `owner` is the user id that will read and write it, when it is not one's own.
 * `etcFolders`: names of folders in `/etc` that this machine's will be shown at.
 */
export async function makeWorkshopFolder(files: WorkshopFiles, owner: number | undefined, etcFolders: readonly string[] = []): Promise<WorkshopFolder> {
  await sweepAbandoned();
  const path = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-${processSpace()}-`));
  const folder = { path, source: join(path, 'source'), results: join(path, 'results'), etc: join(path, 'etc') };
  const dispose = () => removeUntrusted(path);
  try {
    const made = new Set<string>();
    const makeFolder = async (name: string): Promise<void> => {
      if (made.has(name)) return;
      if (name !== path) await makeFolder(dirname(name));
      made.add(name);
      await mkdir(name, { recursive: true });
      if (owner !== undefined) await chown(name, owner, owner);
    };
    for (const name of [folder.source, folder.results, folder.etc, join(folder.results, 'coverage'), ...sandboxEtcFolders(folder.etc, etcFolders)]) await makeFolder(name);
    const everything: [string, string][] = [...[...files].map(([name, text]): [string, string] => [join(folder.source, name), text]), ...sandboxEtc(folder.etc, owner)];
    for (const [name, text] of everything) {
      if (!name.startsWith(`${path}/`)) throw new RangeError(`${name} would lie outside the work folder.`);
      await makeFolder(dirname(name));
      await writeFile(name, text);
      if (owner !== undefined) await chown(name, owner, owner);
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { ...folder, [Symbol.asyncDispose]: dispose };
}

/** Mount points need to exist before the folder is shown read-only. */
const sandboxEtcFolders = (etc: string, further: readonly string[]): string[] => ['alternatives', ...further].map((name) => join(etc, name));

/** As much of `/etc` as programs look for: who they are, and localhost. */
function sandboxEtc(etc: string, owner: number | undefined): [string, string][] {
  const id = owner ?? 1000;
  return [
    [join(etc, 'passwd'), `root:x:0:0::/nonexistent:/bin/false\nworkshop:x:${id}:${id}::/tmp:/bin/sh\n`],
    [join(etc, 'group'), `root:x:0:\nworkshop:x:${id}:\n`],
    [join(etc, 'hosts'), '127.0.0.1 localhost workshop\n::1 localhost\n'],
    [join(etc, 'nsswitch.conf'), 'passwd: files\ngroup: files\nhosts: files\n'],
    [join(etc, 'ld.so.cache'), ''],
  ];
}

/** Longer than any run takes. A process id alone says nothing where several containers share a temporary folder. */
const ABANDONED_AFTER_MS = 30 * 60 * 1000;

/** The name of this machine's or container's own numbering of processes; 0 where the system does not tell. */
function processSpace(): string {
  try {
    return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
  } catch {
    return '0';
  }
}

/** Removes what a killed Pawl left behind: the folder's name holds the process that made it. What ran in it died with that process. */
async function sweepAbandoned(): Promise<void> {
  const mine = processSpace();
  for (const name of await readdir(tmpdir())) {
    const [, maker, space] = name.startsWith(PREFIX) ? (/^(\d+)-(\d+)-/.exec(name.slice(PREFIX.length)) ?? []) : [];
    if (maker === undefined || isAlive(Number(maker))) continue;
    const path = join(tmpdir(), name);
    const writtenAt = await lstat(path).then(({ mtimeMs }) => mtimeMs, () => undefined);
    const isOurs = space === mine && mine !== '0';
    if (writtenAt !== undefined && (isOurs || Date.now() - writtenAt > ABANDONED_AFTER_MS)) await removeUntrusted(path).catch(() => {});
  }
}

/** Removes a folder that untrusted code filled: nested deeper than a path can be long, or shut against its own owner. */
async function removeUntrusted(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    const run = promisify(execFile);
    await run('chmod', ['-R', 'u+rwX', '--', path]).catch(() => {});
    await run('rm', ['-rf', '--', path]);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Text of a file that untrusted code may have put there; `undefined` when it is not an ordinary file of at most `maxBytes`.
 * Never follows a link and never waits on a pipe.
 */
export async function readUntrusted(path: string, maxBytes: number): Promise<string | undefined> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stats = await file.stat();
    return stats.isFile() && stats.size <= maxBytes ? await file.readFile('utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Names of the ordinary files in a folder that untrusted code may have changed. */
export async function listUntrusted(path: string): Promise<string[]> {
  try {
    if (!(await lstat(path)).isDirectory()) return [];
    return (await readdir(path, { withFileTypes: true })).filter((entry) => entry.isFile()).map((entry) => entry.name);
  } catch {
    return [];
  }
}

/** Megabytes in a folder that is being written to; each entry counts at least a block. Follows no links. */
export function folderMb(path: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
      bytes += Math.max(4096, lstatSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0);
    }
  } catch (error) {
    // Something vanished while being counted: the next look counts again. What cannot be counted for another reason is too much.
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) return Number.POSITIVE_INFINITY;
  }
  return bytes / 1024 / 1024;
}
