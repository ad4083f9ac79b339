import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { Routing } from '../../shared/ports/deployer.ts';
import { guardPid } from './ensure-guard.ts';
import type { Machine } from './machine.ts';

export type TargetStatus = {
  readonly id: string;
  readonly routing: Routing;
  readonly pausedBy?: string | undefined;
  readonly lastPromotedCommit?: string | undefined;
  readonly telemetryUntil?: number | undefined;
  readonly watching?: Pick<Release, 'improvementId' | 'weight' | 'exposedAt'> | undefined;
  readonly opportunities: readonly Pick<Opportunity, 'id' | 'title' | 'kind' | 'priority' | 'impactScore'>[];
};

export type Status = {
  readonly targets: readonly TargetStatus[];
  readonly improvements: readonly Pick<Improvement, 'id' | 'targetId' | 'title' | 'state' | 'reason'>[];
  readonly guard: number | undefined;
};

const MOST_IMPROVEMENTS = 20;

/** What is going on, read from store and function host. */
export const readStatus = async (machine: Machine): Promise<Status> => {
  const { config, deployer, facts, releases, states, opportunities, improvements } = machine;
  const targets = await Promise.all(
    config.targets.map(async ({ id, functionName, alias }): Promise<TargetStatus> => {
      const { alias: routing } = await deployer.describe(functionName, alias);
      const holder = await releases.holder(id);
      const release = holder === undefined ? undefined : await releases.find(holder);
      const { pausedBy, lastPromotedCommit } = await facts.get(id);
      const found = await opportunities.list(id);
      return {
        id, pausedBy, lastPromotedCommit,
        routing: { version: routing.version, ...(routing.additional ? { additional: routing.additional } : {}) },
        telemetryUntil: (await states.get(id))?.state.completeUntil,
        watching: release && { improvementId: release.improvementId, weight: release.weight, exposedAt: release.exposedAt },
        opportunities: found.sort((a, b) => b.impactScore - a.impactScore).map(({ id: opportunityId, title, kind, priority, impactScore }) => ({ id: opportunityId, title, kind, priority, impactScore })),
      };
    }),
  );
  const recent = await improvements.list(MOST_IMPROVEMENTS);
  return { targets, improvements: recent.map(({ id, targetId, title, state, reason }) => ({ id, targetId, title, state, reason })), guard: guardPid(machine.folder) };
};

export const statusLines = ({ targets, improvements, guard }: Status): string[] => [
  ...targets.flatMap(({ id, routing, pausedBy, lastPromotedCommit, opportunities }) => [
    `${id}: version ${routing.version}${routing.additional ? `, and ${Math.round(routing.additional.weight * 100)} % on version ${routing.additional.version}` : ''}${pausedBy ? `, paused by ${pausedBy}` : ''}${lastPromotedCommit ? `, last promoted commit ${lastPromotedCommit.slice(0, 10)}` : ''}`,
    ...opportunities.slice(0, 5).map(({ priority, impactScore, title }) => `  ${priority} ${Math.round(impactScore)}  ${title}`),
  ]),
  ...(improvements.length === 0 ? ['No improvement yet.'] : improvements.map(({ id, state, title }) => `${id}  ${state}  ${title}`)),
  guard === undefined ? 'The guard is off: nothing is exposed.' : `The guard watches (process ${guard}).`,
];
