import { readStatus as readCommonStatus, type CommonStatus, type TargetStatus } from '../../shared/commands/read-status.ts';
import { modelSpendingLines, readModelSpending, type ModelSpending } from '../../shared/commands/model-spending.ts';
import type { Routing } from '../../shared/ports/deployer.ts';
import { guardPid } from './ensure-guard.ts';
import type { Machine } from './machine.ts';

export type Status = Omit<CommonStatus, 'targets'> & {
  readonly targets: readonly (TargetStatus & { readonly telemetryUntil?: number | undefined })[];
  readonly guard: number | undefined;
  readonly models: ModelSpending | undefined;
};

/** What is going on, read from store and function host. */
export const readStatus = async (machine: Machine): Promise<Status> => {
  const status = await readCommonStatus(machine);
  const targets = await Promise.all(status.targets.map(async (target) => ({ ...target, telemetryUntil: (await machine.states.get(target.id))?.state.completeUntil })));
  return { ...status, targets, guard: guardPid(machine.folder), models: await readModelSpending({ models: machine.config.models, budgets: machine.budgets, clock: machine.clock }) };
};

const routingText = ({ version, additional }: Routing): string => `version ${version}${additional ? `, and ${Math.round(additional.weight * 100)} % on version ${additional.version}` : ''}`;

export const statusLines = ({ targets, improvements, guard, models }: Status): string[] => [
  ...targets.flatMap(({ id, routing, tenants = {}, notProtected, pausedBy, lastPromotedCommit, usdADay, opportunities }) => [
    `${id}: ${routingText(routing)}${pausedBy ? `, paused by ${pausedBy}` : ''}${lastPromotedCommit ? `, last promoted commit ${lastPromotedCommit.slice(0, 10)}` : ''}${usdADay === undefined ? '' : `, costs $${usdADay.toFixed(3)} a day to look after`}`,
    ...Object.entries(tenants).map(([tenant, own]) => `  ${tenant}: ${routingText(own)}`),
    ...(notProtected === undefined ? [] : [`  ${notProtected}`]),
    ...opportunities.slice(0, 5).map(({ priority, impactScore, title }) => `  ${priority} ${Math.round(impactScore)}  ${title}`),
  ]),
  ...(improvements.length === 0 ? ['No improvement yet.'] : improvements.map(({ id, state, title }) => `${id}  ${state}  ${title}`)),
  ...modelSpendingLines(models),
  guard === undefined ? 'The guard is off: nothing is exposed.' : `The guard watches (process ${guard}).`,
];
