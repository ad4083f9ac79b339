import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endDetached, isAlive, startDetached } from '../machine/detached-process.ts';
import type { StateFolder } from '../machine/state-folder.ts';
import { runningDoors, type DoorsFile } from './doors-file.ts';

const DOORS_MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const PATIENCE_MS = 20_000;

/** Sees to it that the doors of a state folder are open, in a process of their own. Resolves when they answer; throws, with where to read why, when they do not open. */
export const ensureDoors = async (folder: StateFolder, configFile: string): Promise<DoorsFile> => {
  const running = runningDoors(folder);
  if (running) return running;
  const log = join(folder.logs, 'doors.log');
  const started = await startDetached({ command: ['node', DOORS_MAIN, configFile, folder.root], directory: folder.root, environment: {}, log });
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const doors = runningDoors(folder);
    if (doors?.pid === started) return doors;
    if (!isAlive(started) || Date.now() > deadline) throw new Error(`The page and its API do not open. What they said is in ${log}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** Ends the doors of a folder, if they are a process of their own; a terminal in which somebody serves is left alone. What was asked is answered or cut off; the store is whole in either case. */
export const endDoors = async (folder: Pick<StateFolder, 'root'>): Promise<void> => {
  const running = runningDoors(folder);
  if (running?.own === true) await endDetached(running.pid);
};
