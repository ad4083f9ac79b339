import type { EvidenceWindow, SeenCalls } from './evidence-window.ts';
import { gainAtP95 } from './tally.ts';
import type { Tally } from '../../domain/version-slice.ts';

/**
 * By how many percent the target would get faster if the requests that make these calls were spared `savedMs` each on average.
 * The larger of two views: the p95 read again with those requests made faster in proportion, and the mean (for what happens too rarely, or
 * to requests too quick, to show in the p95). What few requests suffer weighs little in either.
 */
export const gainOfSaving = (window: EvidenceWindow, affected: { requests: number; requestUs: number; requestMs: Tally }, savedMs: number): number => {
  const meanMs = affected.requestUs / 1000 / Math.max(1, affected.requests);
  const savedShare = Math.max(0, Math.min(0.95, savedMs / Math.max(meanMs, 0.001)));
  const atP95 = gainAtP95(window.total.durations, affected.requestMs, 1 - savedShare);
  const savedUs = savedShare * affected.requestUs;
  const atMean = (savedUs / Math.max(1, window.total.durationUs)) * 100;
  return Math.round(Math.max(0, Math.min(95, Math.max(atP95, atMean))) * 10) / 10;
};

/** Milliseconds in which a request that makes these calls waits for nothing else, on average: overlapping calls count once, hidden ones not at all. */
export const aloneMsPerRequest = (call: SeenCalls): number => call.aloneUs / 1000 / Math.max(1, call.requests);
