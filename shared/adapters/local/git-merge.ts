import { GitFailure, runGit } from './git-process.ts';

export type MergedTree = { readonly ok: true; readonly tree: string } | { readonly ok: false; readonly paths: readonly string[] };

/** The tree of both sides merged, without touching an index or a work tree; or the paths that both changed in the same place. */
export async function mergeTrees(location: string, ours: string, theirs: string): Promise<MergedTree> {
  try {
    const { exitCode, stdout } = await runGit(location, ['merge-tree', '--write-tree', '--name-only', '--no-messages', '-z', ours, theirs], { answers: [1] });
    const [tree = '', ...paths] = stdout.toString('utf8').split('\0').filter((part) => part !== '');
    return exitCode === 0 ? { ok: true, tree } : { ok: false, paths: [...new Set(paths)] };
  } catch (error) {
    if (error instanceof GitFailure && /usage: git merge-tree|unknown option/.test(error.message)) {
      throw new GitFailure('Merging needs git 2.38 or newer. Install it and start again; nothing was changed.', { cause: error });
    }
    throw error;
  }
}

/** Whether `ancestor` is in the history of `commit`. */
export async function isAncestor(location: string, ancestor: string, commit: string): Promise<boolean> {
  const { exitCode } = await runGit(location, ['merge-base', '--is-ancestor', ancestor, commit], { answers: [1] });
  return exitCode === 0;
}
