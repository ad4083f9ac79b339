import type { Instant } from '../domain/instant.ts';
import type { VersionPeriod } from '../domain/period.ts';

/** Which minutes of which function. `alias` and `versions`: count per version what went through the alias; `edgesMs`: the durations above which requests are counted. */
export type MinutesQuery = {
  readonly functionName: string;
  /** Whole minutes, `from` and every minute up to `to`, which is not one of them. */
  readonly from: Instant;
  readonly to: Instant;
  readonly byVersion?: { readonly alias: string; readonly versions: readonly string[]; readonly edgesMs: readonly number[] };
};

/** One minute by the platform's own metrics. `throttles`: requests turned away. */
export type MetricMinute = { readonly at: Instant; readonly throttles: number; readonly versions: Readonly<Record<string, VersionPeriod>> };

/** The minutes that are known for certain, from the query's first one on without a gap: what could not be read is not there, and never zero. */
export type FunctionMinutes = { readonly functionName: string; readonly minutes: readonly MetricMinute[] };

/** What the platform measures of a function by itself, minute by minute: supplement to its log, and fallback without one. */
export interface MetricMinutes {
  /** Answers in the order of the queries. `apiCalls`: how many requests it took. */
  read(queries: readonly MinutesQuery[]): Promise<{ readonly answers: readonly FunctionMinutes[]; readonly apiCalls: number }>;
}
