import { execFile } from 'node:child_process';
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SourceFiles } from './source-files.ts';

/** A git working copy as it stands: `root` is absolute, `branch` the one checked out. */
export type Survey = { readonly root: string; readonly branch: string; readonly hasCommit: boolean; readonly files: SourceFiles };

const READ = /\.(?:[cm]?[jt]s|tsx|jsx|json|jsonl|ya?ml|md|http|har)$/;
const MAX_FILES = 5000;
const MAX_BYTES = 300_000;
const execute = promisify(execFile);

/** Looks at the repository that a folder is in. A message when there is none. */
export async function surveyRepository(folder: string): Promise<{ ok: true; survey: Survey } | { ok: false; message: string; advice: string }> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return { ok: false, message: `${folder} is not a folder`, advice: 'name the folder of your service with --repo' };
  const root = await git(folder, 'rev-parse', '--show-toplevel');
  if (root === undefined) return { ok: false, message: `${folder} is not in a git repository`, advice: 'Pawl commits what it proposes: run `git init` and commit your service there' };
  const branch = await git(root, 'symbolic-ref', '--short', '-q', 'HEAD');
  const listed = (await git(root, 'ls-files', '-co', '--exclude-standard', '-z')) ?? '';
  const files = new Map<string, string>();
  for (const path of listed.split('\0').filter((path) => READ.test(path) && !/(?:^|\/)node_modules\//.test(path)).slice(0, MAX_FILES)) {
    const text = readText(join(root, path));
    if (text !== undefined) files.set(path, text);
  }
  return { ok: true, survey: { root: realpathSync(root), branch: branch ?? 'main', hasCommit: (await git(root, 'rev-parse', '-q', '--verify', 'HEAD')) !== undefined, files } };
}

/** What git answers, or nothing when it fails: here a failure is an answer. */
async function git(folder: string, ...words: string[]): Promise<string | undefined> {
  try {
    const { stdout } = await execute('git', ['-C', folder, ...words], { maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' });
    return stdout.replace(/\n$/, '');
  } catch {
    return undefined;
  }
}

function readText(path: string): string | undefined {
  try {
    return statSync(path).size > MAX_BYTES ? undefined : readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
