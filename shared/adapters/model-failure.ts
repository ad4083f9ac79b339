import { ModelError, NO_USAGE, type ModelUsage } from '../ports/model.ts';

/** What an endpoint answered instead of an answer. `said`: its words, fit to be shown. */
export type Failure = { readonly status: number; readonly said: string; readonly retryAfterMs?: number | undefined };

const TOO_LONG = /context.?(length|window|size)|(prompt|input|request|message)s? (is|are|was|were)? ?too (long|large)|too many (input |prompt )?tokens|maximum (input|prompt|context)|trying to keep the first \d+ tokens|exceeds? (the|this)? ?(model'?s? )?(maximum|available|limit).{0,40}(context|tokens)|reduce the length/i;
const OUT_OF_MEANS = /insufficient.?(quota|credit|funds|balance)|exceeded your current quota|billing|payment/i;

/** Is it the prompt's length that a refusal is about? */
export const isTooLong = (said: string): boolean => TOO_LONG.test(said);

/** Time-outs behind a gateway, and a model that failed at it: it had begun. */
const HAD_BEGUN: ReadonlySet<number> = new Set([408, 424, 504]);

/** What a failure with this status has used: nothing, where providers charge for answers only. */
export const usageOfFailure = (status: number): { readonly usage?: ModelUsage } => (status < 300 || HAD_BEGUN.has(status) ? {} : { usage: NO_USAGE });

/** A failed answer as the error that says who may do what about it. `who` names model and endpoint. */
export const failureOf = (who: string, { status, said, retryAfterMs }: Failure): ModelError => {
  const words = said === '' ? '' : `: ${said}`;
  const told = `${who} answered ${status}${words}`;
  const options = { retryAfterMs, ...usageOfFailure(status) };
  if (status >= 300 && status < 400) return new ModelError('denied', `${told}. Redirects are not followed: set the base URL to where the API is.`, options);
  if (status === 413 || (status >= 400 && isTooLong(said))) return new ModelError('too-long', `${told}. Ask for less, or raise the context window that the endpoint gives this model.`, options);
  if (status === 402 || (status === 429 && OUT_OF_MEANS.test(said))) return new ModelError('denied', `${told}. The account has no means left for this.`, options);
  if (status === 429) return new ModelError('throttled', `${told}.`, options);
  if (status === 401 || status === 403) return new ModelError('denied', `${told}. Check the key, and that it may use this model.`, options);
  if (status === 404 || status === 405) return new ModelError('denied', `${told}. It does not know the model, or this is not the address of its API.`, options);
  if (status === 408) return new ModelError('timed-out', `${told}.`, options);
  if (status === 409 || status === 425 || status >= 500 || status < 300) return new ModelError('unavailable', `${told}.`, options);
  return new ModelError('refused', `${told}.`, options);
};
