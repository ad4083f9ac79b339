import * as z from 'zod';
import { EXPOSED } from '../../domain/improvement.ts';
import { Instant } from '../../domain/instant.ts';
import { STOPPED_FOR_ALL } from '../../domain/stopped-for-all.ts';
import { ImprovementRow } from '../../domain/views/improvement-row.ts';
import { TargetView } from '../../domain/views/target-view.ts';
import type { Sight } from '../../rules/access/sight.ts';
import { readModelSpending } from '../model-spending.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { improvementRow } from './improvement-row.ts';
import { seenTargets } from './seen-targets.ts';
import { targetView } from './target-view.ts';

const count = () => z.number().int().nonnegative();

/** What models took today, beside what they may. Money in micro-dollars. */
const ModelsToday = z.object({
  models: z.array(z.string()),
  today: z.object({ tokens: count(), microUsd: count(), mostTokens: count().optional(), mostMicroUsd: count().optional() }),
  quotas: z.array(z.object({ id: z.string(), usedTokens: count(), mostTokens: count() })),
});

/** What stands where, and what a person would want to know first. */
export const StatusView = z.object({
  targets: z.array(TargetView),
  /** What waits for a person, the longest wait first. */
  awaiting: z.array(ImprovementRow),
  /** What is exposed now. */
  watching: z.array(ImprovementRow),
  recent: z.array(ImprovementRow),
  /** Who stopped everything, while it is stopped. */
  stopped: z.object({ by: z.string(), at: Instant, reason: z.string() }).optional(),
  /** Absent where no model is configured, and for who does not see all. */
  models: ModelsToday.optional(),
  version: z.string(),
});
export type StatusView = z.infer<typeof StatusView>;

const MOST_RECENT = 20;

/** What is going on, of what the caller sees, wherever Pawl runs. */
export const readStatus = async (dependencies: DoorDependencies, sight: Sight): Promise<StatusView> => {
  const { targets, improvements, switches, models, budgets, clock, version = 'unknown' } = dependencies;
  const byId = new Map((await targets.all()).map((target) => [target.id, target]));
  const [seen, open, recent, stopped, spending] = await Promise.all([
    seenTargets(targets, sight),
    improvements.open(),
    improvements.page({ limit: MOST_RECENT }, (row) => sight.belonging(row, byId.get(row.targetId))),
    switches.stopped(),
    sight.all ? readModelSpending({ models, budgets, clock }) : undefined,
  ]);
  const mine = open.filter((one) => sight.belonging(one, byId.get(one.targetId)));
  return {
    targets: await Promise.all(seen.map((one) => targetView(one, sight, dependencies))),
    awaiting: mine.filter(({ state }) => state === 'awaiting-approval').sort((a, b) => a.stateSince - b.stateSince).map(improvementRow),
    watching: mine.filter(({ state }) => EXPOSED.includes(state)).map(improvementRow),
    recent: recent.items.map(improvementRow),
    // Why it is stopped for all may speak of somebody else.
    stopped: stopped && (sight.all ? { by: stopped.by, at: stopped.at, reason: stopped.reason } : { ...STOPPED_FOR_ALL, at: stopped.at }),
    models: spending && { ...spending, models: [...spending.models], quotas: [...spending.quotas] },
    version,
  };
};
