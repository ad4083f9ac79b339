import { expect } from 'vitest';

const PATIENCE_MS = 10_000;

/** What a page shows, as soon as it shows it: what was clicked is drawn a moment later. */
export const seen = <Value>(read: () => Promise<Value>): ReturnType<typeof expect.poll<Value>> => expect.poll(read, { timeout: PATIENCE_MS });
