import { systemClock } from './system-clock.ts';

const FIRST_MS = 10;
const LONGEST_MS = 1000;

/** Waits before an attempt that another writer got ahead of: longer each time, by chance, so that those who met do not meet again. */
export const jitteredPause = (attempt: number): Promise<void> => systemClock.sleep(Math.random() * Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt));
