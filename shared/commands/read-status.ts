import type { Improvement } from '../domain/improvement.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Release } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import type { Routing } from '../ports/deployer.ts';
import type { CommandDependencies } from './dependencies.ts';

export type TargetStatus = {
  readonly id: string;
  readonly routing: Routing;
  readonly pausedBy?: string | undefined;
  readonly lastPromotedCommit?: string | undefined;
  readonly watching?: Pick<Release, 'improvementId' | 'weight' | 'exposedAt'> | undefined;
  readonly opportunities: readonly Pick<Opportunity, 'id' | 'title' | 'kind' | 'priority' | 'impactScore'>[];
};

export type CommonStatus = {
  readonly targets: readonly TargetStatus[];
  readonly improvements: readonly Pick<Improvement, 'id' | 'targetId' | 'title' | 'state' | 'reason'>[];
};

const MOST_IMPROVEMENTS = 20;

type StatusDependencies = Pick<CommandDependencies, 'deployer' | 'facts' | 'releases' | 'opportunities' | 'improvements'> & { readonly targets: { all(): Promise<Target[]> } };

/** What is going on, wherever Pawl runs: what serves, what is being watched, what was found, the last improvements. */
export const readStatus = async (dependencies: StatusDependencies): Promise<CommonStatus> => {
  const recent = await dependencies.improvements.list(MOST_IMPROVEMENTS);
  return {
    targets: await Promise.all((await dependencies.targets.all()).map((target) => statusOf(target, dependencies))),
    improvements: recent.map(({ id, targetId, title, state, reason }) => ({ id, targetId, title, state, reason })),
  };
};

const statusOf = async ({ id, functionName, alias }: Target, { deployer, facts, releases, opportunities }: StatusDependencies): Promise<TargetStatus> => {
  const { alias: routing } = await deployer.describe(functionName, alias);
  const holder = await releases.holder(id);
  const release = holder === undefined ? undefined : await releases.find(holder);
  const { pausedBy, lastPromotedCommit } = await facts.get(id);
  const found = await opportunities.list(id);
  return {
    id, pausedBy, lastPromotedCommit,
    routing: { version: routing.version, ...(routing.additional ? { additional: routing.additional } : {}) },
    watching: release && { improvementId: release.improvementId, weight: release.weight, exposedAt: release.exposedAt },
    opportunities: found.sort((a, b) => b.impactScore - a.impactScore).map(({ id: opportunityId, title, kind, priority, impactScore }) => ({ id: opportunityId, title, kind, priority, impactScore })),
  };
};
