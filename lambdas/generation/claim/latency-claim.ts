import type { Claim } from '../../../shared/domain/claim.ts';
import { abstain, type RecipeInput } from '../recipe.ts';
import { learnedShare } from './learned.ts';

/** Of what the arithmetic promises, this share is claimed: queueing, connections and the rest of the request stay. */
const MODESTY = 0.6;
/** From this share of the target's requests on, those that improve make up enough of its slowest twentieth to move the p95. */
const MOVES_THE_P95 = 0.2;
/** Less than this is not worth a release, and nearly impossible to prove. */
const LEAST_GAIN = 0.05;
const MOST_GAIN = 0.7;

export type Saving = {
  /** Milliseconds that one affected request gets back. */
  readonly savedMs: number;
  /** Of the affected requests. */
  readonly requestMs: { readonly p50: number; readonly p95: number };
  readonly shareOfRequests: number;
};

/**
 * What a saving of time may honestly claim. Where many requests are affected: their relative saving at the median, made
 * modest, on the target's latency. Where few are: on the requests slower than the middle between the affected requests' old
 * and new median, because the p95 of all would hardly show it. Abstains when it is too little to prove.
 */
export function latencyClaim(saving: Saving, input: RecipeInput, recipe: string): Claim {
  const { savedMs, requestMs, shareOfRequests } = saving;
  const relative = requestMs.p50 > 0 ? Math.max(0, Math.min(1, savedMs / requestMs.p50)) : 0;
  const gain = hundredths(Math.min(MOST_GAIN, relative * MODESTY * learnedShare(input.lessons, recipe, input.target.id)));
  if (gain < LEAST_GAIN) abstain(`the measured calls promise ${Math.round(relative * 100)} % less latency at most, too little to prove`);
  const middleMs = Math.round(requestMs.p50 - savedMs / 2);
  return shareOfRequests >= MOVES_THE_P95 || middleMs <= 0 ? { on: 'latency', gain } : { on: 'slow-requests', gain, thresholdMs: middleMs };
}

const hundredths = (share: number) => Math.round(share * 100) / 100;
