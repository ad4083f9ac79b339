import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { isAlive, startDetached } from './detached-process.ts';
import type { StateFolder } from './state-folder.ts';

const GUARD_MAIN = fileURLToPath(new URL('../guard/main.ts', import.meta.url));

/** The guard's process id while it runs. */
export const guardPid = ({ guardFile }: StateFolder): number | undefined => {
  if (!existsSync(guardFile)) return undefined;
  const parsed = z.object({ pid: z.number().int() }).safeParse(JSON.parse(readFileSync(guardFile, 'utf8') || 'null'));
  return parsed.success && isAlive(parsed.data.pid) ? parsed.data.pid : undefined;
};

/** Sees to it that a guard watches before anything is exposed. Resolves when it does. */
export const ensureGuard = async (folder: StateFolder, configFile: string): Promise<number> => {
  const running = guardPid(folder);
  if (running !== undefined) return running;
  const started = await startDetached({ command: ['node', GUARD_MAIN, configFile, folder.root], directory: folder.root, environment: {}, log: folder.guardLog });
  const deadline = Date.now() + 10_000;
  while (guardPid(folder) !== started) {
    if (!isAlive(started) || Date.now() > deadline) throw new Error(`The guard does not start, so nothing is released. What it said is in ${folder.guardLog}.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return started;
};
