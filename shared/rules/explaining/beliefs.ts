import type { Evidence } from '../../domain/evidence.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import { DETECTION_THRESHOLDS as LIMITS } from '../detection/detector.ts';
import { showCount, showPercent, showShare } from './figures.ts';
import { capital } from './capital.ts';
import { METRIC_TERMS } from './metric-terms.ts';

type Belief = readonly [because: string, otherwise: string];
type BeliefOf = { readonly [Kind in Evidence['kind']]: (evidence: Extract<Evidence, { kind: Kind }>) => Belief };

const requests = (count: number): string => `${showCount(count)} request${count === 1 ? '' : 's'}`;

const BELIEFS: BeliefOf = {
  calls: ({ call }) => [
    `${requests(call.requests)} of the window made such calls; the place and the shape are the same in all of them.`,
    `${call.callsPerRequest.p50 >= LIMITS.minCalls && call.distinctKeysPerRequest.p50 > 1 ? `Fewer than ${LIMITS.minCalls} such calls in the median request` : `Fewer than ${showShare(LIMITS.seenBeforeShare)} of them asking again for the same`}, or less than ${LIMITS.minGainPercent} % to gain.`,
  ],
  'sequential-waits': ({ requests: seen }) => [
    `In nearly all of ${requests(seen)} each of these calls began only after the one before had ended. Whether it needs that answer, only the code says.`,
    `Requests in which they overlap, or calls that take less than ${showShare(LIMITS.waitShare)} of the time.`,
  ],
  'stalled-call': ({ stalls, requests: seen }) => [`It did not come back in time ${showCount(stalls)} times in ${requests(seen)}, while usually it is quick.`, `Fewer than ${LIMITS.minTimeouts} stalls in the window.`],
  errors: ({ count }) => [
    `The same error from the same place in the code, ${showCount(count)} times; messages that differ in their values only count as one.`,
    `None for ${LIMITS.exceptionRecentHours} h, or at most ${LIMITS.exceptionsPerHour} an hour.`,
  ],
  metric: ({ metric, requests: seen }) => [
    metric.endsWith('Utilisation')
      ? `Over ${requests(seen)} that much of the limit was in use, or requests were turned away because of it.`
      : `It lasts: the evidence of many points, over ${requests(seen)}, was added up until chance could not explain it. One bad minute confirms nothing.`,
    `${capital(METRIC_TERMS[metric].label)} back at its usual level, or a new version that makes this one normal.`,
  ],
  cache: ({ hits, misses }) => [`${showCount(hits + misses)} look-ups were counted.`, `A hit rate above ${showShare(LIMITS.cacheHitRate)}, or fewer than ${showCount(LIMITS.cacheRequestsPerHour)} look-ups an hour.`],
  dependency: ({ calls }) => [`${showCount(calls)} calls of this shape were measured against their own past.`, 'Calls as quick, and failing as seldom, as before.'],
  growth: ({ exponent, requests: seen }) => [
    `Time against size over ${requests(seen)}: the whole interval of the exponent (${exponent.low.toFixed(2)} to ${exponent.high.toFixed(2)}) lies above growth in proportion.`,
    'Larger inputs that take time in proportion to their size.',
  ],
  'cold-starts': ({ coldStarts, requests: seen }) => [`${showCount(coldStarts)} of ${requests(seen)} began with a cold start.`, 'Fewer cold starts, or cold ones nearly as quick as warm ones.'],
  memory: ({ memoryUsedMb, requests: seen }) => [`No more than ${showCount(memoryUsedMb)} MB were used in any of ${requests(seen)}.`, 'One request that needs more memory than proposed.'],
  trend: ({ pValue, steps }) => [`A change point over ${steps.length} steps; shuffled at random, so large a change comes about with p = ${pValue.toPrecision(1)}.`, 'Steps back at the earlier level.'],
  'log-pattern': ({ what }) => [
    { new: 'No line of this form was logged before.', burst: 'Lines of this form are far more frequent than they used to be.', gone: 'Lines of this form used to come regularly, and stopped.' }[what],
    what === 'gone' ? 'The line coming back.' : 'The line becoming as seldom as before.',
  ],
};

/** Why an opportunity is believed and how firmly, and what would change the mind. */
export const beliefsOf = ({ evidence, confidence }: Pick<Opportunity, 'evidence' | 'confidence'>): string[] => {
  // The table's type says that each kind meets its own function; the compiler cannot see that through the index.
  const [because, otherwise] = (BELIEFS[evidence.kind] as (evidence: Evidence) => Belief)(evidence);
  return [because, `Confidence ${showPercent(confidence * 100)}${confidence < 0.7 ? ', below 70 %: the score is halved' : ''}.`, `What would change the mind: ${otherwise.charAt(0).toLowerCase()}${otherwise.slice(1)}`];
};
