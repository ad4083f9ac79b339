import { judgeMinute } from '../../shared/rules/judge/judge-minute.ts';
import { JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { initialJudge } from '../../shared/rules/judge/judge-state.ts';
import { STABLE_FAILURES } from './grid-rows.ts';
import { seededRandom } from './random.ts';
import { NOISE, trafficOf } from './traffic.ts';

/** Minutes judged per second on one core, by the whole of `judgeMinute`: evidence, intervals and sentence included. The minutes are drawn beforehand. */
export function minutesPerSecond(minutesJudged: number): number {
  const claim = { on: 'latency', gain: 0.3 } as const;
  const settings = JudgeSettings.parse({ claim });
  const traffic = { requestsPerMinute: 600, noise: NOISE.nuisance, canaryLatency: 1, canaryFailures: STABLE_FAILURES, stableFailures: STABLE_FAILURES, margin: 0.1, claim };
  const source = trafficOf(seededRandom(1), traffic);
  const recorded = Array.from({ length: 110 }, (_, i) => source.minute(i, i < 5 ? 0.1 : 0.5));
  const judge = (count: number): void => {
    for (let done = 0; done < count; done += recorded.length) {
      let state = initialJudge(settings);
      for (const minute of recorded) state = judgeMinute(state, minute, settings).state;
    }
  };
  judge(minutesJudged / 10);
  const startMs = performance.now();
  judge(minutesJudged);
  return Math.round((1000 * minutesJudged) / (performance.now() - startMs));
}
