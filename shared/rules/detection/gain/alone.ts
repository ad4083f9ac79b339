import type { CallTally } from '../../../domain/version-slice.ts';

/** Milliseconds in which a request that makes these calls waits for nothing else, on average: overlapping calls count once, hidden ones not at all. */
export const aloneMsPerRequest = (call: Pick<CallTally, 'aloneUs' | 'requests'>): number => call.aloneUs / 1000 / Math.max(1, call.requests);
