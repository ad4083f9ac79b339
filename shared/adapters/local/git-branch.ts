import { GitFailure, runGit } from './git-process.ts';

const NOTHING = '0'.repeat(40);

/** Full name of a branch. Throws for a name that git would not take, before it reaches a command line. */
export function branchRef(branch: string): string {
  const bad = branch === '' || branch.startsWith('-') || branch.startsWith('/') || /(\.\.|@\{|\/\/|[\s~^:?*[\\\p{Cc}]|\.lock$|[./]$)/u.test(branch);
  if (bad) throw new GitFailure(`"${branch}" cannot be the name of a branch.`);
  return `refs/heads/${branch}`;
}

/**
 * Sets `branch` to `next` if it still is `expected` (`undefined`: does not exist yet); answers whether it did.
 * A work tree that has the branch checked out comes along when it is clean; one in which somebody is editing is left alone.
 * The files go first: when Pawl dies in between, a repeat finds the old head and only has the name left to move.
 */
export async function moveBranch(location: string, branch: string, next: string, expected: string | undefined): Promise<boolean> {
  const ref = branchRef(branch);
  if (next === expected) return true;
  const moved: string[] = [];
  if (expected !== undefined) {
    for (const folder of await checkouts(location, ref)) if (await bringAlong(folder, expected, next)) moved.push(folder);
  }
  try {
    await runGit(location, ['update-ref', '-m', 'pawl', ref, next, expected ?? NOTHING]);
    return true;
  } catch (error) {
    for (const folder of moved) await bringAlong(folder, next, expected ?? next);
    if (error instanceof GitFailure && /cannot lock ref|but expected|reference already exists/.test(error.message)) return false;
    throw error;
  }
}

/** Folders of the work trees that have `ref` checked out. */
export async function checkouts(location: string, ref: string): Promise<string[]> {
  const { stdout } = await runGit(location, ['worktree', 'list', '--porcelain', '-z']);
  return stdout.toString('utf8').split('\0\0').flatMap((block) => {
    const lines = block.split('\0');
    const folder = lines.find((line) => line.startsWith('worktree '))?.slice('worktree '.length);
    return folder !== undefined && lines.includes(`branch ${ref}`) ? [folder] : [];
  });
}

/** Takes a clean work tree from one commit to another; `false` (and untouched) when somebody has changes in it or files in the way. */
async function bringAlong(folder: string, from: string, to: string): Promise<boolean> {
  const step = ['read-tree', '-m', '-u'];
  try {
    // Only stamps: a file that was touched but not changed would count as edited otherwise.
    await runGit(folder, ['update-index', '-q', '--refresh'], { answers: [1] });
    const { stdout } = await runGit(folder, ['diff-index', '--name-only', '-z', from]);
    if (stdout.length > 0) return false;
    await runGit(folder, [...step, '-n', from, to]);
    await runGit(folder, [...step, from, to]);
    return true;
  } catch (error) {
    if (error instanceof GitFailure) return false;
    throw error;
  }
}
