import { judgeMinute } from '../../../shared/rules/judge/judge-minute.ts';
import { JudgeSettings } from '../../../shared/rules/judge/judge-settings.ts';
import type { JudgeState } from '../../../shared/rules/judge/judge-state.ts';
import { initialJudge } from '../../../shared/rules/judge/judge-state.ts';
import type { Counts, Minute } from '../../../shared/rules/judge/minute.ts';
import type { Verdict } from '../../../shared/rules/judge/verdict.ts';

/** Counts of a healthy minute: .1 % failing, 5 % above the p95, 3.3 % above 1.1 times that. */
export const healthy = (requests: number, differing: Partial<Counts> = {}): Counts => ({
  requests,
  failures: Math.round(requests * 0.001),
  slow: Math.round(requests * 0.05),
  slowMargin: Math.round(requests * 0.033),
  slowClaim: Math.round(requests * 0.05),
  ...differing,
});

/** A minute of 6,000 requests at 10 %, both versions alike; a test varies one thing. */
export const minuteOf = (minute: number, { canary = healthy(600), stable = healthy(5400), weight = 0.1 }: Partial<Minute> = {}): Minute => ({
  minute,
  weight,
  canary,
  stable,
});

export const settingsOf = (differing: Partial<JudgeSettings> = {}): JudgeSettings => ({ ...JudgeSettings.parse({}), ...differing });

/** Judges minutes in turn, up to and with the first verdict that ends the release. */
export function judgeAll(minutes: Iterable<Minute>, settings: JudgeSettings): { state: JudgeState; verdict: Verdict } {
  let state = initialJudge(settings);
  let last: { state: JudgeState; verdict: Verdict } | undefined;
  for (const minute of minutes) {
    last = judgeMinute(state, minute, settings);
    state = last.state;
    if (last.verdict.kind !== 'keep-watching') break;
  }
  if (last === undefined) throw new Error('no minutes to judge');
  return last;
}

/** `count` minutes from 0, each made by `make`. */
export const minutes = (count: number, make: (minute: number) => Minute = minuteOf): Minute[] => Array.from({ length: count }, (_, i) => make(i));
