const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** How long to wait before the next try: doubled each time, spread so that many pages do not come back at the same moment. */
export const pauseBefore = (attempt: number, random: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt) * (0.75 + random / 2);
