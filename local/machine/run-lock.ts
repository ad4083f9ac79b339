import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isAlive } from './detached-process.ts';
import type { StateFolder } from './state-folder.ts';

const RunFile = z.object({ pid: z.number().int().positive(), model: z.string().optional() });
type RunFile = z.infer<typeof RunFile>;

/** One Pawl a state folder: two would watch each other's releases. `model` is what it was told in a word, for those who ask it from another terminal. Answers how to give the lock back. */
export const takeRunLock = (folder: Pick<StateFolder, 'root'>, model: string | undefined): (() => void) => {
  const file = join(folder.root, 'run.json');
  const other = running(folder);
  if (other !== undefined && other.pid !== process.pid) throw new Error(`Pawl runs on ${folder.root} already (process ${other.pid}). Use that one, end it, or name another folder with --state.`);
  writeFileSync(file, JSON.stringify({ pid: process.pid, ...(model === undefined || model === '' ? {} : { model }) } satisfies RunFile), { mode: 0o600 });
  return () => rmSync(file, { force: true });
};

/** The word by which the Pawl that runs on a folder was told its model; `undefined` when none runs, or it was told none. */
export const runningModel = (folder: Pick<StateFolder, 'root'>): string | undefined => running(folder)?.model;

/** Whether a Pawl runs on a folder. */
export const isPawlRunning = (folder: Pick<StateFolder, 'root'>): boolean => running(folder) !== undefined;

const running = ({ root }: Pick<StateFolder, 'root'>): RunFile | undefined => {
  try {
    const read = RunFile.safeParse(JSON.parse(readFileSync(join(root, 'run.json'), 'utf8'))).data;
    return read !== undefined && isAlive(read.pid) ? read : undefined;
  } catch {
    return undefined;
  }
};
