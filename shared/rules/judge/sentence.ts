import { elapsedMinutes } from './advance.ts';
import type { JudgeSettings } from './judge-settings.ts';
import type { JudgeState } from './judge-state.ts';
import type { MetricEvidence, Reason } from './verdict.ts';

const share = (rate: number): string => `${(100 * rate).toFixed(rate < 0.0995 ? 2 : 1)} %`;
const factor = (value: number): string => `${Math.round(100 * value)} %`;
const many = (evidence: number): string => {
  if (evidence >= 1e6) return `10^${Math.floor(Math.log10(evidence))}`;
  return evidence < 10 ? evidence.toFixed(1) : String(Math.round(evidence));
};
const lasting = (periods: number, { periodSeconds }: JudgeSettings): string => {
  const seconds = Math.round(periods * periodSeconds);
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
};

/** What the counted requests of a test did. */
function deed(metric: MetricEvidence['metric'], { margin, claim }: JudgeSettings): string {
  if (metric === 'failures' || (metric === 'claim' && claim?.on === 'failures')) return 'failed';
  if (metric === 'claim' && claim?.on === 'slow-requests') return `took longer than ${claim.thresholdMs} ms`;
  const limit = metric === 'claim' ? 1 - (claim?.gain ?? 0) / 2 : 1 + margin;
  return `took longer than ${factor(limit)} of the old p95 (the old version's: longer than that p95)`;
}

const compare = (test: MetricEvidence, settings: JudgeSettings): string =>
  `${share(test.canary.rate)} of the canary's ${test.canary.requests} requests against ${share(test.stable.rate)} of the old version's ${test.stable.requests} ` +
  `${deed(test.metric, settings)}; evidence ${many(test.evidence)}, needed ${many(test.required)}`;

/** One sentence a person can read: what was decided, from which numbers. */
export function sentence(reason: Reason, state: JudgeState, settings: JudgeSettings, tests: readonly MetricEvidence[]): string {
  const time = lasting(elapsedMinutes(state), settings);
  const say = (question: MetricEvidence['question'], metric: MetricEvidence['metric']): string =>
    tests.filter((test) => test.question === question && test.metric === metric).map((test) => compare(test, settings)).join('');
  const open = (): string => tests.filter(({ question, reached }) => question === 'promotion' && !reached).map(({ metric }) => metric).join(', ');
  const { burnInCanary, blank } = state;
  const told: Record<Reason, () => string> = {
    'harm-failures': () => `More failures than tolerated after ${time}: ${say('harm', 'failures')}.`,
    'harm-latency': () => `Slower than tolerated after ${time}: ${say('harm', 'latency')}.`,
    'harm-together': () => `Failures and latency together are worse than tolerated after ${time}: ${say('harm', 'failures')}; ${say('harm', 'latency')}.`,
    'flood-of-failures': () => `A flood of failures in the burn-in: ${burnInCanary.failures} of the canary's first ${burnInCanary.requests} requests failed.`,
    'silent-canary': () => `The canary has fallen silent: at its weight, so many requests to the old version without one to the canary are no accident.`,
    'telemetry-missing': () => `No telemetry of either version for ${lasting(blank.missing + blank.idle, settings)}: nobody is looking, so the old version takes over.`,
    'window-over': () => `Not proven in ${time}: no harm was found, but the evidence is too small on ${open()}; this is no success.`,
    proven: () => `Good enough after ${time}: ${say('promotion', settings.claim === null ? 'latency' : 'claim')}; no harm found.`,
    'burn-in': () => `Burn-in: the first ${lasting(settings.burnInMinutes, settings)} only guard against a flood of failures.`,
    extended: () => `The window of ${lasting(settings.windowMinutes, settings)} was extended once; still open: ${open()}.`,
    watching: () => `No harm found after ${time}; still open: ${open()}.`,
  };
  return told[reason]() + (settings.control === 'before' ? ' Compared with the time before, for want of a concurrent control.' : '');
}
