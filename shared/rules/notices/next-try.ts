const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;

/** For how long a notice is tried, in all. */
export const GIVE_UP_AFTER_MS = 24 * 3_600_000;

/**
 * Milliseconds to the next try after `attempts` that failed: five seconds, then twice as long each time up to an hour, and of that a part by chance between
 * half and all (`random` in [0, 1)), so that notices that failed together do not come back together. A receiver that says how long to wait is believed, up to an hour.
 */
export const waitMs = (attempts: number, random: number, askedMs?: number): number =>
  Math.max(Math.min(askedMs ?? 0, LONGEST_MS), Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempts - 1, 20)) * (0.5 + random / 2)));
