import type { Claim } from '../domain/claim.ts';
import type { Risk } from '../domain/opportunity.ts';
import type { FileChange } from '../domain/remedy.ts';
import { targetForTenant } from '../domain/tenant-target.ts';
import { serviceTree } from '../release/repository-path.ts';
import { servingCommit } from '../release/serving-commit.ts';
import { sizeOfPatch } from '../rules/gate/changed-lines.ts';
import { parseUnifiedDiff } from '../rules/gate/parse-unified-diff.ts';
import { refused, type CommandDependencies, type CommandResult } from './dependencies.ts';
import { propose } from './propose.ts';

/** What a person proposes: a unified diff, or whole files (`null` deletes one), against the code that serves; paths relative to the service. */
export type Proposal = {
  readonly targetId: string;
  readonly change: { readonly diff: string } | { readonly files: Readonly<Record<string, string | null>> };
  readonly title: string;
  /** Why, in the words of the commit message; who proposed it, when left out. */
  readonly reason?: string;
  readonly by: string;
  readonly claim?: Claim;
  readonly cycleId?: string;
  /** Only for this tenant, behind its own alias. */
  readonly tenantId?: string;
  /** Who wrote it: an agent is a model that acts by itself, and its patches are held to what models may change. A person when left out. */
  readonly author?: 'person' | 'model';
  /** The same request, told twice, is one proposal. */
  readonly requestId?: string;
};

/** Reads a change against the code that serves and proposes it. A hunk that does not fit is named. */
export const proposeChange = async (dependencies: CommandDependencies, { targetId, change, title, reason, by, claim, cycleId, tenantId, author = 'person', requestId }: Proposal): Promise<CommandResult<{ improvementId: string }>> => {
  const { targets, deployer, sources } = dependencies;
  const target = targetForTenant(await targets.get(targetId), tenantId);
  const commit = (await servingCommit(deployer, target)) ?? target.repository.branch;
  const tree = serviceTree(target, await sources(target).readTree(commit));
  const parsed = 'diff' in change ? parseUnifiedDiff(change.diff, tree.files) : ({ ok: true, files: changesFrom(change.files, tree.files) } as const);
  if (!parsed.ok) return refused(parsed.errors.join(' '));
  return propose(dependencies, {
    targetId, by, ...(cycleId === undefined ? {} : { cycleId }), ...(tenantId === undefined ? {} : { tenantId }), ...(requestId === undefined ? {} : { requestId }),
    patch: { kind: 'patch', author: { kind: author, name: by }, title, reason: reason ?? `Proposed by ${by}.`, baseCommit: tree.commit, files: [...parsed.files], ...(claim ? { claim } : {}), confidence: 0.5, risk: riskOf(parsed.files) },
  });
};

/** What really changes: a file that is as it was, or gone already, is none. */
const changesFrom = (files: Readonly<Record<string, string | null>>, present: ReadonlyMap<string, string>): FileChange[] =>
  Object.entries(files).map(([path, after]) => ({ path, before: present.get(path) ?? null, after })).filter(({ before, after }) => before !== after);

/** Nobody states the risk of a person's patch: the larger, the riskier. */
const riskOf = (files: readonly FileChange[]): Risk => {
  const lines = sizeOfPatch(files);
  return lines <= 80 ? 'low' : lines <= 300 ? 'medium' : 'high';
};
