import type { TargetState } from '../../domain/target-state.ts';

/** Evidence of a change for the worse from which on a metric is looked at each minute: well before it is confirmed, and above what noise keeps it at. */
const UNEASY = 2;

/** Whether evidence is building up in one of a target's metrics. */
export const isUneasy = ({ metrics }: Pick<TargetState, 'metrics'>): boolean => Object.values(metrics).some(({ alarm }) => alarm > UNEASY);
