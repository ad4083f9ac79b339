import * as z from 'zod';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { ModelError } from '../../../shared/ports/model.ts';

/** A model that failed this often in a row is left alone … */
const MOST_FAILURES = 5;
/** … for this long; then one call may see whether it is back. */
const OPEN_MS = 30_000;
/** Longer than a call takes. Who was let in to see and has not told by then, died on the way; the next one goes. */
const PROBE_MS = 90_000;

/** What is remembered of one model of one provider. `openedAt`: since when it is left alone; `probeAt`: when one call was let in to see. */
export const BreakerState = z.object({ failures: z.number().int().nonnegative(), openedAt: z.number().optional(), probeAt: z.number().optional() });
export type BreakerState = z.infer<typeof BreakerState>;

export const CLOSED: BreakerState = { failures: 0 };

export type Entrance = { readonly admitted: true; readonly state: BreakerState } | { readonly admitted: false; readonly retryAt: Instant; readonly state: BreakerState };

/**
 * May a call go to the model now? Each that was admitted has to `leave`. The state that comes back is to be kept before the call is made:
 * it is by the kept `probeAt` that only one call goes to see.
 */
export const enter = (state: BreakerState, now: Instant): Entrance => {
  if (state.openedAt === undefined) return { admitted: true, state };
  const [since, waitMs] = state.probeAt === undefined ? [state.openedAt, OPEN_MS] : [state.probeAt, PROBE_MS];
  const retryAt = since + waitMs;
  // What was kept by a clock that ran ahead would otherwise hold until then.
  const isRunning = now < retryAt && now > since - waitMs;
  return isRunning ? { admitted: false, retryAt, state } : { admitted: true, state: { ...state, probeAt: now } };
};

/** What became of a call that was admitted. `withdrawn`: it says nothing about the model, which was not asked or not given its time. */
export type CallOutcome = 'answered' | 'failed' | 'withdrawn';

/** What a call that was admitted found. Late news from before it opened change nothing, but for an answer: that one shows that it is back. */
export const leave = (state: BreakerState, outcome: CallOutcome, now: Instant): BreakerState => {
  if (outcome === 'answered') return CLOSED;
  if (outcome === 'withdrawn') return state.openedAt === undefined ? state : { failures: state.failures, openedAt: state.openedAt };
  if (state.openedAt !== undefined) return state.probeAt === undefined ? state : { failures: state.failures, openedAt: now };
  const failures = state.failures + 1;
  return failures < MOST_FAILURES ? { failures } : { failures, openedAt: now };
};

/** Is the model left alone at this moment? Asks without going in. */
export const isOpen = (state: BreakerState, now: Instant): boolean => !enter(state, now).admitted;

/** Does an error speak against the model? One that refuses a request, or cannot hold it, has answered. */
export const countsAsFailure = (error: ModelError): boolean => error.code !== 'refused' && error.code !== 'too-long';
