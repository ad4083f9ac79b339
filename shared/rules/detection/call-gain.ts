import type { EvidenceWindow, SeenCalls } from './evidence-window.ts';
import { gainAtP95 } from './tally.ts';
import type { Tally } from '../../domain/target-state.ts';

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

/** Time a request spends waiting for these calls: what they take together, less what overlaps. */
export const wallMsPerRequest = (call: SeenCalls, concurrency: number): number => call.callUs / 1000 / Math.max(1, call.requests) / Math.max(1, concurrency);

/**
 * The share (0–1) of a call's time that a request would be spared without it. Where it overlaps others, only what it takes longer than
 * the longest of them; from the orders of waiting, which tell single calls only.
 */
export const unsharedShare = (call: SeenCalls, window: EvidenceWindow): number => {
  let [own, spared] = [0, 0];
  for (const wait of window.waits) {
    let first = 0;
    for (const stage of wait.order.split('>')) {
      const ids = stage.split('|');
      const place = ids.indexOf(call.id);
      const us = wait.waitUs.slice(first, first + ids.length);
      first += ids.length;
      if (place < 0) continue;
      own += us[place] ?? 0;
      spared += Math.max(0, (us[place] ?? 0) - Math.max(0, ...us.filter((_, other) => other !== place)));
    }
  }
  // Requests in which it was the only call are in no order: all of their time counts.
  const alone = Math.max(0, call.callUs - own);
  return call.callUs === 0 ? 1 : (spared + alone) / (own + alone);
};
