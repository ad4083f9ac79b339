import type { Telemetry } from '../../shared/ports/telemetry.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { nextLook, type LookIntervals } from '../../shared/rules/telemetry/next-look.ts';
import type { CostLedger } from '../../shared/store/cost-ledger.ts';
import type { Looks } from '../../shared/store/looks.ts';
import type { DueTarget } from './due-targets.ts';
import { countsOfLook, microUsdOf } from './look-spending.ts';
import { newStoreMeter } from './metered-store.ts';

export type PeekDependencies = { readonly telemetry: Telemetry; readonly looks: Pick<Looks, 'note'>; readonly ledger?: Pick<CostLedger, 'adding'> | undefined; readonly clock: Pick<Clock, 'now'> };

/** Two small rows, read and written together. */
const ROWS = { ...newStoreMeter(), readUnits: 2, writeUnits: 4 };

/** Whether a silent target logged anything after all. When not, that is noted, and its state is neither read nor written. */
export const hasNews = async ({ target, look }: DueTarget, intervals: LookIntervals, { telemetry, looks, ledger, clock }: PeekDependencies): Promise<boolean> => {
  const page = await telemetry.read(target.functionName, look?.cursor, 1);
  if (page.lines.length > 0 || page.events.length > 0 || !page.caughtUp) return true;
  const now = clock.now();
  const { lists = 0, gets = 0 } = page.requests ?? {};
  await looks.note(
    target.id,
    (held) => {
      const { firstAt = now, foldedAt = now, cursor = look?.cursor, alarms } = held ?? {};
      const next = nextLook({ targetId: target.id, now, firstAt, alarms, behind: false, uneasy: false, quietMs: Number.POSITIVE_INFINITY }, intervals);
      return { targetId: target.id, firstAt, lookedAt: now, foldedAt, ...next, ...(cursor === undefined ? {} : { cursor }), ...(alarms === undefined ? {} : { alarms }) };
    },
    async () => (ledger === undefined ? [] : [await ledger.adding({ account: target.id, tenantId: target.tenantId, at: now, counts: { ...countsOfLook({ store: ROWS, lists, gets, metricsAsked: 0, cloudwatchCalls: 0 }), looks: 0, peeks: 1 }, price: microUsdOf })]),
  );
  return false;
};
