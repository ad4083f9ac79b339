import type { CodeCommitClient } from '@aws-sdk/client-codecommit';
import type { Clock } from '../../ports/clock.ts';
import type { MergeResult, SourceRepository } from '../../ports/source-repository.ts';
import { codecommitAncestry } from './codecommit-ancestry.ts';
import { codecommitCalls } from './codecommit-calls.ts';
import { commitFiles, commitOnBranch } from './codecommit-commit.ts';
import { codecommitMerging } from './codecommit-merge.ts';
import { isMarked, markedMessage, requestOf } from './codecommit-request-mark.ts';
import { undo } from './codecommit-revert.ts';
import { codecommitTrees } from './codecommit-tree.ts';

export type CodecommitOptions = {
  readonly client: CodeCommitClient;
  /** The repository's name. */
  readonly repository: string;
  readonly clock: Pick<Clock, 'sleep'>;
  /** The service's folder: when given, trees hold only what lies in it (paths stay relative to the repository). */
  readonly directory?: string;
};

/** The owner's source on CodeCommit. Throws `AwsError`, and `SourceConflict` where the port says so. */
export function codecommitSourceRepository({ client, repository, clock, directory }: CodecommitOptions): SourceRepository {
  const calls = codecommitCalls(client, repository);
  const treeOf = codecommitTrees(calls, directory);
  const ancestry = codecommitAncestry(client, calls, repository);
  const merging = codecommitMerging(client, calls, repository, clock);

  async function resolve(ref: string): Promise<string | undefined> {
    if (ref === '' || ref.startsWith('-') || /[\p{Cc} ]/u.test(ref)) return undefined;
    if (/^[0-9a-f]{40}$/.test(ref)) return (await calls.commitFacts(ref))?.id;
    return (await calls.head(ref)) ?? calls.commitNamed(ref);
  }

  async function need(ref: string): Promise<string> {
    const commit = await resolve(ref);
    if (commit === undefined) throw calls.notFound(`branch, tag or commit "${ref}"`);
    return commit;
  }

  async function headOf(branch: string): Promise<string> {
    const head = await calls.head(branch);
    if (head === undefined) throw calls.notFound(`branch "${branch}"`);
    return head;
  }

  /** Moves the branch to a commit that stands on `expectedHead`, if that still is its head. */
  async function move(branch: string, commit: string, expectedHead: string): Promise<MergeResult> {
    const head = (await merging.fastForward(branch, commit, expectedHead)) ?? (await headOf(branch));
    return head === commit || (await ancestry.isAncestor(commit, head)) ? { ok: true, head } : { ok: false, reason: 'moved', head };
  }

  return {
    resolve,
    readTree: async (ref) => treeOf(await need(ref)),
    contains: async (ref, ancestor) => ancestry.isAncestor(await need(ancestor), await need(ref)),

    async messagesBetween({ from, to, limit }) {
      const [base, tip] = [from === undefined ? undefined : await resolve(from), await need(to)];
      if (base !== undefined) return ancestry.messagesAfter(base, tip, limit);
      const message = (await calls.commitFacts(tip))?.message.trim() ?? '';
      return message === '' ? [] : [message];
    },

    commit: async ({ parent, ...change }) => ({ commit: await commitOnBranch(calls, { ...change, parent: await need(parent) }) }),

    async merge({ commit, branch, expectedHead, message, at }) {
      const theirs = await need(commit);
      const head = await headOf(branch);
      if (await ancestry.isAncestor(theirs, head)) return { ok: true, head };
      if (head !== (await resolve(expectedHead))) return { ok: false, reason: 'moved', head };
      if (await ancestry.isAncestor(head, theirs)) return move(branch, theirs, head);
      const merged = await merging.mergeCommit({ ours: head, theirs, message, request: String(at) });
      if (!merged.ok) return { ok: false, reason: 'conflict', head, paths: merged.paths };
      const moved = await move(branch, merged.commit, head);
      await calls.deleteBranch(merged.branch);
      return moved;
    },

    async previewMerge({ commit, onto }) {
      const [ours, theirs] = [await need(onto), await need(commit)];
      if (await ancestry.isAncestor(theirs, ours)) return { ok: true, tree: await treeOf(ours) };
      if (await ancestry.isAncestor(ours, theirs)) return { ok: true, tree: await treeOf(theirs) };
      const merged = await merging.mergeCommit({ ours, theirs, message: 'What a merge would give', request: 'preview' });
      if (!merged.ok) return { ok: false, paths: merged.paths };
      const tree = await treeOf(merged.commit);
      await calls.deleteBranch(merged.branch);
      return { ok: true, tree };
    },

    async revert({ commit, branch, expectedHead, message, at }) {
      const undone = await need(commit);
      const head = await headOf(branch);
      const expected = await need(expectedHead);
      if (!(await ancestry.isAncestor(undone, expected))) throw calls.refused(`${undone.slice(0, 12)} is not in the history of ${branch}, so there is nothing to revert.`);
      const before = (await calls.commitFacts(undone))?.parents[0];
      if (before === undefined) throw calls.refused(`${undone.slice(0, 12)} is the first commit and cannot be reverted.`);
      const request = requestOf('revert', undone, branch, expected, message, at);
      if (head !== expected) {
        const done = await ancestry.findAfter(expected, head, ({ parents, message: text }) => parents[0] === expected && isMarked(text, request));
        return done === undefined ? { ok: false, reason: 'moved', head } : { ok: true, head };
      }
      const files = await undo(calls, { before, undone, onto: expected });
      if (!files.ok) return { ok: false, reason: 'conflict', head, paths: files.paths };
      if (files.files.length === 0) return { ok: true, head };
      const reverted = await commitFiles(calls, { branch, parent: expected, files: files.files, message: markedMessage(message, request) });
      return reverted === undefined ? { ok: false, reason: 'moved', head: await headOf(branch) } : { ok: true, head: reverted };
    },

    deleteBranch: async (branch) => calls.deleteBranch(branch),
    branches: async (prefix) => (await calls.branches()).filter((name) => name.startsWith(prefix)),
  };
}
