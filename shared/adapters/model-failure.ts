import { ModelError, NO_USAGE } from '../ports/model.ts';

/** What an endpoint answered instead of an answer. `said`: its words, fit to be shown. */
export type Failure = { readonly status: number; readonly said: string; readonly retryAfterMs?: number | undefined };

const TOO_LONG = /context.?(length|window|size)|(prompt|input|request|message)s? (is|are|was|were)? ?too (long|large)|too many (input |prompt )?tokens|maximum (input|prompt|context)|trying to keep the first \d+ tokens|exceeds? (the|this)? ?(model'?s? )?(maximum|available|limit).{0,40}(context|tokens)|reduce the length/i;
const OUT_OF_MEANS = /insufficient.?(quota|credit|funds|balance)|exceeded your current quota|billing|payment/i;

/** Is it the prompt's length that a refusal is about? */
export const isTooLong = (said: string): boolean => TOO_LONG.test(said);

/** Answered in front of the model, by what spreads the requests: it was not asked, and nobody pays. */
const BEFORE_THE_MODEL: ReadonlySet<number> = new Set([502, 503, 529]);

/** What a failure with this status has used, where that is certain. */
export const usageOfFailure = (status: number): { readonly usage?: typeof NO_USAGE } => (BEFORE_THE_MODEL.has(status) ? { usage: NO_USAGE } : {});

/** A failed answer as the error that says who may do what about it. `who` names model and endpoint. */
export const failureOf = (who: string, { status, said, retryAfterMs }: Failure): ModelError => {
  const words = said === '' ? '' : `: ${said}`;
  const told = `${who} answered ${status}${words}`;
  const options = { retryAfterMs };
  if (status >= 300 && status < 400) return new ModelError('denied', `${told}. Redirects are not followed: set the base URL to where the API is.`);
  if (status === 413 || (status >= 400 && isTooLong(said))) return new ModelError('too-long', `${told}. Ask for less, or raise the context window that the endpoint gives this model.`);
  if (status === 402 || (status === 429 && OUT_OF_MEANS.test(said))) return new ModelError('denied', `${told}. The account has no means left for this.`);
  if (status === 429) return new ModelError('throttled', `${told}.`, options);
  if (status === 401 || status === 403) return new ModelError('denied', `${told}. Check the key, and that it may use this model.`);
  if (status === 404 || status === 405) return new ModelError('denied', `${told}. It does not know the model, or this is not the address of its API.`);
  if (status === 408) return new ModelError('timed-out', `${told}.`, options);
  if (status === 409 || status === 425 || status >= 500 || status < 300) return new ModelError('unavailable', `${told}.`, { ...options, ...usageOfFailure(status) });
  return new ModelError('refused', `${told}.`);
};
