import type { JudgeState } from './judge-state.ts';
import type { Minute } from './minute.ts';

/** What is less likely than this is not put down to chance. */
const LOG_NOT_CHANCE = Math.log(1e-4);
const BLANK_MINUTES = 3;

/** Log chance that none of `stableRequests` requests would have gone to a canary with this weight, on top of the silence before. */
export function addSilence(silence: number, { weight, canary, stable }: Minute): number {
  if ((canary?.requests ?? 0) > 0) return 0;
  return silence + (stable?.requests ?? 0) * Math.log1p(-Math.min(weight, 0.999));
}

/** A canary without requests is suspect only when chance does not explain it: `(1 − w)^(stable requests since its last) < 10⁻⁴`. */
export const isSilent = (silence: number): boolean => silence < LOG_NOT_CHANCE;

/**
 * Counts minutes in a row in which neither version has telemetry (`missing`, gaps included) or neither has traffic (`idle`).
 * A gap that is long enough by itself stays counted although telemetry is back: nobody was looking.
 */
export function addBlank(blank: JudgeState['blank'], { canary, stable }: Minute, gapMinutes: number): JudgeState['blank'] {
  const missing = blank.missing + gapMinutes;
  if (canary === null && stable === null) return { missing: missing + 1, idle: blank.idle };
  if ((canary?.requests ?? 0) + (stable?.requests ?? 0) === 0) return { missing, idle: blank.idle + 1 };
  return missing >= BLANK_MINUTES ? { missing, idle: blank.idle } : { missing: 0, idle: 0 };
}

/**
 * Nobody is looking: three minutes in a row without telemetry for both versions. Minutes without traffic count too, but only when
 * the traffic so far makes them unbelievable (`e^(−requests per minute × idle minutes) < 10⁻⁴`), so that a target at rest is left alone.
 */
export function isBlind({ blank, seen }: Pick<JudgeState, 'blank' | 'seen'>): boolean {
  if (blank.missing >= BLANK_MINUTES) return true;
  if (blank.missing + blank.idle < BLANK_MINUTES) return false;
  const perMinute = seen.requests / Math.max(1, seen.minutes - blank.idle);
  return -perMinute * blank.idle < LOG_NOT_CHANCE;
}
