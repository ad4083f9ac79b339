import { isFlood } from './flood.ts';
import { addGain, gainEvidence, isProven, raiseBest } from './gain.ts';
import { addHarm, findHarm } from './harm.ts';
import type { JudgeSettings } from './judge-settings.ts';
import type { Ended, JudgeState, Sums } from './judge-state.ts';
import type { Counts, Minute } from './minute.ts';
import { NO_COUNTS } from './minute.ts';
import { addBlank, addSilence, isBlind, isSilent } from './silence.ts';

const addCounts = (sums: Sums, counts: Counts): Sums => ({
  requests: sums.requests + counts.requests,
  failures: sums.failures + counts.failures,
  slow: sums.slow + counts.slow,
  slowMargin: sums.slowMargin + counts.slowMargin,
  slowClaim: sums.slowClaim + counts.slowClaim,
  p95Requests: sums.p95Requests + (counts.p95Ms === undefined ? 0 : counts.requests),
  p95MsSum: sums.p95MsSum + (counts.p95Ms ?? 0) * counts.requests,
});

const addFailing = (past: JudgeState['stablePast'], { requests, failures }: Counts): JudgeState['stablePast'] => ({
  requests: past.requests + requests,
  failures: past.failures + failures,
});

/** Whole minutes since exposure, this one included. */
export const elapsedMinutes = ({ firstMinute, lastMinute }: Pick<JudgeState, 'firstMinute' | 'lastMinute'>): number =>
  firstMinute === null || lastMinute === null ? 0 : lastMinute - firstMinute + 1;

function whyEnded(state: JudgeState, settings: JudgeSettings): Ended | null {
  const isBurningIn = elapsedMinutes(state) <= settings.burnInMinutes;
  if (isBurningIn && isFlood(state)) return 'flood-of-failures';
  if (isBlind(state)) return 'telemetry-missing';
  const harm = findHarm(state.harm, settings);
  if (harm !== null) return harm;
  if (settings.control === 'concurrent' && isSilent(state.silence)) return 'silent-canary';
  const isOver = elapsedMinutes(state) >= settings.windowMinutes + settings.extensionMinutes;
  return isOver && !isProven(state.best, settings) ? 'window-over' : null;
}

/**
 * Takes one minute into the state. A minute that is not later than the last one judged changes nothing, and neither does any minute
 * after the judgement has ended; so retries and replays are harmless.
 */
export function advance(state: JudgeState, minute: Minute, settings: JudgeSettings): JudgeState {
  if (state.ended !== null || (state.lastMinute !== null && minute.minute <= state.lastMinute)) return state;
  const canary = minute.canary ?? NO_COUNTS;
  const stable = minute.stable ?? NO_COUNTS;
  const isSeen = minute.canary !== null || minute.stable !== null;
  const firstMinute = state.firstMinute ?? minute.minute;
  const isBurnIn = minute.minute - firstMinute < settings.burnInMinutes;
  const gapMinutes = state.lastMinute === null ? 0 : minute.minute - state.lastMinute - 1;

  const noticed: JudgeState = {
    ...state,
    firstMinute,
    lastMinute: minute.minute,
    seen: isSeen ? { minutes: state.seen.minutes + 1, requests: state.seen.requests + canary.requests + stable.requests } : state.seen,
    blank: addBlank(state.blank, minute, gapMinutes),
    stablePast: addFailing(state.stablePast, stable),
  };
  const next = isBurnIn ? { ...noticed, burnInCanary: addFailing(state.burnInCanary, canary) } : weigh(noticed, minute, state, settings);
  const why = whyEnded(next, settings);
  return why === null ? next : { ...next, ended: { why, minute: minute.minute } };
}

/** A minute after the burn-in: the sums, the silence, and, when both versions had requests, the evidence. */
function weigh(noticed: JudgeState, minute: Minute, before: JudgeState, settings: JudgeSettings): JudgeState {
  const canary = minute.canary ?? NO_COUNTS;
  const stable = minute.stable ?? NO_COUNTS;
  const next = {
    ...noticed,
    totals: { canary: addCounts(before.totals.canary, canary), stable: addCounts(before.totals.stable, stable) },
    silence: addSilence(before.silence, minute),
  };
  if (canary.requests === 0 || stable.requests === 0) return next;
  const gain = addGain(before.gain, canary, stable, before.stablePast, settings);
  return {
    ...next,
    judgedMinutes: before.judgedMinutes + 1,
    harm: addHarm(before.harm, canary, stable, settings),
    gain,
    best: raiseBest(before.best, gainEvidence(gain)),
  };
}
