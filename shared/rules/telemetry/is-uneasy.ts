import type { TargetState } from '../../domain/target-state.ts';

/** Evidence of a change for the worse from which on a metric is looked at each minute: a third of what confirms it, and above what noise keeps it at. */
const UNEASY = 5;

/** For so long after a metric became unusual it is worth a closer look. */
const FRESH_MS = 10 * 60_000;

/** Whether evidence is building up in one of a target's metrics, or one has just become unusual. */
export const isUneasy = ({ metrics, anomalies, completeUntil }: Pick<TargetState, 'metrics' | 'anomalies' | 'completeUntil'>): boolean =>
  Object.values(metrics).some((metric) => metric !== undefined && metric.evidence > UNEASY) ||
  Object.values(anomalies).some((scored) => scored?.last !== undefined && completeUntil - scored.last.at < FRESH_MS);
