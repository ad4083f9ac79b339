import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import type { Shown } from '../workshop-sandbox.ts';

const PATIENCE_MS = 10_000;
const answers = new Map<string, Promise<string | undefined>>();

/**
 * What an installed tool says about itself (standard output and error), asked once; `undefined` where there is none or it fails.
 * It is asked outside the sandbox, in `/`: what lies behind the shims of a version manager only the shim knows.
 */
export function ask(program: string, ...args: readonly string[]): Promise<string | undefined> {
  const key = JSON.stringify([program, ...args]);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = new Promise<string | undefined>((resolve) => {
    execFile(program, args, { cwd: '/', timeout: PATIENCE_MS, encoding: 'utf8' }, (error, stdout, stderr) => resolve(error === null ? `${stdout}${stderr}`.trim() : undefined));
  });
  answers.set(key, answer);
  return answer;
}

/** Folders to show for a tool that lies in them: those that the sandbox does not show anyhow, and never the whole home. */
export function showFolders(folders: readonly string[]): Shown[] {
  const home = homedir();
  const wanted = new Set(folders.filter((folder) => folder !== '' && !folder.startsWith('/usr/') && folder !== '/usr' && existsSync(folder) && folder !== '/' && !`${home}/`.startsWith(`${folder}/`)));
  return [...wanted].map((folder) => ({ from: folder, at: folder }));
}

/** Words for the shell, each safe. */
export const shell = (...words: readonly string[]): string => words.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(' ');
