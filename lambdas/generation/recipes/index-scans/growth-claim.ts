import type { Claim } from '../../../../shared/domain/claim.ts';
import type { Evidence } from '../../../../shared/domain/evidence.ts';
import { learnedShare } from '../../claim/learned.ts';
import { abstain, type RecipeInput } from '../../recipe.ts';
import { percent } from '../../wording.ts';

type Growth = Extract<Evidence, { kind: 'growth' }>;

/** Of what is saved if time grew in proportion, this share is claimed: the loop may not be all that grows. */
const MODESTY = 0.5;
const LEAST_GAIN = 0.05;
const MOST_GAIN = 0.7;
/** The size that one request in twenty exceeds. */
const LARGE = 0.95;

/** The sizes that the claim speaks of, and the times measured there. */
export type GrowthSaving = { readonly middle: number; readonly large: number; readonly largeMs: number; readonly proportionalMs: number };

/** What a large request would take if its time had grown in proportion from the middle size on. Sizes in the evidence's measure, times in milliseconds. */
export function growthSaving({ sizes }: Growth): GrowthSaving {
  const middle = atShare(sizes, 0.5);
  const large = atShare(sizes, LARGE);
  if (middle === undefined || large === undefined || large.size <= middle.size) return abstain('requests of different sizes are too few to say what is saved');
  return { middle: middle.size, large: large.size, largeMs: large.ms, proportionalMs: middle.ms * (large.size / middle.size) };
}

/** Claimed on the slow requests, which are the large ones; the threshold is the middle between a large request's time and the one expected. */
export function growthClaim({ largeMs, proportionalMs }: GrowthSaving, input: RecipeInput, recipe: string): Claim {
  const relative = largeMs > 0 ? Math.max(0, 1 - proportionalMs / largeMs) : 0;
  const gain = Math.round(Math.min(MOST_GAIN, relative * MODESTY * learnedShare(input.lessons, recipe, input.target.id)) * 100) / 100;
  if (gain < LEAST_GAIN) abstain(`large requests would be ${percent(relative)} quicker at most, too little to prove`);
  return { on: 'slow-requests', gain, thresholdMs: Math.max(1, Math.round((largeMs + proportionalMs) / 2)) };
}

/** The bucket in which that share of the requests, in order of size, ends. */
function atShare(sizes: Growth['sizes'], share: number): Growth['sizes'][number] | undefined {
  const rank = share * sizes.reduce((sum, { requests }) => sum + requests, 0);
  let seen = 0;
  return sizes.find(({ requests }) => (seen += requests) >= rank);
}
