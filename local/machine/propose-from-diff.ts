import type { Claim } from '../../shared/domain/claim.ts';
import type { Risk } from '../../shared/domain/opportunity.ts';
import type { FileChange } from '../../shared/domain/remedy.ts';
import { sizeOfPatch } from '../../shared/rules/gate/changed-lines.ts';
import type { CommandDependencies, CommandResult } from '../../shared/commands/dependencies.ts';
import { propose } from '../../shared/commands/propose.ts';
import { serviceTree } from '../../shared/release/repository-path.ts';
import { servingCommit } from '../../shared/release/serving-commit.ts';
import { parseUnifiedDiff } from '../../shared/rules/gate/parse-unified-diff.ts';
import type { Machine } from './machine.ts';

export type DiffProposal = { readonly targetId: string; readonly diff: string; readonly title: string; readonly by: string; readonly claim?: Claim; readonly cycleId?: string };

/** Reads a unified diff against the code that serves and proposes it. A hunk that does not fit is named. */
export const proposeFromDiff = async (machine: Machine, commands: CommandDependencies, { targetId, diff, title, by, claim, cycleId }: DiffProposal): Promise<CommandResult<{ improvementId: string }>> => {
  const target = await machine.targets.get(targetId);
  const commit = (await servingCommit(machine.deployer, target)) ?? target.repository.branch;
  const tree = serviceTree(target, await machine.sources(target).readTree(commit));
  const parsed = parseUnifiedDiff(diff, tree.files);
  if (!parsed.ok) return { ok: false, reason: parsed.errors.join(' ') };
  return propose(commands, {
    targetId, by, ...(cycleId === undefined ? {} : { cycleId }),
    patch: { kind: 'patch', author: { kind: 'person', name: by }, title, reason: `Proposed by ${by}.`, baseCommit: tree.commit, files: [...parsed.files], ...(claim ? { claim } : {}), confidence: 0.5, risk: riskOf(parsed.files) },
  });
};

/** Nobody states the risk of a person's patch: the larger, the riskier. */
const riskOf = (files: readonly FileChange[]): Risk => {
  const lines = sizeOfPatch(files);
  return lines <= 80 ? 'low' : lines <= 300 ? 'medium' : 'high';
};
