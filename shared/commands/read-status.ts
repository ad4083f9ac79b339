import type { Improvement } from '../domain/improvement.ts';
import type { Opportunity } from '../domain/opportunity.ts';
import type { Release } from '../domain/release.ts';
import type { Target } from '../domain/target.ts';
import type { TargetState } from '../domain/target-state.ts';
import type { Routing } from '../ports/deployer.ts';
import { bypassSentence } from '../rules/detection/bypass.ts';
import type { CostLedger } from '../store/cost-ledger.ts';
import type { CommandDependencies } from './dependencies.ts';

export type TargetStatus = {
  readonly id: string;
  readonly routing: Routing;
  /** How each tenant's own alias routes. */
  readonly tenants?: Readonly<Record<string, Routing>>;
  /** Why what Pawl does there does not reach all callers. */
  readonly notProtected?: string | undefined;
  readonly pausedBy?: string | undefined;
  readonly lastPromotedCommit?: string | undefined;
  /** What looking after it took in the last 24 hours, at list prices; absent where nothing is billed. */
  readonly usdADay?: number | undefined;
  readonly watching?: Pick<Release, 'improvementId' | 'weight' | 'exposedAt'> | undefined;
  readonly opportunities: readonly Pick<Opportunity, 'id' | 'title' | 'kind' | 'priority' | 'impactScore'>[];
};

export type CommonStatus = {
  readonly targets: readonly TargetStatus[];
  readonly improvements: readonly Pick<Improvement, 'id' | 'targetId' | 'title' | 'state' | 'reason'>[];
};

const MOST_IMPROVEMENTS = 20;
const DAY_MS = 86_400_000;

type StatusDependencies = Pick<CommandDependencies, 'deployer' | 'facts' | 'releases' | 'opportunities' | 'improvements' | 'clock'> & {
  readonly targets: { all(): Promise<Target[]> };
  readonly ledger?: Pick<CostLedger, 'between'>;
  readonly states?: { get(targetId: string): Promise<{ readonly state: Pick<TargetState, 'slices'> } | undefined> };
};

/** What is going on, wherever Pawl runs: what serves, what is being watched, what was found, the last improvements. */
export const readStatus = async (dependencies: StatusDependencies): Promise<CommonStatus> => {
  const recent = await dependencies.improvements.list(MOST_IMPROVEMENTS);
  return {
    targets: await Promise.all((await dependencies.targets.all()).map((target) => statusOf(target, dependencies))),
    improvements: recent.map(({ id, targetId, title, state, reason }) => ({ id, targetId, title, state, reason })),
  };
};

const statusOf = async ({ id, functionName, alias, tenantAliases = {} }: Target, { deployer, facts, releases, opportunities, states, ledger, clock }: StatusDependencies): Promise<TargetStatus> => {
  const routingOf = async (name: string): Promise<Routing> => {
    const { alias: { version, additional } } = await deployer.describe(functionName, name);
    return { version, ...(additional ? { additional } : {}) };
  };
  const tenants = await Promise.all(Object.entries(tenantAliases).map(async ([tenantId, own]): Promise<[string, Routing]> => [tenantId, await routingOf(own)]));
  const state = (await states?.get(id))?.state;
  const holder = await releases.holder(id);
  const release = holder === undefined ? undefined : await releases.find(holder);
  const { pausedBy, lastPromotedCommit } = await facts.get(id);
  const found = await opportunities.list(id);
  const spent = await ledger?.between(id, clock.now() - DAY_MS, clock.now());
  return {
    id, pausedBy, lastPromotedCommit,
    ...(spent === undefined || spent.microUsd === 0 ? {} : { usdADay: spent.microUsd / 1e6 }),
    routing: await routingOf(alias),
    ...(tenants.length === 0 ? {} : { tenants: Object.fromEntries(tenants) }),
    notProtected: state && bypassSentence(state),
    watching: release && { improvementId: release.improvementId, weight: release.weight, exposedAt: release.exposedAt },
    opportunities: found.sort((a, b) => b.impactScore - a.impactScore).map(({ id: opportunityId, title, kind, priority, impactScore }) => ({ id: opportunityId, title, kind, priority, impactScore })),
  };
};
