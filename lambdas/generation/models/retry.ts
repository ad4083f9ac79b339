import type { Instant } from '../../../shared/domain/instant.ts';
import type { Clock } from '../../../shared/ports/clock.ts';
import { ModelError, NO_USAGE, type Model, type ModelAnswer, type ModelRequest, type ModelUsage } from '../../../shared/ports/model.ts';
import type { BreakerDoor } from './breaker-door.ts';
import { countsAsFailure, type CallOutcome } from './breaker.ts';

export type RetryTerms = {
  readonly clock: Clock;
  /** 0–1, for the jitter. */
  readonly random: () => number;
  /** How often an attempt that may be tried again is. */
  readonly retries?: number;
  /** By when all is over, waiting included. */
  readonly deadline?: Instant;
  /** A provider that asks for a longer wait is not waited for. */
  readonly mostRetryAfterMs?: number;
  readonly breaker?: BreakerDoor;
};

/**
 * What came of a call with all its attempts. `spent`: the tokens that were told, by the failed attempts too. `unknown`: how many attempts may have used
 * tokens and told none (no whole answer came, or one without a count): who pays counts each as what was reserved for one.
 */
export type Conversed = { readonly attempts: number; readonly spent: ModelUsage; readonly unknown: number } & ({ readonly ok: true; readonly answer: ModelAnswer } | { readonly ok: false; readonly error: ModelError });

/** Three more tries, 2^attempt seconds apart, as the requirements have it (003, 3.2). */
const RETRIES = 3;
const MOST_RETRY_AFTER_MS = 60_000;
/** With less time than this left, no model answers: it is not asked. */
const LEAST_ATTEMPT_MS = 1000;

/**
 * Asks a model, and again when that may help: after a throttle, an outage or a time-out, at most `retries` times. Waits 2^n seconds before retry n + 1,
 * of which the latter half is left to chance so that callers who failed together do not come back together (as in "Exponential Backoff and Jitter", AWS
 * Architecture Blog, 2015); or as long as the provider asks for, when that is longer. Gives up at once when the request itself is at fault, when the
 * provider asks for more than `mostRetryAfterMs`, when the breaker is open or when the deadline leaves no time. Each attempt has the request's
 * `timeoutMs`, or what is left until the deadline. Never throws for what a model does.
 */
export const converseWithRetries = async (model: Model, request: ModelRequest, terms: RetryTerms): Promise<Conversed> => {
  const { clock, random, retries = RETRIES, deadline = Infinity, mostRetryAfterMs = MOST_RETRY_AFTER_MS, breaker } = terms;
  let spent = NO_USAGE;
  let unknown = 0;
  let last: ModelError | undefined;
  for (let attempt = 0; ; attempt += 1) {
    const leftMs = deadline - clock.now();
    if (leftMs < LEAST_ATTEMPT_MS) return { ok: false, error: new ModelError('timed-out', `${model.id} was not asked${attempt === 0 ? '' : ' again'}: the time for this is up.`, { cause: last }), attempts: attempt, spent, unknown };
    const entrance = (await breaker?.enter()) ?? { ok: true };
    if (!entrance.ok) return { ok: false, error: shut(model.id, entrance.retryAt - clock.now(), last), attempts: attempt, spent, unknown };

    const tried = await once(model, { ...request, timeoutMs: Math.min(request.timeoutMs, leftMs) }, breaker);
    const attempts = attempt + 1;
    const usage = tried.ok ? tried.answer.usage : tried.error.usage;
    spent = sum(spent, usage ?? NO_USAGE);
    if (usage === undefined && (tried.ok || mayHaveUsedTokens(tried.error))) unknown += 1;
    await breaker?.leave(tried.ok ? 'answered' : outcomeOf(tried.error, leftMs < request.timeoutMs));
    if (tried.ok) return { ok: true, answer: tried.answer, attempts, spent, unknown };

    const waitMs = waitBefore(attempt, tried.error, random());
    const isHopeless = attempt >= retries || !mayBeTriedAgain(tried.error) || (tried.error.retryAfterMs ?? 0) > mostRetryAfterMs || clock.now() + waitMs + LEAST_ATTEMPT_MS > deadline;
    if (isHopeless) return { ok: false, error: tried.error, attempts, spent, unknown };
    last = tried.error;
    await clock.sleep(waitMs);
  }
};

const once = async (model: Model, request: ModelRequest, breaker: BreakerDoor | undefined): Promise<{ readonly ok: true; readonly answer: ModelAnswer } | { readonly ok: false; readonly error: ModelError }> => {
  try {
    return { ok: true, answer: await model.converse(request) };
  } catch (error) {
    if (error instanceof ModelError) return { ok: false, error };
    await breaker?.leave('withdrawn');
    throw error;
  }
};

/** A model that was given less time than is due to it has not failed by needing more. */
const outcomeOf = (error: ModelError, wasShort: boolean): CallOutcome => {
  if (wasShort && error.code === 'timed-out') return 'withdrawn';
  return countsAsFailure(error) ? 'failed' : 'answered';
};

const mayBeTriedAgain = ({ code }: ModelError): boolean => code === 'throttled' || code === 'unavailable' || code === 'timed-out';

/** Who is turned away at the door is not charged. An outage may have begun in the middle of an answer. */
const mayHaveUsedTokens = ({ code }: ModelError): boolean => code === 'unavailable' || code === 'timed-out';

const waitBefore = (attempt: number, { retryAfterMs = 0 }: ModelError, chance: number): number => Math.max(retryAfterMs, 1000 * 2 ** attempt * (0.5 + chance / 2));

const shut = (id: string, retryAfterMs: number, cause: ModelError | undefined): ModelError =>
  new ModelError('unavailable', `${id} failed too often in a row${cause === undefined ? '' : ` (${cause.message})`} and is left alone for another ${Math.ceil(retryAfterMs / 1000)} s.`, { retryAfterMs, cause });

const sum = (a: ModelUsage, b: ModelUsage): ModelUsage => ({
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  cacheReadTokens: a.cacheReadTokens + b.cacheReadTokens,
  cacheWriteTokens: a.cacheWriteTokens + b.cacheWriteTokens,
});
