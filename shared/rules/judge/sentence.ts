import { elapsedMinutes } from './advance.ts';
import type { JudgeSettings } from './judge-settings.ts';
import type { JudgeState } from './judge-state.ts';
import type { MetricEvidence, Reason } from './verdict.ts';

const percent = (rate: number): string => `${(100 * rate).toFixed(rate < 0.0995 ? 2 : 1)} %`;
const shown = (evidence: number): string => (evidence < 10 ? evidence.toFixed(1) : evidence >= 1e6 ? evidence.toExponential(0) : Math.round(evidence).toString());

const what = (metric: 'failures' | 'latency' | 'claim', { margin, claim }: JudgeSettings): string => {
  if (metric === 'latency') return `slower than ${percentOf(1 + margin)} of the old p95 (old version: than the p95 itself)`;
  if (metric === 'failures' || claim === null || claim.on === 'failures') return 'failed';
  return claim.on === 'latency'
    ? `slower than ${percentOf(1 - claim.gain / 2)} of the old p95 (old version: than the p95 itself)`
    : `slower than ${claim.thresholdMs} ms`;
};
const percentOf = (factor: number): string => `${Math.round(100 * factor)} %`;

const compare = (test: MetricEvidence, settings: JudgeSettings): string =>
  `${percent(test.canary.rate)} of the canary's ${test.canary.requests} requests against ${percent(test.stable.rate)} of the old version's ${test.stable.requests} ` +
  `${what(test.metric, settings)}; evidence ${shown(test.evidence)}, needed ${shown(test.required)}`;

/** One sentence a person can read: what was decided, from which numbers. */
export function sentence(reason: Reason, state: JudgeState, settings: JudgeSettings, tests: readonly MetricEvidence[]): string {
  const minutes = `${elapsedMinutes(state)} min`;
  const find = (question: MetricEvidence['question'], metric: MetricEvidence['metric']): string => {
    const test = tests.find((each) => each.question === question && each.metric === metric);
    return test === undefined ? '' : compare(test, settings);
  };
  const missing = tests.filter(({ question, reached }) => question === 'promotion' && !reached).map(({ metric }) => metric);
  const control = settings.control === 'before' ? ' Compared with the time before, for want of a control.' : '';
  switch (reason) {
    case 'harm-failures':
      return `More failures than tolerated after ${minutes}: ${find('harm', 'failures')}.${control}`;
    case 'harm-latency':
      return `Slower than tolerated after ${minutes}: ${find('harm', 'latency')}.${control}`;
    case 'harm-together':
      return `Failures and latency together are worse than tolerated after ${minutes}: ${find('harm', 'failures')}; ${find('harm', 'latency')}.${control}`;
    case 'flood-of-failures':
      return `A flood of failures in the burn-in: ${state.burnInCanary.failures} of the canary's first ${state.burnInCanary.requests} requests failed.`;
    case 'silent-canary':
      return `The canary has stopped answering: at its weight, so many requests to the old version without one to the canary are no accident (chance e^${state.silence.toFixed(0)}).`;
    case 'telemetry-missing':
      return `No telemetry of either version for ${state.blank.missing + state.blank.idle} minutes: nobody is looking, so the old version takes over.`;
    case 'window-over':
      return `Not proven in ${minutes}: no harm was found, but the evidence on ${missing.join(', ')} is too small. This is no success.${control}`;
    case 'proven':
      return `Good enough after ${minutes}: ${tests.some(({ metric }) => metric === 'claim') ? find('promotion', 'claim') : find('promotion', 'latency')}; no harm found.${control}`;
    case 'burn-in':
      return `Burn-in: the first ${settings.burnInMinutes} minutes only guard against a flood of failures.`;
    case 'extended':
      return `The window of ${settings.windowMinutes} min has been extended once; still open: ${missing.join(', ')}.`;
    case 'watching':
      return `No harm found after ${minutes}; still open: ${missing.join(', ')}.`;
  }
}
