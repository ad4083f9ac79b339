import type { GrowthTally } from '../../domain/version-slice.ts';
import { t95 } from './gain/jackknife.ts';

/** Typical own time of the requests of one size: geometric means. */
export type SizePoint = { readonly size: number; readonly requests: number; readonly ms: number };
/** Own time is a fixed part and one that grows as size to this power. `points`: what it was read from, in order of size; `msAt`: what it says. */
export type GrowthFit = { readonly exponent: { readonly value: number; readonly low: number; readonly high: number }; readonly points: readonly SizePoint[]; readonly msAt: (size: number) => number };

const FEWEST_REQUESTS = 20;
const FEWEST_SIZES = 5;
const PARAMETERS = 3;
/** Sizes that agree by accident are no proof: relative error of a typical time, whatever the requests say. */
const SMALLEST_SCATTER = 0.03;
const LEAST_SPAN = 10;
const LARGEST_EXPONENT = 4;
const EXPONENT_STEP = 0.02;
const HUNDREDTHS = 100;

/** `variance`: of the mean of the logarithm, from how requests of this size differ. */
type Point = SizePoint & { readonly variance: number };

/** The sizes of which enough requests were seen, of one measure (`b` bytes, `i` items). */
const sizePoints = (tally: GrowthTally, measure: 'b' | 'i'): Point[] =>
  Object.entries(tally).flatMap(([bucket, [requests, logSizes, logTimes, squares]]): Point[] => {
    if (!bucket.startsWith(measure) || requests < FEWEST_REQUESTS) return [];
    const [logSize, logUs] = [logSizes / requests / HUNDREDTHS, logTimes / requests / HUNDREDTHS];
    const variance = Math.max(0, squares / requests / HUNDREDTHS ** 2 - logUs ** 2);
    return [{ size: Math.exp(logSize), requests, ms: Math.exp(logUs) / 1000, variance: variance / requests }];
  }).sort((a, b) => a.size - b.size);

/** Time as `fixed + scale × size^exponent`, and the sum of its squared relative errors. */
type Curve = { readonly exponent: number; readonly fixedMs: number; readonly scale: number; readonly error: number };

/**
 * How own time grows with size: least squares of relative errors for a fixed part and a growing one, neither negative, at each exponent from 0 to 4.
 * The interval holds the exponents that explain the sizes about as well as the best does (a likelihood profile with Student's t for
 * what scatters about the curve, at least for how requests of one size scatter). So linear work is linear with whatever fixed part,
 * and where only the largest size has grown, the interval is wide. `undefined` where fewer than five sizes, or less than a decade of them, were seen often enough.
 */
export const fitGrowth = (tally: GrowthTally, measure: 'b' | 'i'): GrowthFit | undefined => {
  const points = sizePoints(tally, measure);
  const [smallest, largest] = [points[0], points.at(-1)];
  if (points.length < FEWEST_SIZES || smallest === undefined || largest === undefined || largest.size < LEAST_SPAN * smallest.size) return undefined;
  const curves = Array.from({ length: Math.round(LARGEST_EXPONENT / EXPONENT_STEP) + 1 }, (_, index) => curveOf(points, index * EXPONENT_STEP, largest.size));
  const best = curves.reduce((one, other) => (other.error < one.error ? other : one));
  const degrees = points.length - PARAMETERS;
  const scatter = Math.max(best.error / degrees, points.reduce((sum, { variance }) => sum + variance, 0) / points.length, SMALLEST_SCATTER ** 2);
  const likely = curves.filter(({ error }) => error - best.error <= t95(degrees) ** 2 * scatter);
  return {
    exponent: { value: best.exponent, low: likely[0]?.exponent ?? best.exponent, high: likely.at(-1)?.exponent ?? best.exponent },
    points: points.map(({ size, requests, ms }) => ({ size, requests, ms })),
    msAt: (size) => best.fixedMs + best.scale * (size / largest.size) ** best.exponent,
  };
};

/** The best fixed part and scale for one exponent: two unknowns, linear; where one comes out negative it is none. */
const curveOf = (points: readonly Point[], exponent: number, unit: number): Curve => {
  const rows = points.map(({ size, ms }) => ({ fixed: 1 / ms, grown: (size / unit) ** exponent / ms }));
  const [ff, fg, gg, f, g] = rows.reduce<[number, number, number, number, number]>(
    ([a, b, c, d, e], { fixed, grown }) => [a + fixed * fixed, b + fixed * grown, c + grown * grown, d + fixed, e + grown], [0, 0, 0, 0, 0]);
  const determinant = ff * gg - fg * fg;
  const fixedMs = determinant > 1e-9 * ff * gg ? (f * gg - g * fg) / determinant : 0;
  const scale = determinant > 1e-9 * ff * gg ? (g * ff - f * fg) / determinant : g / gg;
  if (fixedMs < 0) return curve(rows, exponent, 0, g / gg);
  return scale < 0 ? curve(rows, exponent, f / ff, 0) : curve(rows, exponent, fixedMs, scale);
};

const curve = (rows: readonly { readonly fixed: number; readonly grown: number }[], exponent: number, fixedMs: number, scale: number): Curve => ({
  exponent, fixedMs, scale, error: rows.reduce((sum, { fixed, grown }) => sum + (fixedMs * fixed + scale * grown - 1) ** 2, 0),
});
