import type { Instant } from '../../domain/instant.ts';
import type { JudgedPeriod, Release } from '../../domain/release.ts';
import type { ReleaseView } from '../../domain/views/release-view.ts';
import { questionOf, readVerdict, thresholdsOf } from '../judge/evidence-thresholds.ts';
import { wilsonInterval } from '../judge/wilson-interval.ts';

type Served = JudgedPeriod['stable'];
type Side = ReleaseView['totals']['stable'];
type Curve = ReleaseView['evidence'][number];

/** Each question in the words of its curve, and what reaching the height means. */
const QUESTIONS: Readonly<Record<string, Pick<Curve, 'label' | 'means'>>> = {
  'harm failures': { label: 'More failures than tolerated', means: 'harm' },
  'harm latency': { label: 'Slower than tolerated', means: 'harm' },
  'promotion failures': { label: 'Not more failures', means: 'no-harm' },
  'promotion latency': { label: 'Not slower', means: 'no-harm' },
  'promotion claim': { label: 'What was claimed', means: 'gain' },
};

/** A release as doors show it: both versions period by period, the judge's curves with the heights at which they decide, and its last word. */
export const releaseView = (release: Release): ReleaseView => {
  const { functionName, alias, stableVersion, candidateVersion, branch, commit, mergeCommit, weight, exposedAt, watchedUntil, periodSeconds, claim, periods, moments } = release;
  const phi = release.phi.failures;
  return {
    functionName, alias, stableVersion, candidateVersion, branch, commit, mergeCommit, weight, exposedAt, watchedUntil, periodSeconds, claim, moments,
    periods: periods.map(({ startsAt, weight: share, stable, candidate }) => ({ at: startsAt, weight: share, stable: sideOf(stable, phi), candidate: sideOf(candidate, phi) })),
    totals: { stable: sideOf(sumOf(periods.map(({ stable }) => stable)), phi), candidate: sideOf(sumOf(periods.map(({ candidate }) => candidate)), phi) },
    evidence: evidenceCurves(release),
    verdict: readVerdict(release.verdict)?.sentence,
  };
};

/**
 * The share of failures with its 95 % Wilson interval, the sample counted as requests over φ as the judge does. Of a sum there are no percentiles:
 * those of parts do not add up.
 */
const sideOf = ({ requests, failures, p50Ms, p95Ms }: Served, phi: number): Side => {
  const { rate, low, high } = wilsonInterval(failures, requests, Math.max(1, phi));
  return { requests, failures, failureRate: { value: rate, low, high }, p50Ms, p95Ms };
};

const sumOf = (served: readonly Served[]): Served => ({ requests: served.reduce((sum, { requests }) => sum + requests, 0), failures: served.reduce((sum, { failures }) => sum + failures, 0) });

/** One curve a question that was asked: natural logarithms of the evidence at the end of each period. */
const evidenceCurves = ({ periods, periodSeconds, verdict }: Release): Curve[] => {
  const thresholds = thresholdsOf(readVerdict(verdict));
  const names = [...new Set(periods.flatMap(({ logEvidence }) => Object.keys(logEvidence)))];
  return names.map((name) => {
    const { question, metric } = questionOf(name);
    const points = periods.flatMap(({ startsAt, logEvidence }): [Instant, number][] => {
      const value = logEvidence[name];
      return value === undefined ? [] : [[Math.round(startsAt + periodSeconds * 1000), value]];
    });
    return { name, ...(QUESTIONS[`${question} ${metric}`] ?? { label: name, means: question === 'harm' ? 'harm' : 'gain' }), decidesAt: Math.log(thresholds[question]), points };
  });
};
