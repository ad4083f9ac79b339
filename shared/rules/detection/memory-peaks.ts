import type { Instant } from '../../domain/instant.ts';
import type { TargetState } from '../../domain/target-state.ts';

const DAY_MS = 86_400_000;
const WEEK_DAYS = 7;

const dayOf = (at: Instant): number => Math.floor(at / DAY_MS);

/** Remembers the most memory that any request of a day (UTC) used, in place; for the last eight days. */
export const notePeak = (state: TargetState, at: Instant, usedMb: number): void => {
  const day = dayOf(at);
  const peaks = (state.memoryPeaks ??= {});
  if (usedMb <= (peaks[String(day)] ?? 0)) return;
  peaks[String(day)] = usedMb;
  const newest = Math.max(...Object.keys(peaks).map(Number));
  for (const known of Object.keys(peaks)) if (Number(known) < newest - WEEK_DAYS) delete peaks[known];
};

/** The most that was used in the last eight days, by any version; `undefined` until a week has been seen: what runs on Sundays only shows on Sundays. */
export const weekPeakMb = ({ memoryPeaks = {} }: Pick<TargetState, 'memoryPeaks'>, now: Instant): number | undefined => {
  const isWeekSeen = Object.keys(memoryPeaks).some((day) => Number(day) <= dayOf(now) - WEEK_DAYS);
  return isWeekSeen ? Math.max(...Object.values(memoryPeaks)) : undefined;
};
