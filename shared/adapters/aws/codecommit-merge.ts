import { GetMergeConflictsCommand, MergeBranchesByFastForwardCommand, MergeBranchesByThreeWayCommand, type CodeCommitClient } from '@aws-sdk/client-codecommit';
import type { Clock } from '../../ports/clock.ts';
import type { CodecommitCalls } from './codecommit-calls.ts';
import { requestOf } from './codecommit-request-mark.ts';

const ATTEMPTS = 6;
const FIRST_WAIT_MS = 100;

/** Not mergeable this way, or somebody moved the branch while it was merged: which of the two, the branch tells. */
const CONTESTED = ['ManualMergeRequiredException', 'ConcurrentReferenceUpdateException', 'TipOfSourceReferenceIsDifferentException'];

export type Merged = { readonly ok: true; readonly commit: string; readonly branch: string } | { readonly ok: false; readonly paths: readonly string[] };

/** Merging with CodeCommit's own means: see docs/adr/0006-merge-on-codecommit.md. */
export function codecommitMerging(client: CodeCommitClient, calls: CodecommitCalls, repositoryName: string, clock: Pick<Clock, 'sleep'>) {
  const LINES = { conflictDetailLevel: 'LINE_LEVEL', conflictResolutionStrategy: 'NONE' } as const;

  async function conflicts(ours: string, theirs: string): Promise<string[]> {
    const paths: string[] = [];
    let next: string | undefined;
    do {
      const page = await calls.call('GetMergeConflicts', async () =>
        client.send(new GetMergeConflictsCommand({ repositoryName, mergeOption: 'THREE_WAY_MERGE', sourceCommitSpecifier: theirs, destinationCommitSpecifier: ours, ...LINES, ...(next === undefined ? {} : { nextToken: next }) })),
      );
      if (page.mergeable === true) return [];
      paths.push(...(page.conflictMetadataList ?? []).flatMap(({ filePath }) => filePath ?? []));
      next = page.nextToken;
    } while (next !== undefined);
    return paths;
  }

  return {
    /**
     * The merge commit of two commits, on a branch of its own that nobody else writes. The same arguments find the same branch,
     * so a repeat after a crash goes on with the commit that is there. The caller deletes `branch` when it is done with it.
     */
    async mergeCommit({ ours, theirs, message, request }: { ours: string; theirs: string; message: string; request: string }): Promise<Merged> {
      const branch = `pawl/merge-${requestOf('merge', ours, theirs, message, request)}`;
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const head = await calls.head(branch);
        if (head === undefined) {
          await calls.createBranch(branch, ours);
          continue;
        }
        if (head !== ours) {
          const there = await calls.commitFacts(head);
          if (there?.parents[0] === ours && there.parents[1] === theirs) return { ok: true, commit: head, branch };
          await calls.deleteBranch(branch);
          continue;
        }
        const merged = await calls.answered('MergeBranchesByThreeWay', CONTESTED, async () =>
          client.send(new MergeBranchesByThreeWayCommand({ repositoryName, sourceCommitSpecifier: theirs, destinationCommitSpecifier: branch, targetBranch: branch, authorName: 'Pawl', email: 'pawl@pawl.invalid', commitMessage: message, ...LINES })),
        );
        if (merged !== undefined) continue;
        const paths = await conflicts(ours, theirs);
        if (paths.length > 0) {
          await calls.deleteBranch(branch);
          return { ok: false, paths };
        }
        await clock.sleep(FIRST_WAIT_MS * 2 ** attempt);
      }
      throw calls.failed('MergeBranchesByThreeWay', `${theirs.slice(0, 12)} and ${ours.slice(0, 12)} could not be merged in ${ATTEMPTS} attempts, though CodeCommit names no conflict.`);
    },

    /**
     * Moves `branch` forward to `commit`. CodeCommit does it only if the branch's head is an ancestor of the commit,
     * whatever happened since it was read: a head that somebody added to never is. Answers the head afterwards.
     */
    async fastForward(branch: string, commit: string, expectedHead: string): Promise<string | undefined> {
      for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
        const moved = await calls.answered('MergeBranchesByFastForward', CONTESTED, async () =>
          client.send(new MergeBranchesByFastForwardCommand({ repositoryName, sourceCommitSpecifier: commit, destinationCommitSpecifier: branch, targetBranch: branch })),
        );
        const head = moved?.commitId ?? (await calls.head(branch));
        if (head !== expectedHead) return head;
        await clock.sleep(FIRST_WAIT_MS * 2 ** attempt);
      }
      throw calls.failed('MergeBranchesByFastForward', `${branch} could not be moved to ${commit.slice(0, 12)} in ${ATTEMPTS} attempts, though nobody else moved it.`);
    },
  };
}

export type CodecommitMerging = ReturnType<typeof codecommitMerging>;
