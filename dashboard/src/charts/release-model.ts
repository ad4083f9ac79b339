import type { ReleaseView } from '../../../shared/domain/views/release-view.ts';
import { milliseconds, number, percent } from '../components/numbers.ts';
import { formatClock, formatMoment, formatPercent } from './format-measure.ts';
import type { BandPoint, LinePoint } from './paths.ts';
import { niceTicks } from './scale.ts';

export type Version = 'stable' | 'candidate';
type Period = ReleaseView['periods'][number];

/** Evidence at one decade each: E = 1, 10, 100 … */
const DECADE = Math.LN10;
/** Below a hundredth nothing is told apart: it only says that the evidence speaks against. */
const LEAST_EVIDENCE = -2 * DECADE;

const middle = ({ at }: Period, { periodSeconds }: ReleaseView): number => at + periodSeconds * 500;

/** p95 of a version, period by period; unknown where nothing was served. */
export const latencyOf = (release: ReleaseView, version: Version): LinePoint[] => release.periods.map((period) => [middle(period, release), period[version].p95Ms ?? null]);

const Z = 1.96;

/** Wilson's interval of a share at 95 % (E. B. Wilson, 1927), of a sample that counts for `weight` requests: never below 0 or above 1. */
const shareInterval = (share: number, weight: number): readonly [number, number] => {
  const scale = 1 + (Z * Z) / weight;
  const middle = (share + (Z * Z) / (2 * weight)) / scale;
  const half = (Z / scale) * Math.sqrt((share * (1 - share)) / weight + (Z * Z) / (4 * weight * weight));
  return [share === 0 ? 0 : Math.max(0, middle - half), share === 1 ? 1 : Math.min(1, middle + half)];
};

/**
 * For how much each request counts, 0–1: failures that come in bursts tell less than as many that come alone, and the interval of the totals knows how
 * much less. Solved from its upper bound h: (h − p)² = z² h (1 − h) / n.
 */
const weightOfOne = ({ requests, failureRate: { value, high } }: Period['stable']): number =>
  requests === 0 || high <= value || high >= 1 ? 1 : Math.min(1, (Z * Z * high * (1 - high)) / ((high - value) ** 2 * requests));

/**
 * The share of failures of a version since the first traffic, at the end of each period, with its 95 % interval: of one period alone there are too few
 * requests to tell versions apart. Unknown until something was served.
 */
export const failuresOf = (release: ReleaseView, version: Version): { readonly rate: LinePoint[]; readonly interval: BandPoint[] } => {
  const rate: LinePoint[] = [];
  const interval: BandPoint[] = [];
  const weight = weightOfOne(release.totals[version]);
  let requests = 0;
  let failures = 0;
  for (const period of release.periods) {
    const at = middle(period, release);
    requests += period[version].requests;
    failures += period[version].failures;
    rate.push([at, requests === 0 ? null : failures / requests]);
    interval.push(requests === 0 ? [at, null, null] : [at, ...shareInterval(failures / requests, requests * weight)]);
  }
  return { rate, interval };
};

/** From zero to a little more than the most that was seen; the wide intervals of the first requests are cut off, so that the later ones can be read. */
export const failureTicks = (release: ReleaseView): number[] => {
  const both = [failuresOf(release, 'stable'), failuresOf(release, 'candidate')];
  const last = both.map(({ interval }) => interval.at(-1)?.[2] ?? 0);
  const settled = both.flatMap(({ rate }) => rate.slice(Math.floor(rate.length / 4)).map(([, value]) => value ?? 0));
  return niceTicks(0, Math.min(1, Math.max(0.002, 1.15 * Math.max(...last, ...settled))), 3);
};

export const latencyTicks = ({ periods }: ReleaseView): number[] => niceTicks(0, Math.max(1, ...periods.flatMap(({ stable, candidate }) => [stable.p95Ms ?? 0, candidate.p95Ms ?? 0])));

type Curve = ReleaseView['evidence'][number];

/** Beyond so many times what is needed nothing is decided any more: a curve that climbs further leaves the picture. */
const BEYOND = 2 * DECADE;

/** Decades from a hundredth, or the least there is, to above the height at which is decided. */
export const evidenceTicks = (curves: readonly Curve[]): number[] => {
  const needed = Math.max(DECADE, ...curves.map(({ decidesAt }) => decidesAt));
  const heights = curves.flatMap(({ points }) => points.map(([, height]) => height));
  const low = Math.max(LEAST_EVIDENCE, Math.min(-DECADE, ...heights));
  const high = Math.min(needed + BEYOND, Math.max(needed, ...heights) * 1.08);
  const first = Math.floor(low / DECADE + 1e-9);
  const last = Math.ceil(high / DECADE);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * DECADE);
};

