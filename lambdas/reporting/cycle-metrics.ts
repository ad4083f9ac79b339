import type { MetricUnit } from '../../shared/ports/metrics.ts';
import type { CycleReport } from './cycle-report-schema.ts';

export type CycleMetric = { readonly name: string; readonly value: number; readonly unit: MetricUnit };

/** The counters of a report that can still grow when an improvement settles after its cycle. */
const counters = (report: CycleReport): CycleMetric[] => [
  { name: 'improvements_deployed', value: report.improvements_deployed, unit: 'Count' },
  { name: 'improvements_rolled_back', value: report.improvements_rolled_back, unit: 'Count' },
  { name: 'impact_score_total', value: report.total_impact, unit: 'None' },
  { name: 'llm_tokens_used', value: report.cost.llm_tokens, unit: 'Count' },
  { name: 'cloudwatch_api_calls', value: report.cost.cloudwatch_api_calls, unit: 'Count' },
];

/**
 * The metrics of a cycle under the names of the requirements. With `previous`, the report that was published before: only what has been
 * added to it since, so that an amended report counts nothing twice (a promotion that was taken back later stays counted, as a rollback too).
 * `cycle_duration_seconds` is the whole; `cycle_active_seconds`, which the alarm watches, is without watching and approval.
 */
export const cycleMetrics = (report: CycleReport, previous?: CycleReport): CycleMetric[] => {
  if (previous !== undefined) {
    const before = counters(previous);
    return counters(report)
      .map((metric, index) => ({ ...metric, value: metric.value - (before[index]?.value ?? 0) }))
      .filter(({ value }) => value > 0);
  }
  return [
    { name: 'improvement_cycles_started', value: 1, unit: 'Count' },
    { name: 'improvement_cycles_completed', value: report.state === 'completed' ? 1 : 0, unit: 'Count' },
    { name: 'improvement_cycles_failed', value: report.state === 'failed' ? 1 : 0, unit: 'Count' },
    { name: 'cycle_duration_seconds', value: report.duration_seconds, unit: 'Seconds' },
    { name: 'cycle_active_seconds', value: report.active_seconds, unit: 'Seconds' },
    { name: 'opportunities_identified', value: report.opportunities_identified, unit: 'Count' },
    ...counters(report),
  ];
};
