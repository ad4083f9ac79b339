import type { Tally } from '../../domain/version-slice.ts';

const LOG_GROWTH = Math.log(1.1);
const SMALLEST_MS = 0.05;
const LONGEST_MS = 86_400_000;
const EXACT_UP_TO = 20;

const bump = (tally: Tally, key: string, by = 1): void => {
  tally[key] = (tally[key] ?? 0) + by;
};

/** Adds every count of `from` to `into`, in place. */
export const addTally = (into: Tally, from: Tally): void => {
  // By far the most frequent step of an analysis: a list of pairs would take twice as long.
  for (const key of Object.keys(from)) bump(into, key, from[key] ?? 0);
};

export const tallyTotal = (tally: Tally): number => Object.values(tally).reduce((sum, count) => sum + count, 0);

/** Milliseconds between zero and a day; anything that is no number is zero. */
export const boundedMs = (ms: number): number => (ms > 0 ? Math.min(ms, LONGEST_MS) : 0);

/**
 * Counts a duration in a bucket of 10 % width: bucket `i` holds `(1.1^(i-1), 1.1^i]` milliseconds. Coarser than a period's histogram,
 * because many of these are kept; interpolation brings a quantile back to within a few percent.
 */
export const countMs = (tally: Tally, ms: number): void => bump(tally, String(bucketOf(ms)));

const bucketOf = (ms: number): number => Math.ceil(Math.log(Math.max(boundedMs(ms), SMALLEST_MS)) / LOG_GROWTH - 1e-9);

/** Counts a small number: exactly up to 20, beyond that rounded up to a step of about a fifth. */
export const countNumber = (tally: Tally, value: number): void => {
  if (value <= EXACT_UP_TO) return bump(tally, String(value));
  const step = Math.min(60, Math.ceil(Math.log(value / EXACT_UP_TO) / Math.log(1.2)));
  bump(tally, String(Math.round(EXACT_UP_TO * 1.2 ** step)));
};

type Cell = readonly [key: number, count: number];
const cells = (tally: Tally): Cell[] => Object.entries(tally).map(([key, count]): Cell => [Number(key), count]).sort(([a], [b]) => a - b);

const locate = (tally: Tally, q: number): { key: number; into: number } | undefined => {
  const sorted = cells(tally);
  const rank = q * sorted.reduce((sum, [, count]) => sum + count, 0);
  let seen = 0;
  for (const [key, count] of sorted) {
    if (count > 0 && seen + count >= rank) return { key, into: (rank - seen) / count };
    seen += count;
  }
  return undefined;
};

/** The `q`-quantile of counted durations in milliseconds, 0 when there are none. */
export const quantileOfMs = (tally: Tally, q: number): number => {
  const place = locate(tally, q);
  return place === undefined ? 0 : Math.exp((place.key - 1 + place.into) * LOG_GROWTH);
};

/** The `q`-quantile of counted numbers, 0 when there are none. */
export const quantileOfNumbers = (tally: Tally, q: number): number => locate(tally, q)?.key ?? 0;

/** The mean of counted numbers, 0 when there are none. */
export const meanOfNumbers = (tally: Tally): number => cells(tally).reduce((sum, [key, count]) => sum + key * count, 0) / Math.max(1, tallyTotal(tally));

/** The share (0–1) of counted numbers that are at least `value`. */
export const shareAtLeast = (tally: Tally, value: number): number => {
  const total = tallyTotal(tally);
  const enough = cells(tally).reduce((sum, [key, count]) => (key >= value ? sum + count : sum), 0);
  return total === 0 ? 0 : enough / total;
};

/** The mean of counted durations in milliseconds, each taken for the middle of its bucket; 0 when there are none. */
export const meanOfMs = (tally: Tally): number => {
  const [sum, total] = cells(tally).reduce(([ms, counts], [key, count]) => [ms + count * Math.exp((key - 0.5) * LOG_GROWTH), counts + count], [0, 0]);
  return (sum ?? 0) / Math.max(1, total ?? 0);
};

/** The same durations, each `factor` times as long, to within a bucket. */
export const scaledMs = (tally: Tally, factor: number): Tally => {
  const scaled: Tally = {};
  const shift = Math.round(Math.log(Math.max(factor, 0.01)) / LOG_GROWTH);
  for (const [key, count] of cells(tally)) bump(scaled, String(key + shift), count);
  return scaled;
};

/** By how many milliseconds a counted duration lies above `limitMs`, on average over all of them. */
export const meanAboveMs = (tally: Tally, limitMs: number): number => {
  const sum = cells(tally).reduce((ms, [key, count]) => ms + count * Math.max(0, Math.exp((key - 0.5) * LOG_GROWTH) - limitMs), 0);
  return sum / Math.max(1, tallyTotal(tally));
};

/**
 * By how many percent a service's p95 would fall if `share` (0–1) of the `affected` requests (part of `all`) took `factor` (0–1) of
 * their time: their counts are moved to faster buckets and the p95 is read again.
 */
export const gainAtP95 = (all: Tally, affected: Tally, factor: number, share = 1): number => p95GainAfter(all, affected, (ms) => ms * Math.max(factor, 0.01), share);

/** The same for a time `after` that depends on the time before and on its rank (0–1) among the `affected`; told is also how many requests it holds for. */
export const p95GainAfter = (all: Tally, affected: Tally, after: (ms: number, rank: number, count: number) => number, share = 1): number => {
  const moved: Tally = { ...all };
  const total = tallyTotal(affected);
  let seen = 0;
  for (const [key, count] of cells(affected)) {
    const ms = Math.exp((key - 0.5) * LOG_GROWTH);
    const faster = after(ms, (seen + count / 2) / Math.max(1, total), count);
    seen += count;
    const movable = Math.round(Math.min(count, moved[String(key)] ?? 0) * share);
    if (movable === 0) continue;
    bump(moved, String(key), -movable);
    bump(moved, String(Math.round(key + Math.log(Math.max(faster, SMALLEST_MS) / ms) / LOG_GROWTH)), movable);
  }
  const before = quantileOfMs(all, 0.95);
  return before === 0 ? 0 : Math.max(0, (1 - quantileOfMs(moved, 0.95) / before) * 100);
};
