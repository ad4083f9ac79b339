/**
 * How telemetry is folded.
 * `periodSeconds`: length of a judged period. `sliceSeconds`: finest step of the analysis window. `pointSeconds`: one metric point.
 * `logSamplingRate` (0–1) applies to plain log lines; warnings, errors, reports and probe records are never left out.
 * `slowThresholdMs`: what "slow" means in the environments' split while a release is watched; otherwise the target's own p95.
 */
export type FoldSettings = {
  readonly periodSeconds: number;
  readonly sliceSeconds: number;
  readonly pointSeconds: number;
  readonly retentionHours: number;
  readonly logSamplingRate: number;
  readonly eventDedupSeconds: number;
  readonly slowThresholdMs?: number | undefined;
  /** The target's limits, for how much of them is in use. Absent: that is not watched. */
  readonly limits?: { readonly timeoutSeconds: number; readonly concurrency: number } | undefined;
  /** The target's own alias: only what moves it says which version serves. Absent: aliases are not looked at. */
  readonly alias?: string | undefined;
  /** Aliases of single tenants beside it; where there are any, every alias is counted apart. */
  readonly tenantAliases?: readonly string[] | undefined;
  /** The candidate that is being watched and the one alias that routes to it: a killed request of this version, which left no word of its own, came through there. */
  readonly exposed?: { readonly version: string; readonly alias: string } | undefined;
};

export const FOLD_DEFAULTS: FoldSettings = {
  periodSeconds: 60,
  sliceSeconds: 600,
  pointSeconds: 60,
  retentionHours: 24,
  logSamplingRate: 1,
  eventDedupSeconds: 300,
};
