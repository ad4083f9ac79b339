import { GetMergeOptionsCommand, type CodeCommitClient } from '@aws-sdk/client-codecommit';
import { AwsError, type AwsErrorCode } from './aws-error.ts';
import type { CodecommitCalls, CommitFacts } from './codecommit-calls.ts';

/** When CodeCommit cannot compare two commits, their history is walked so far. */
const MAX_WALK = 5000;
/** BatchGetCommits takes this many. */
const BATCH = 100;
const REMEMBERED = 1000;

/** CodeCommit compares only what is near enough, and merging is what it has in mind: what it refuses as such says nothing about ancestry. */
const SAYS_NOTHING: ReadonlySet<AwsErrorCode> = new Set(['PAWL-AWS-FAILED', 'PAWL-AWS-INVALID']);

/** Who descends from whom. Commits never change, so every answer is kept. */
export function codecommitAncestry(client: CodeCommitClient, calls: CodecommitCalls, repositoryName: string) {
  const known = new Map<string, boolean>();

  /** One call: an ancestor is its own merge base with a descendant. */
  async function compare(ancestor: string, commit: string): Promise<boolean> {
    const base = await mergeBase(ancestor, commit);
    return base === undefined ? walk(ancestor, commit) : base === ancestor;
  }

  async function mergeBase(ancestor: string, commit: string): Promise<string | undefined> {
    try {
      const { baseCommitId } = await calls.call('GetMergeOptions', async () =>
        client.send(new GetMergeOptionsCommand({ repositoryName, sourceCommitSpecifier: commit, destinationCommitSpecifier: ancestor })),
      );
      return baseCommitId;
    } catch (error) {
      if (isRefusedAsSuch(error)) return undefined;
      throw error;
    }
  }

  async function walk(ancestor: string, commit: string): Promise<boolean> {
    const seen = new Set([commit]);
    let frontier = [commit];
    while (frontier.length > 0) {
      if (seen.size > MAX_WALK) throw calls.failed('BatchGetCommits', `${ancestor.slice(0, 12)} is not among the last ${MAX_WALK} commits before ${commit.slice(0, 12)}, and CodeCommit cannot compare the two.`);
      const parents = await calls.parentsOf(frontier.slice(0, BATCH));
      const fresh = new Set([...parents.values()].flat().filter((id) => !seen.has(id)));
      if (fresh.has(ancestor)) return true;
      for (const id of fresh) seen.add(id);
      frontier = [...frontier.slice(BATCH), ...fresh];
    }
    return false;
  }

  async function isAncestor(ancestor: string, commit: string): Promise<boolean> {
    if (ancestor === commit) return true;
    const key = `${ancestor} ${commit}`;
    const answer = known.get(key) ?? (await compare(ancestor, commit));
    known.set(key, answer);
    for (const oldest of known.keys()) if (known.size > REMEMBERED) known.delete(oldest);
    return answer;
  }

  return {
    isAncestor,

    /** The commit that `isWanted`, among those that came after `base` up to `tip`. */
    async findAfter(base: string, tip: string, isWanted: (commit: CommitFacts) => boolean): Promise<CommitFacts | undefined> {
      const seen = new Set([base]);
      const frontier = [tip];
      for (let id = frontier.pop(); id !== undefined && seen.size <= MAX_WALK; id = frontier.pop()) {
        if (seen.has(id)) continue;
        seen.add(id);
        const commit = await calls.commitFacts(id);
        if (commit !== undefined && isWanted(commit)) return commit;
        // The branch's own line first; of those that were merged in, only what began after `base`.
        const [first, ...others] = commit?.parents ?? [];
        if (first !== undefined) frontier.push(first);
        for (const other of others) if (!seen.has(other) && (await isAncestor(base, other))) frontier.unshift(other);
      }
      return undefined;
    },

    /** Messages of the commits before and including `to` that are not in the history of `from`: the branch's own line first, newest first, at most `limit`. */
    async messagesAfter(from: string, to: string, limit: number): Promise<string[]> {
      const messages: string[] = [];
      const seen = new Set<string>();
      const frontier = [to];
      for (let id = frontier.pop(); id !== undefined && messages.length < limit; id = frontier.pop()) {
        if (seen.has(id) || (await isAncestor(id, from))) continue;
        seen.add(id);
        const commit = await calls.commitFacts(id);
        if (commit === undefined) continue;
        messages.push(commit.message.trim());
        const [first, ...others] = commit.parents;
        frontier.unshift(...others);
        if (first !== undefined) frontier.push(first);
      }
      return messages;
    },
  };
}

export type CodecommitAncestry = ReturnType<typeof codecommitAncestry>;

const isRefusedAsSuch = (error: unknown): boolean => error instanceof AwsError && SAYS_NOTHING.has(error.code);
