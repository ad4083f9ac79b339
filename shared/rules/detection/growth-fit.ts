import type { GrowthTally } from '../../domain/version-slice.ts';
import { t95 } from './gain/jackknife.ts';

/** Typical own time of the requests of one size: geometric means. */
export type SizePoint = { readonly size: number; readonly requests: number; readonly ms: number };
/** Own time grows as size to this power. `points`: those that it was read from, in order of size. */
export type GrowthFit = { readonly exponent: { readonly value: number; readonly low: number; readonly high: number }; readonly points: readonly SizePoint[]; readonly msAt: (size: number) => number };

const FEWEST_REQUESTS = 20;
const FEWEST_SIZES = 4;
const LEAST_SPAN = 10;
/** Below twice the time of the smallest inputs it is the fixed part of the work that is seen. */
const GROWN = 2;
const HUNDREDTHS = 100;

type Point = SizePoint & { readonly logSize: number; readonly logUs: number; readonly variance: number };

/** The sizes of which enough requests were seen, of one measure (`b` bytes, `i` items). */
export const sizePoints = (tally: GrowthTally, measure: 'b' | 'i'): Point[] =>
  Object.entries(tally).flatMap(([bucket, [requests, logSizes, logTimes, squares]]): Point[] => {
    if (!bucket.startsWith(measure) || requests < FEWEST_REQUESTS) return [];
    const [logSize, logUs] = [logSizes / requests / HUNDREDTHS, logTimes / requests / HUNDREDTHS];
    const variance = Math.max(0, squares / requests / HUNDREDTHS ** 2 - logUs ** 2);
    return [{ size: Math.exp(logSize), requests, ms: Math.exp(logUs) / 1000, logSize, logUs, variance: variance / requests }];
  }).sort((a, b) => a.logSize - b.logSize);

/**
 * How own time grows with size: the slope of log time over log size, by least squares over the sizes, with Student's t from how the sizes
 * scatter about the line (at least from how requests of one size scatter). A fixed part of the work flattens the small end, so sizes go from
 * there while their time is below twice the smallest's and enough sizes remain; with a fixed part left in it, the slope is too small and
 * never too large. `undefined` where fewer than four sizes, or less than a decade of them, were seen often enough.
 */
export const fitGrowth = (tally: GrowthTally, measure: 'b' | 'i'): GrowthFit | undefined => {
  const all = sizePoints(tally, measure);
  const smallest = all[0]?.ms ?? 0;
  let points = all;
  while (isWide(points.slice(1)) && (points[0]?.ms ?? 0) < GROWN * smallest) points = points.slice(1);
  return isWide(points) ? fitLine(points) : undefined;
};

const isWide = (points: readonly Point[]): boolean => points.length >= FEWEST_SIZES && (points.at(-1)?.size ?? 0) >= LEAST_SPAN * (points[0]?.size ?? Number.POSITIVE_INFINITY);

const fitLine = (points: readonly Point[]): GrowthFit => {
  const count = points.length;
  const meanX = points.reduce((sum, { logSize }) => sum + logSize, 0) / count;
  const meanY = points.reduce((sum, { logUs }) => sum + logUs, 0) / count;
  const sxx = points.reduce((sum, { logSize }) => sum + (logSize - meanX) ** 2, 0);
  const value = points.reduce((sum, { logSize, logUs }) => sum + (logSize - meanX) * (logUs - meanY), 0) / sxx;
  const scatter = points.reduce((sum, { logSize, logUs }) => sum + (logUs - meanY - value * (logSize - meanX)) ** 2, 0) / (count - 2);
  const within = points.reduce((sum, { variance }) => sum + variance, 0) / count;
  const reach = t95(count - 2) * Math.sqrt(Math.max(scatter, within) / sxx);
  return {
    exponent: { value, low: value - reach, high: value + reach },
    points: points.map(({ size, requests, ms }) => ({ size, requests, ms })),
    msAt: (size) => Math.exp(meanY + value * (Math.log(size) - meanX)) / 1000,
  };
};
