import type { Look } from '../../shared/domain/look.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { isUneasy } from '../../shared/rules/telemetry/is-uneasy.ts';
import { nextLook, type LookIntervals } from '../../shared/rules/telemetry/next-look.ts';
import type { CostLedger } from '../../shared/store/cost-ledger.ts';
import type { Looks } from '../../shared/store/looks.ts';
import type { LookBookkeeping } from './collect.ts';
import type { DueTarget } from './due-targets.ts';
import { countsOfLook, microUsdOf } from './look-spending.ts';
import { newStoreMeter, unitsOfWrite, type StoreMeter } from './metered-store.ts';

/** Units of the two small rows that a look adds to its write: when to look again, and what it cost. */
const OWN_ROWS_UNITS = 4;

export type LookAccountDependencies = { readonly looks: Pick<Looks, 'changing'>; readonly ledger?: Pick<CostLedger, 'adding'> | undefined; readonly clock: Pick<Clock, 'now'> };

/** What of a look is billed beside what it reads itself. */
export type AskedFor = { readonly metricsAsked: number; readonly cloudwatchCalls: number };

/**
 * The books of one look, written together with its state: when to look again, and what it took. So a look that is made again after a
 * crash, or that a rival was faster than, counts as often as its state was written: once. `meter`: what went through its store; `spent` says
 * what of that is in the books.
 */
export const lookAccount = ({ target, pressing }: DueTarget, asked: AskedFor, meter: StoreMeter, intervals: LookIntervals, { looks, ledger, clock }: LookAccountDependencies): LookBookkeeping & { readonly spent: () => StoreMeter } => {
  let spent = newStoreMeter();
  let first = true;
  return {
    changes: async ({ state, caughtUp, lists, gets }, others) => {
      const row = await looks.changing(target.id, (held): Look => {
        const now = clock.now();
        const firstAt = held?.firstAt ?? now;
        const quietMs = now - Math.max(firstAt, state.lastTrafficAt, ...state.openPeriods.map(({ startsAt }) => startsAt));
        const next = nextLook({ targetId: target.id, now, firstAt, pressing, alarms: held?.alarms, behind: !caughtUp, uneasy: isUneasy(state), quietMs }, intervals);
        return { targetId: target.id, firstAt, lookedAt: now, foldedAt: now, ...next, ...(state.cursor === undefined ? {} : { cursor: state.cursor }), ...(held?.alarms === undefined ? {} : { alarms: held.alarms }) };
      });
      if (ledger === undefined) return [row];
      const store = { ...meter, readUnits: meter.readUnits - spent.readUnits, writeUnits: meter.writeUnits - spent.writeUnits + unitsOfWrite(others, { inTransaction: true }) + OWN_ROWS_UNITS };
      const { metricsAsked, cloudwatchCalls } = first ? asked : { metricsAsked: 0, cloudwatchCalls: 0 };
      return [row, await ledger.adding({ account: target.id, tenantId: target.tenantId, at: clock.now(), counts: { ...countsOfLook({ store, lists, gets, metricsAsked, cloudwatchCalls }), looks: Number(first) }, price: microUsdOf })];
    },
    written: () => {
      spent = { ...meter };
      first = false;
    },
    spent: () => spent,
  };
};
