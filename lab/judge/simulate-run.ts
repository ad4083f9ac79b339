import { advance } from '../../shared/rules/judge/advance.ts';
import { adviseWeight, decide } from '../../shared/rules/judge/decide.ts';
import type { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { initialJudge } from '../../shared/rules/judge/judge-state.ts';
import type { VerdictKind } from '../../shared/rules/judge/verdict.ts';
import type { Random } from './random.ts';
import type { Traffic } from './traffic.ts';
import { trafficOf } from './traffic.ts';

/** How one simulated release ended, and in which of its minutes (from 1, the burn-in included). */
export interface RunEnd {
  readonly kind: VerdictKind;
  readonly minute: number;
}

/** Watches one simulated release minute by minute, at the weight that the judge advises, for at most `minutes`. */
export function simulateRun(random: Random, traffic: Traffic, settings: JudgeSettings, minutes: number): RunEnd {
  const source = trafficOf(random, traffic);
  const before = Math.round(traffic.requestsPerMinute * 60);
  const informed = { ...settings, stableBefore: { requests: before, failures: random.binomial(before, traffic.stableFailures) } };
  let state = initialJudge(informed);
  let weight = settings.weights[0];
  for (let minute = 1; minute <= minutes; minute += 1) {
    state = advance(state, source.minute(minute, weight), settings);
    const { kind } = decide(state, settings);
    if (kind !== 'keep-watching') return { kind, minute };
    weight = adviseWeight(state, settings);
  }
  return { kind: 'keep-watching', minute: minutes };
}
