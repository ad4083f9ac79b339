import type { MergeResult, SourceRepository, SourceTree } from '../../ports/source-repository.ts';
import { branchRef, checkouts, moveBranch } from './git-branch.ts';
import { writeCommit, writeTree } from './git-commit.ts';
import { isAncestor, mergeTrees } from './git-merge.ts';
import { GitFailure, runGit } from './git-process.ts';
import { readTextFiles } from './git-tree.ts';

/** A commit never changes, so its files need reading once; a handful covers base, candidate and preview of a few targets. */
const REMEMBERED_TREES = 6;

/** The owner's source as a git working copy (or bare repository) at `location`. Needs git 2.38 or newer. */
export function gitSourceRepository(location: string): SourceRepository {
  const trees = new Map<string, SourceTree>();

  async function resolve(ref: string): Promise<string | undefined> {
    if (ref === '' || ref.startsWith('-') || /[\p{Cc} ]/u.test(ref)) return undefined;
    const { exitCode, stdout } = await runGit(location, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`], { answers: [1] });
    return exitCode === 0 ? stdout.toString('utf8').trim() : undefined;
  }

  async function need(ref: string): Promise<string> {
    const commit = await resolve(ref);
    if (commit === undefined) throw new GitFailure(`There is no branch, tag or commit "${ref}" in ${location}.`);
    return commit;
  }

  async function treeOf(id: string): Promise<SourceTree> {
    const known = trees.get(id);
    if (known !== undefined) return known;
    const tree = { commit: id, ...(await readTextFiles(location, id)) };
    trees.set(id, tree);
    for (const oldest of trees.keys()) if (trees.size > REMEMBERED_TREES) trees.delete(oldest);
    return tree;
  }

  const head = (branch: string) => need(branchRef(branch));

  async function move(branch: string, next: string, expectedHead: string): Promise<MergeResult> {
    if (await moveBranch(location, branch, next, expectedHead)) return { ok: true, head: next };
    return { ok: false, reason: 'moved', head: await head(branch) };
  }

  return {
    resolve,
    readTree: async (ref) => treeOf(await need(ref)),
    contains: async (ref, ancestor) => isAncestor(location, await need(ancestor), await need(ref)),

    async messagesBetween({ from, to, limit }) {
      const known = from === undefined ? undefined : await resolve(from);
      const range = known === undefined ? ['-n', '1', await need(to)] : ['-n', String(limit), await need(to), `^${known}`];
      const { stdout } = await runGit(location, ['log', '--format=%B%x00', ...range, '--']);
      return stdout.toString('utf8').split('\0').map((message) => message.trim()).filter((message) => message !== '');
    },

    async commit({ branch, parent, files, message, author, at }) {
      const base = await need(parent);
      const tree = await writeTree(location, base, files);
      const commit = await writeCommit(location, tree, [base], { message, author, at });
      const present = await resolve(branchRef(branch));
      if (!(await moveBranch(location, branch, commit, present))) throw new GitFailure(`The branch ${branch} in ${location} was moved by somebody else meanwhile. Try again.`);
      return { commit };
    },

    async merge({ commit, branch, expectedHead, message, at }) {
      const theirs = await need(commit);
      const present = await head(branch);
      if (await isAncestor(location, theirs, present)) return { ok: true, head: present };
      if (present !== (await resolve(expectedHead))) return { ok: false, reason: 'moved', head: present };
      if (await isAncestor(location, present, theirs)) return move(branch, theirs, present);
      const merged = await mergeTrees(location, present, theirs);
      if (!merged.ok) return { ok: false, reason: 'conflict', head: present, paths: merged.paths };
      return move(branch, await writeCommit(location, merged.tree, [present, theirs], { message, at }), present);
    },

    async previewMerge({ commit, onto }) {
      const [ours, theirs] = [await need(onto), await need(commit)];
      if (await isAncestor(location, theirs, ours)) return { ok: true, tree: await treeOf(ours) };
      if (await isAncestor(location, ours, theirs)) return { ok: true, tree: await treeOf(theirs) };
      const merged = await mergeTrees(location, ours, theirs);
      return merged.ok ? { ok: true, tree: await treeOf(merged.tree) } : { ok: false, paths: merged.paths };
    },

    /**
     * A revert is a merge with the commit as the common ancestor and the commit's first parent as the other side:
     * a throw-away commit on top of it that carries its parent's tree gives git just that.
     */
    async revert({ commit, branch, expectedHead, message, at }) {
      const undone = await need(commit);
      const present = await head(branch);
      const expected = await need(expectedHead);
      if (!(await isAncestor(location, undone, expected))) throw new GitFailure(`${undone.slice(0, 12)} is not in the history of ${branch} in ${location}, so there is nothing to revert.`);
      const before = await resolve(`${undone}^1`);
      if (before === undefined) throw new GitFailure(`${undone.slice(0, 12)} is the first commit of ${location} and cannot be reverted.`);
      const opposite = await writeCommit(location, `${before}^{tree}`, [undone], { message: 'opposite', at: 0 });
      const merged = await mergeTrees(location, expected, opposite);
      if (!merged.ok) return { ok: false, reason: 'conflict', head: present, paths: merged.paths };
      const revert = await writeCommit(location, merged.tree, [expected], { message, at });
      if (await isAncestor(location, revert, present)) return { ok: true, head: present };
      return present === expected ? move(branch, revert, present) : { ok: false, reason: 'moved', head: present };
    },

    async deleteBranch(branch) {
      const ref = branchRef(branch);
      const [folder] = await checkouts(location, ref);
      if (folder !== undefined) throw new GitFailure(`The branch ${branch} is checked out in ${folder}. Switch to another branch there, then try again.`);
      await runGit(location, ['update-ref', '-d', ref]);
    },

    async branches(prefix) {
      const { stdout } = await runGit(location, ['for-each-ref', '--format=%(refname)', 'refs/heads/']);
      return stdout.toString('utf8').split('\n').map((ref) => ref.slice('refs/heads/'.length)).filter((name) => name !== '' && name.startsWith(prefix));
    },
  };
}
