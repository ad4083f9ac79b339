import * as z from 'zod';
import type { JudgeSettings } from './judge-settings.ts';
import { NO_LIKELIHOODS, RATE_RATIOS } from './rate-ratio.ts';

const likelihoods = z.array(z.number()).length(RATE_RATIOS.length).readonly();
const sums = z.object({
  requests: z.number(),
  failures: z.number(),
  slow: z.number(),
  slowMargin: z.number(),
  slowClaim: z.number(),
  p95Requests: z.number(),
  p95MsSum: z.number(),
});
export type Sums = z.infer<typeof sums>;
const failing = z.object({ requests: z.number(), failures: z.number() });

/** Why a judgement is over for good. */
export const Ended = z.enum(['harm-failures', 'harm-latency', 'harm-together', 'flood-of-failures', 'silent-canary', 'telemetry-missing', 'window-over']);
export type Ended = z.infer<typeof Ended>;

/**
 * All the judge remembers of a release: plain JSON, a few dozen finite numbers and the last minute judged.
 * `harm` and `gain` hold log likelihoods; `best` the highest log evidence each promotion test has ever had.
 * `seen`: minutes with telemetry and their requests. `stablePast`: all that is known of the stable version's failures, from before exposure too.
 * `silence`: log chance that a healthy canary would have had no request since its last. `blank`: minutes in a row without both sides.
 */
export const JudgeState = z.object({
  version: z.literal(1),
  firstMinute: z.number().int().nullable(),
  lastMinute: z.number().int().nullable(),
  judgedMinutes: z.number().int(),
  seen: z.object({ minutes: z.number().int(), requests: z.number() }),
  stablePast: failing,
  burnInCanary: failing,
  totals: z.object({ canary: sums, stable: sums }),
  harm: z.object({ failures: likelihoods, latency: likelihoods }),
  gain: z.object({ claim: likelihoods, latency: likelihoods, failures: z.number() }),
  best: z.object({ claim: z.number(), latency: z.number(), failures: z.number() }),
  silence: z.number(),
  blank: z.object({ missing: z.number().int(), idle: z.number().int() }),
  ended: z.object({ why: Ended, minute: z.number().int() }).nullable(),
});
export type JudgeState = z.infer<typeof JudgeState>;

export const NO_SUMS: Sums = { requests: 0, failures: 0, slow: 0, slowMargin: 0, slowClaim: 0, p95Requests: 0, p95MsSum: 0 };
const NO_FAILING = { requests: 0, failures: 0 };

/** The state before the first minute. The settings are given with each minute; only the past failures of the stable version start in here. */
export const initialJudge = ({ stableBefore }: Pick<JudgeSettings, 'stableBefore'>): JudgeState => ({
  version: 1,
  firstMinute: null,
  lastMinute: null,
  judgedMinutes: 0,
  seen: { minutes: 0, requests: 0 },
  stablePast: stableBefore ?? NO_FAILING,
  burnInCanary: NO_FAILING,
  totals: { canary: NO_SUMS, stable: NO_SUMS },
  harm: { failures: NO_LIKELIHOODS, latency: NO_LIKELIHOODS },
  gain: { claim: NO_LIKELIHOODS, latency: NO_LIKELIHOODS, failures: 0 },
  best: { claim: 0, latency: 0, failures: 0 },
  silence: 0,
  blank: { missing: 0, idle: 0 },
  ended: null,
});
