import type { TargetState } from '../../domain/target-state.ts';

/** Evidence of a change for the worse from which on a metric is looked at each minute: a third of what confirms it, and above what noise keeps it at. */
const UNEASY = 5;

/** Whether evidence is building up in one of a target's metrics. */
export const isUneasy = ({ metrics }: Pick<TargetState, 'metrics'>): boolean => Object.values(metrics).some((metric) => metric !== undefined && metric.evidence > UNEASY);