const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Evidence as the factor that it is: `0.1×`, `20×`, `10⁶×`. `height` is its natural logarithm. */
export const formatEvidence = (height: number): string => {
  const decades = height / DECADE;
  if (decades >= 5) return `10${String(Math.floor(decades + 1e-9)).replaceAll(/\d/gu, (digit) => RAISED.charAt(Number(digit)))}×`;
  if (decades < -2.01) return '< 0.01×';
  return `${Math.exp(height).toLocaleString('en-US', { maximumSignificantDigits: 2 })}×`;
};

/** Each curve with what it is drawn as: shown no lower than the axis begins. */
export const curvePoints = ({ points }: Curve): LinePoint[] => points.map(([at, height]) => [at, Math.max(height, LEAST_EVIDENCE)]);

/** From the first to the last thing that is drawn; at least one period wide. */
export const spanOf = (release: ReleaseView): readonly [number, number] => {
  const starts = [...release.periods.map(({ at }) => at), ...(release.exposedAt === undefined ? [] : [release.exposedAt])];
  const from = Math.min(...starts, ...release.moments.map(({ at }) => at));
  const ends = release.periods.map(({ at }) => at + release.periodSeconds * 1000);
  const to = Math.max(...ends, ...release.moments.map(({ at }) => at));
  return Number.isFinite(from) ? [from, Math.max(to, from + release.periodSeconds * 1000)] : [0, 1];
};

const sideInWords = (name: string, { requests, failureRate, p95Ms }: Period['stable']): string =>
  requests === 0 ? `${name}: no requests` : `${name}: ${percent(failureRate.value)} failed (${percent(failureRate.low)}–${percent(failureRate.high)})${p95Ms === undefined ? '' : `, p95 ${milliseconds(p95Ms)}`}, ${number(requests)} requests`;

/** One period in words. */
export const sayPeriod = (release: ReleaseView, index: number): string => {
  const period = release.periods[index];
  if (!period) return '';
  return `${formatClock(period.at, release.periodSeconds < 60)} · ${sideInWords('stable', period.stable)} · ${sideInWords('candidate', period.candidate)} · weight ${formatPercent(period.weight * 100)}`;
};

/** p95 in the typical period: the median over all that served anything. (Percentiles of periods do not add up to one of the whole.) */
export const typicalP95Ms = ({ periods }: ReleaseView, version: Version): number | undefined => {
  const known = periods.map((period) => period[version].p95Ms).filter((ms) => ms !== undefined).toSorted((one, other) => one - other);
  return known[known.length >> 1];
};

/** What the whole comes to, in a sentence. */
export const sayRelease = (release: ReleaseView): string => {
  const { totals: { stable, candidate }, periods, weight } = release;
  if (periods.length === 0) return 'No period is complete yet.';
  const [old, tried] = [typicalP95Ms(release, 'stable'), typicalP95Ms(release, 'candidate')];
  const latency = old !== undefined && tried !== undefined ? `p95 typically ${milliseconds(tried)} against ${milliseconds(old)}; ` : '';
  return `Candidate against stable, over ${number(candidate.requests)} and ${number(stable.requests)} requests: ${latency}${percent(candidate.failureRate.value)} against ${percent(stable.failureRate.value)} failed. The candidate gets ${percent(weight)} of the traffic.`;
};

/** Where the judge stands on one question, in a sentence. */
export const sayCurve = ({ label: written, means, decidesAt, points }: Curve): string => {
  const label = written.charAt(0).toUpperCase() + written.slice(1);
  const most = points.length === 0 ? undefined : Math.max(...points.map(([, height]) => height));
  const last = points.at(-1)?.[1];
  if (most === undefined || last === undefined) return `${label}: no evidence yet.`;
  const decided = most >= decidesAt;
  const verdict = means === 'harm' ? (decided ? 'enough to take it back' : 'not enough to take it back') : decided ? 'shown' : 'not shown yet';
  return `${label}: ${formatEvidence(last)} of ${formatEvidence(decidesAt)} needed, ${verdict}.`;
};

/** The periods as cells of a table. */
export const releaseTable = (release: ReleaseView): { readonly columns: readonly string[]; readonly rows: readonly (readonly string[])[] } => {
  const cells = ({ requests, failureRate, p95Ms }: Period['stable']): string[] => [number(requests), requests === 0 ? '–' : `${percent(failureRate.value)} (${percent(failureRate.low)}–${percent(failureRate.high)})`, p95Ms === undefined ? '–' : milliseconds(p95Ms)];
  return {
    columns: ['From', 'Weight', 'Stable requests', 'Stable failed (95 %)', 'Stable p95', 'Candidate requests', 'Candidate failed (95 %)', 'Candidate p95'],
    rows: release.periods.map((period) => [formatMoment(period.at, release.periodSeconds < 60), formatPercent(period.weight * 100), ...cells(period.stable), ...cells(period.candidate)]),
  };
};
