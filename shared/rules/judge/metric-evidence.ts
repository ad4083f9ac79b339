import { proven } from './gain.ts';
import { harmEvidence, requiredForHarm } from './harm.ts';
import type { JudgeSettings } from './judge-settings.ts';
import { phiInForce } from './judge-settings.ts';
import type { JudgeState } from './judge-state.ts';
import type { MetricEvidence } from './verdict.ts';
import { wilsonInterval } from './wilson-interval.ts';

/** e to this is still a finite number; the evidence itself is cut off there, its logarithm is not. */
const LARGEST_EXPONENT = 700;
const MIRRORED = { failures: ['failures', 'failures'], latency: ['slowMargin', 'slow'] } as const;
const CLAIM_EVENTS = { latency: ['slowClaim', 'slow'], failures: ['failures', 'failures'], 'slow-requests': ['slowClaim', 'slowClaim'] } as const;

/** Every test of a release with both rates and the evidence: harm first, then what promotion needs. */
export function metricEvidence(state: JudgeState, settings: JudgeSettings): MetricEvidence[] {
  const phi = phiInForce(settings);
  const harm = harmEvidence(state.harm);
  const passed = proven(state.best, settings);
  const { claim } = settings;

  const entry = (
    question: MetricEvidence['question'],
    metric: MetricEvidence['metric'],
    [canaryEvents, stableEvents]: readonly ['failures' | 'slowMargin' | 'slowClaim', 'failures' | 'slow' | 'slowClaim'],
    { logEvidence, required, reached, metricPhi }: { logEvidence: number; required: number; reached?: boolean; metricPhi: number },
  ): MetricEvidence => ({
    question,
    metric,
    canary: wilsonInterval(state.totals.canary[canaryEvents], state.totals.canary.requests, metricPhi),
    stable: wilsonInterval(state.totals.stable[stableEvents], state.totals.stable.requests, metricPhi),
    evidence: Math.exp(Math.min(logEvidence, LARGEST_EXPONENT)),
    required,
    logEvidence,
    logRequired: Math.log(required),
    reached: reached ?? logEvidence >= Math.log(required),
    phi: metricPhi,
    minutes: state.judgedMinutes,
  });

  const requiredHarm = requiredForHarm(settings);
  const required = settings.promotionEvidence;
  const tests = [
    entry('harm', 'failures', MIRRORED.failures, { logEvidence: harm.failures, required: requiredHarm, metricPhi: phi.failures }),
    entry('harm', 'latency', MIRRORED.latency, { logEvidence: harm.latency, required: requiredHarm, metricPhi: phi.latency }),
    entry('promotion', 'failures', MIRRORED.failures, { logEvidence: state.best.failures, required, reached: passed.failures, metricPhi: phi.failures }),
    entry('promotion', 'latency', MIRRORED.latency, { logEvidence: state.best.latency, required, reached: passed.latency, metricPhi: phi.latency }),
  ];
  if (claim === null) return tests;
  const metricPhi = claim.on === 'failures' ? phi.failures : phi.latency;
  return [...tests, entry('promotion', 'claim', CLAIM_EVENTS[claim.on], { logEvidence: state.best.claim, required, reached: passed.claim, metricPhi })];
}
