import * as z from 'zod';

/**
 * Durations counted in geometric buckets: bucket `i` holds values in `(1.01^(i-1), 1.01^i]` milliseconds, so a percentile
 * is right to within 1 %. Keys are bucket indexes as decimal text; 0 and everything below one hundredth of a millisecond share one bucket.
 */
export const Histogram = z.record(z.string(), z.number().int().positive());
export type Histogram = z.infer<typeof Histogram>;

const LOG_GROWTH = Math.log(1.01);
const SMALLEST_MS = 0.01;

const bucketOf = (ms: number): number => Math.ceil(Math.log(Math.max(ms, SMALLEST_MS)) / LOG_GROWTH - 1e-9);
const upperEdgeMs = (bucket: number): number => Math.exp(bucket * LOG_GROWTH);

/** The bucket of a duration, and the longest duration that it holds: where counts come from elsewhere, ready-made. */
export const bucketFor = (ms: number): { readonly key: string; readonly upToMs: number } => {
  const bucket = bucketOf(ms);
  return { key: String(bucket), upToMs: upperEdgeMs(bucket) };
};

/** Counts one duration in place: folding thousands of records must not copy thousands of objects. */
export const countDuration = (histogram: Histogram, ms: number): void => {
  const key = String(bucketOf(ms));
  histogram[key] = (histogram[key] ?? 0) + 1;
};

/** Adds every count of `from` to `into`, in place. */
export const addHistogram = (into: Histogram, from: Histogram): void => {
  for (const [key, count] of Object.entries(from)) into[key] = (into[key] ?? 0) + count;
};

export const totalCount = (histogram: Histogram): number => Object.values(histogram).reduce((sum, count) => sum + count, 0);

/** Requests slower than `thresholdMs`, the threshold rounded up to the edge of its bucket (at most 1 %), alike for every version. */
export const slowerThan = (histogram: Histogram, thresholdMs: number): number => {
  const limit = bucketOf(thresholdMs);
  return Object.entries(histogram).reduce((sum, [key, count]) => (Number(key) > limit ? sum + count : sum), 0);
};

/** Mean and variance in milliseconds, to within the half per cent of a bucket's geometric middle; `undefined` when nothing was counted. */
export const meanOf = (histogram: Histogram): { readonly count: number; readonly meanMs: number; readonly varianceMs2: number } | undefined => {
  const count = totalCount(histogram);
  if (count === 0) return undefined;
  const buckets = Object.entries(histogram).map(([key, inIt]) => ({ ms: upperEdgeMs(Number(key) - 0.5), inIt }));
  const meanMs = buckets.reduce((sum, { ms, inIt }) => sum + ms * inIt, 0) / count;
  return { count, meanMs, varianceMs2: buckets.reduce((sum, { ms, inIt }) => sum + inIt * (ms - meanMs) ** 2, 0) / Math.max(1, count - 1) };
};

/** The `q`-quantile (0–1) in milliseconds, to within 1 %; `undefined` when nothing was counted. */
export const quantileMs = (histogram: Histogram, q: number): number | undefined => {
  const buckets = Object.entries(histogram).map(([key, count]) => [Number(key), count] as const).sort(([a], [b]) => a - b);
  const total = buckets.reduce((sum, [, count]) => sum + count, 0);
  const rank = Math.max(1, Math.ceil(q * total));
  let seen = 0;
  for (const [bucket, count] of buckets) {
    seen += count;
    if (seen >= rank) return upperEdgeMs(bucket);
  }
  return undefined;
};
