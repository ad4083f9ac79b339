import { advance, elapsedMinutes } from './advance.ts';
import { adviseWeight, decide } from './decide.ts';
import { degradationPercent } from './degradation.ts';
import type { JudgeSettings } from './judge-settings.ts';
import type { JudgeState } from './judge-state.ts';
import { metricEvidence } from './metric-evidence.ts';
import type { Minute } from './minute.ts';
import { sentence } from './sentence.ts';
import type { Verdict } from './verdict.ts';

/** The verdict that a state stands for, with its evidence. Needs no minute: what is stored can be explained at any time. */
export function verdictOf(state: JudgeState, settings: JudgeSettings): Verdict {
  const { kind, reason } = decide(state, settings);
  const evidence = metricEvidence(state, settings);
  return {
    kind,
    reason,
    minute: state.lastMinute,
    elapsedMinutes: elapsedMinutes(state),
    judgedMinutes: state.judgedMinutes,
    weight: adviseWeight(state, settings),
    evidence,
    degradationPercent: degradationPercent(state.totals),
    sentence: sentence(reason, state, settings, evidence),
  };
}

/**
 * Judges one complete minute of a release: takes it into the state and says what follows. Pure; applying a minute again, or an older
 * one, returns the state as it was. Store the state with a condition on its `lastMinute`.
 */
export function judgeMinute(state: JudgeState, minute: Minute, settings: JudgeSettings): { state: JudgeState; verdict: Verdict } {
  const next = advance(state, minute, settings);
  return { state: next, verdict: verdictOf(next, settings) };
}
