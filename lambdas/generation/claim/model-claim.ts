import type { Claim } from '../../../shared/domain/claim.ts';
import type { RecipeInput } from '../recipe.ts';
import { isFailure } from './is-failure.ts';
import { learnedShare } from './learned.ts';
import { requestTimes, type RequestTimes } from './request-times.ts';

/** Nobody has worked out what a model's change saves: of what the detector thinks possible, half is claimed. */
const MODESTY = 0.5;
/** These failures should go altogether; how many others there are is not known. */
const FAILURES_GAIN = 0.5;
const LEAST_GAIN = 0.05;
const MOST_GAIN = 0.6;
/** As for recipes: where fewer requests are concerned, the p95 of all would hardly show it. */
const MOVES_THE_P95 = 0.2;

/**
 * What a model's change may honestly claim, from the evidence alone, lowered by what became of this model's earlier claims here. `undefined` where the
 * evidence promises too little to be held to: then the judge only asks that nothing gets worse.
 */
export function modelClaim({ opportunity, target, lessons }: Pick<RecipeInput, 'opportunity' | 'target' | 'lessons'>, author: string): Claim | undefined {
  const learned = learnedShare(lessons, author, target.id);
  if (isFailure(opportunity)) return { on: 'failures', gain: hundredths(FAILURES_GAIN * learned) };
  const gain = hundredths(Math.min(MOST_GAIN, (opportunity.gainPercent / 100) * MODESTY * learned));
  if (gain < LEAST_GAIN || !SPEAKS_OF_TIME.has(opportunity.evidence.kind)) return undefined;
  const times = requestTimes(opportunity.evidence);
  return times === undefined || times.shareOfRequests >= MOVES_THE_P95 ? { on: 'latency', gain } : { on: 'slow-requests', gain, thresholdMs: thresholdOf(times, gain) };
}

const SPEAKS_OF_TIME: ReadonlySet<string> = new Set(['calls', 'sequential-waits', 'dependency', 'growth', 'cache', 'metric', 'trend']);

/** The middle between the old median of the requests concerned and the new one. */
const thresholdOf = ({ p50Ms }: RequestTimes, gain: number): number => Math.max(1, Math.round(p50Ms * (1 - gain / 2)));

const hundredths = (share: number): number => Math.round(share * 100) / 100;
