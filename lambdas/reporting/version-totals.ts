import type { Histogram } from '../../shared/domain/histogram.ts';
import { addHistogram } from '../../shared/domain/histogram.ts';
import type { VersionPeriod } from '../../shared/domain/period.ts';

/** Everything one version did while both were serving. */
export type VersionTotals = { readonly requests: number; readonly failures: number; readonly durations: Histogram };

/** The totals of one version's periods. A period in which it served nothing (`undefined`) adds nothing. */
export const totalsOf = (periods: readonly (VersionPeriod | undefined)[]): VersionTotals => {
  const durations: Histogram = {};
  let requests = 0;
  let failures = 0;
  for (const period of periods) {
    if (period === undefined) continue;
    requests += period.requests;
    failures += period.failures;
    addHistogram(durations, period.durations);
  }
  return { requests, failures, durations };
};
