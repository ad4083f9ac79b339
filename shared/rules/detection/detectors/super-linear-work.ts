import type { VersionSlice } from '../../../domain/version-slice.ts';
import { affectedPerHour, confidenceOf, findingKey, severityOfGain, type Detector } from '../detector.ts';
import { estimatedGain, sureOfGain, type GainModel } from '../gain/estimated-gain.ts';
import { fitGrowth, type GrowthFit } from '../growth-fit.ts';

/** Sorting is n log n, which looks like a power of 1.1 to 1.2 over a few decades; what lies surely above this is nested. */
const LEAST_EXPONENT = 1.3;
const MEASURES = [['i', 'items'], ['b', 'bytes']] as const;

/**
 * Work whose own time (waiting for calls left out: calls that multiply are the N+1 detector's) grows faster than its input: the exponent's
 * lower bound lies above 1.3, over at least five sizes (each twice the one before) and a decade, by route. Gain: what the requests above the middle size would save if
 * their time grew in proportion from there, against all the target's time; at the size that one request in twenty exceeds, where a fifth of all requests
 * or more are of this route. Never quite sure: larger inputs may ask for other work.
 */
export const detectSuperLinearWork: Detector = (window, thresholds) =>
  Object.entries(window.total.growth ?? {}).flatMap(([route, tally]) => {
    for (const [measure, measuredIn] of MEASURES) {
      const fit = fitGrowth(tally, measure);
      if (fit === undefined || fit.exponent.low <= LEAST_EXPONENT) continue;
      const requests = fit.points.reduce((sum, point) => sum + point.requests, 0);
      const gain = estimatedGain(window, gainOfLinearWork(route, measure));
      if (gain.gainPercent < thresholds.minGainPercent) continue;
      return [{
        kind: 'super-linear-work' as const,
        key: findingKey('super-linear-work', [], route),
        title: `${route === '' ? 'Time' : `The time of ${route}`} grows as the power ${fit.exponent.value.toFixed(1)} of its input: ${timesLonger(fit)}`,
        severity: severityOfGain(gain.gainPercent),
        confidence: sureOfGain(confidenceOf(Math.min(0.85, 0.6 + (fit.exponent.low - LEAST_EXPONENT) / 2), requests, 50), gain),
        risk: 'medium' as const,
        ...gain,
        affectedUsersPerHour: affectedPerHour(window, requests / Math.max(1, window.total.records)),
        occurrencesPerDay: 24,
        evidence: { kind: 'growth' as const, ...(route === '' ? {} : { route }), exponent: fit.exponent, measuredIn, sizes: fit.points.slice(-24), requests },
      }];
    }
    return [];
  });

const timesLonger = ({ points, msAt }: GrowthFit): string => {
  const size = points.at(-1)?.size ?? 1;
  return `ten times the input takes ${Math.round(msAt(size) / msAt(size / 10))} times as long`;
};

const gainOfLinearWork = (route: string, measure: 'b' | 'i'): GainModel => (total) => {
  const fit = fitGrowth(total.growth?.[route] ?? {}, measure);
  if (fit === undefined) return undefined;
  const middle = sizeAtShare(fit, 0.5);
  const savedMs = (size: number): number => Math.max(0, fit.msAt(size) - fit.msAt(middle) * (size / middle));
  const saved = fit.points.reduce((sum, { size, requests }) => sum + (size > middle ? requests * savedMs(size) : 0), 0);
  const atMean = (saved * 100_000) / Math.max(1, total.durationUs);
  return { percent: Math.max(atMean, isCommon(fit, total) ? gainAtLargeSize(fit, savedMs) * ownShare(total) : 0) };
};

/** Of the requests' time, what is their own. */
const ownShare = ({ own: [, durationUs, ownUs] = [0, 0, 0] }: VersionSlice): number => ownUs / Math.max(1, durationUs);

const isCommon = ({ points }: GrowthFit, total: VersionSlice): boolean => points.reduce((sum, { requests }) => sum + requests, 0) >= 0.2 * total.records;

const gainAtLargeSize = (fit: GrowthFit, savedMs: (size: number) => number): number => {
  const size = sizeAtShare(fit, 0.95);
  return (savedMs(size) / fit.msAt(size)) * 100;
};

const sizeAtShare = ({ points }: GrowthFit, share: number): number => {
  const rank = share * points.reduce((sum, { requests }) => sum + requests, 0);
  let seen = 0;
  return points.find(({ requests }) => (seen += requests) >= rank)?.size ?? 1;
};
