import { usdOf } from '../../shared/rules/telemetry/prices.ts';
import { UNITS, type Usage } from '../../shared/rules/telemetry/usage.ts';
import type { StoreMeter } from './metered-store.ts';

/** Assumed, after what the benchmark of costs measures: processor time of one delivery, at the 512 MB of the function that receives it. */
const DELIVERY_GB_SECONDS = 0.02 * 0.5;

/** What one look took. `gets`: batches that were fetched. `metricsAsked`, and this target's share of the calls that asked. */
export type LookWork = { readonly store: StoreMeter; readonly lists: number; readonly gets: number; readonly metricsAsked: number; readonly cloudwatchCalls: number };

export type LookCounts = Usage & { readonly looks: number; readonly cloudwatchCalls: number };

/**
 * Amounts of one look as they are billed. Each batch that was fetched had been delivered before: a call of the receiving function, and a put.
 * (A new process fetches the batches of the last half minute once more, which counts them twice.)
 */
export const countsOfLook = ({ store, lists, gets, metricsAsked, cloudwatchCalls }: LookWork): LookCounts => ({
  looks: 1, cloudwatchCalls, metricsAsked,
  dynamoReads: store.readUnits, dynamoWrites: store.writeUnits,
  s3Puts: lists + gets, s3Gets: gets,
  lambdaRequests: gets, lambdaGbSeconds: gets * DELIVERY_GB_SECONDS,
});

/** What amounts cost in micro-dollars. Kinds that are only counted cost nothing by themselves. */
export const microUsdOf = (counts: Readonly<Record<string, number>>): number => UNITS.reduce((sum, unit) => sum + usdOf(unit, counts[unit] ?? 0) * 1e6, 0);
