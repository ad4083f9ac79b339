import type { Evidence } from '../../domain/evidence.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { onsetOf } from './evidence-onset.ts';

const HOUR_MS = 3_600_000;
const BEFORE_ONSET_MS = 2 * HOUR_MS;
const WITHOUT_ONSET_MS = 3 * HOUR_MS;
const MOST_MS = 26 * HOUR_MS;
/** Periods are read one by one: of short ones a shorter time is looked at. */
const MOST_PERIODS = 1600;

/**
 * What stretch of time shows an opportunity: from two hours before its onset, or the last three hours where none is known, to the last
 * complete period (of what was not seen any more: to an hour after it was last seen). At most 26 hours; an older onset lies before the view.
 */
export const viewBounds = (evidence: Evidence, lastSeenAt: number, state: Pick<TargetState, 'errors' | 'periodsUntil' | 'completeUntil' | 'openPeriods'>): { from: number; until: number } => {
  const until = Math.min(state.periodsUntil > 0 ? state.periodsUntil : state.completeUntil, lastSeenAt + HOUR_MS);
  const onset = onsetOf(evidence, state.errors);
  const wanted = onset === undefined ? until - WITHOUT_ONSET_MS : Math.min(onset - BEFORE_ONSET_MS, until - HOUR_MS / 2);
  const periodMs = (state.openPeriods.at(-1)?.seconds ?? 60) * 1000;
  return { from: Math.max(0, wanted, until - MOST_MS, until - MOST_PERIODS * periodMs), until };
};
