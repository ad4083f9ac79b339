import type { Opportunity } from '../../../../shared/domain/opportunity.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import { abstain } from '../../recipe.ts';
import { percent } from '../../wording.ts';

/** What a setting is and ought to be: MB or seconds. `why`: the measured numbers; `effect`: what to expect of it. */
export type ProposedSize = { readonly setting: 'memory' | 'timeout'; readonly now: number; readonly proposed: number; readonly why: string; readonly effect: string };

const STEP_MB = 64;
/** Half as much again as the most that was used. */
const HEADROOM = 1.5;
const MOST_MB = 10_240;
/** Twice what the slowest hundredth takes. */
const TIME_HEADROOM = 2;
const STEP_SECONDS = 5;
/** An HTTP API gives up after so long by itself (API Gateway's integration time-out). */
const HTTP_LIMIT_SECONDS = 29;
/** From this share of the time-out on, requests are cut off there, and how long they would take is not known. */
const CUT_OFF = 0.99;

/** Abstains where the evidence does not say what the size should be. */
export function proposedSize({ evidence }: Opportunity, { limits }: Target): ProposedSize {
  if (evidence.kind === 'memory') {
    const { memorySizeMb, memoryUsedMb, proposedMb, requests, usdPerMonth, waitingShare } = evidence;
    const waiting = waitingShare === undefined ? '' : ` ${percent(waitingShare)} of the time is spent waiting for calls.`;
    return {
      setting: 'memory', now: memorySizeMb, proposed: proposedMb,
      why: `${memoryUsedMb} of ${memorySizeMb} MB are the most that ${requests} requests ever used.${waiting}`,
      effect: `At public prices it costs $${usdPerMonth.proposed.toFixed(2)} a month instead of $${usdPerMonth.now.toFixed(2)}. Less memory is less processor too: requests may take longer, which is counted in.`,
    };
  }
  if (evidence.kind !== 'metric') return abstain('the evidence says nothing of memory or time-out');
  if (evidence.metric === 'memoryUtilisation') {
    const usedMb = Math.round(evidence.current * limits.memoryMb);
    const proposed = Math.min(MOST_MB, Math.ceil((usedMb * HEADROOM) / STEP_MB) * STEP_MB);
    if (proposed <= limits.memoryMb) abstain(`${limits.memoryMb} MB are as much as a function can have`);
    return {
      setting: 'memory', now: limits.memoryMb, proposed, why: `${usedMb} of ${limits.memoryMb} MB (${percent(evidence.current)}) are in use at the most, over ${evidence.requests} requests.`,
      effect: `It costs up to ${percent(proposed / limits.memoryMb - 1)} more where requests do not get quicker with the processor that comes with it. Where memory grows from request to request, this only puts off the end.`,
    };
  }
  if (evidence.metric !== 'durationUtilisation') return abstain(`neither memory nor time-out explains \`${evidence.metric}\``);
  if (evidence.current >= CUT_OFF) abstain('requests are cut off at the time-out: how long they would take is not known, and a longer one may only hide what stalls');
  const slowestSeconds = evidence.current * limits.timeoutSeconds;
  const proposed = Math.ceil((slowestSeconds * TIME_HEADROOM) / STEP_SECONDS) * STEP_SECONDS;
  if (proposed <= limits.timeoutSeconds || proposed > 900) abstain(`a time-out of ${proposed} s would not help`);
  if (proposed > HTTP_LIMIT_SECONDS && limits.timeoutSeconds <= HTTP_LIMIT_SECONDS) abstain(`${proposed} s is more than an HTTP API waits (${HTTP_LIMIT_SECONDS} s): whether anybody would still wait for the answer is not known`);
  return {
    setting: 'timeout', now: limits.timeoutSeconds, proposed, why: `The slowest hundredth of ${evidence.requests} requests takes ${slowestSeconds.toFixed(1)} s of the ${limits.timeoutSeconds} s allowed.`,
    effect: 'Requests that would have been cut off are answered. What stalls for good now costs up to the longer time.',
  };
}
