import type { Claim } from '../../shared/domain/claim.ts';
import type { Histogram } from '../../shared/domain/histogram.ts';
import { addHistogram, countDuration, quantileMs, slowerThan } from '../../shared/domain/histogram.ts';
import type { Release } from '../../shared/domain/release.ts';
import type { VersionTotals } from '../../lambdas/reporting/version-totals.ts';
import { judgeMinute } from '../../shared/rules/judge/judge-minute.ts';
import type { Counts } from '../../shared/rules/judge/minute.ts';
import { claimThresholdMs, JudgeSettings } from '../../shared/rules/judge/judge-settings.ts';
import { initialJudge } from '../../shared/rules/judge/judge-state.ts';
import type { Verdict } from '../../shared/rules/judge/verdict.ts';

/** When the simulated story begins. */
export const T0 = Date.UTC(2026, 10, 21, 16, 4, 5);

/** A version's behaviour: log-normal latency by its median, and a failure rate. */
export type Behaviour = { readonly medianMs: number; readonly failureRate: number };

/** A small generator of numbers between 0 and 1, the same for the same seed (mulberry32). */
export const seeded = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
};

const serve = (random: () => number, requests: number, { medianMs, failureRate }: Behaviour): { requests: number; failures: number; durations: Histogram } => {
  const durations: Histogram = {};
  let failures = 0;
  for (let index = 0; index < requests; index += 1) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    countDuration(durations, medianMs * Math.exp(0.45 * normal));
    if (random() < failureRate) failures += 1;
  }
  return { requests, failures, durations };
};

/** A release under simulated load, judged second by second by the real judge until it decides or `seconds` are over. */
export const simulateRelease = (options: {
  improvementId: string;
  stable: Behaviour;
  candidate: Behaviour;
  claim?: Claim;
  startsAt: number;
  versions: readonly [string, string];
  seconds?: number;
  requestsPerSecond?: number;
}): { release: Release; totals: { stable: VersionTotals; candidate: VersionTotals }; verdict: Verdict | undefined } => {
  const random = seeded(7 + options.startsAt % 1000);
  const cMs = options.stable.medianMs * Math.exp(0.45 * 1.645);
  const claim = options.claim ?? null;
  const settings = JudgeSettings.parse({ claim, burnInMinutes: 3, windowMinutes: options.seconds ?? 90, extensionMinutes: 0, weights: [0.2, 0.5] });
  const totals = { stable: { requests: 0, failures: 0, durations: {} as Histogram }, candidate: { requests: 0, failures: 0, durations: {} as Histogram } };
  const periods: Release['periods'] = [];
  const moments: Release['moments'] = [{ at: options.startsAt, what: 'exposed to 20 % of the traffic' }];
  let state = initialJudge(settings);
  let weight = 0.2;
  let verdict: Verdict | undefined;
  for (let second = 0; second < (options.seconds ?? 90); second += 1) {
    const total = Math.round((options.requestsPerSecond ?? 200) * (0.9 + 0.2 * random()));
    const toCandidate = Math.round(total * weight);
    const stable = serve(random, total - toCandidate, options.stable);
    const candidate = serve(random, toCandidate, options.candidate);
    for (const [sum, part] of [[totals.stable, stable], [totals.candidate, candidate]] as const) {
      sum.requests += part.requests;
      sum.failures += part.failures;
      addHistogram(sum.durations, part.durations);
    }
    const counts = ({ requests, failures, durations }: typeof stable): Counts => ({
      requests,
      failures,
      slow: slowerThan(durations, cMs),
      slowMargin: slowerThan(durations, 1.1 * cMs),
      slowClaim: slowerThan(durations, claimThresholdMs(claim, cMs)),
    });
    const judged = judgeMinute(state, { minute: second, weight, canary: counts(candidate), stable: counts(stable) }, settings);
    state = judged.state;
    verdict = judged.verdict;
    const figures = ({ requests, failures, durations }: typeof stable): Release['periods'][number]['stable'] => ({ requests, failures, p50Ms: quantileMs(durations, 0.5) ?? 0, p95Ms: quantileMs(durations, 0.95) ?? 0 });
    periods.push({
      startsAt: options.startsAt + 1000 * second,
      weight,
      stable: figures(stable),
      candidate: figures(candidate),
      logEvidence: Object.fromEntries(verdict.evidence.map((each) => [`${each.question}:${each.metric}`, each.logEvidence])),
    });
    const at = options.startsAt + 1000 * (second + 1);
    if (verdict.kind !== 'keep-watching') {
      moments.push({ at, what: verdict.kind === 'promote' ? 'promoted: all of the traffic to the new version' : 'rolled back: all of the traffic to the old version' });
      break;
    }
    if (verdict.weight !== weight) moments.push({ at, what: `ramped to ${100 * verdict.weight} % of the traffic` });
    ({ weight } = verdict);
  }
  return {
    release: {
      improvementId: options.improvementId,
      targetId: 'orders',
      functionName: 'orders',
      alias: 'live',
      stableVersion: options.versions[0],
      stableCommit: '4b1f0c2',
      candidateVersion: options.versions[1],
      weight: 0,
      ...(options.claim === undefined ? {} : { claim: options.claim }),
      latencyThresholdMs: cMs,
      phi: { failures: 2, latency: 1 },
      margin: 0.1,
      exposedAt: options.startsAt,
      stableBefore: { requests: 0, failures: 0 },
      weights: [0.2, 0.5],
      periodSeconds: 1,
      burnInSeconds: 3,
      windowSeconds: options.seconds ?? 90,
      extensionSeconds: 0,
      afterWatchSeconds: 90,
      beatAt: options.startsAt,
      moments,
      periods,
      verdict,
    },
    totals,
    verdict,
  };
};
