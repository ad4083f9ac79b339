/** Where a value lies on an axis, in pixels. */
export type Scale = (value: number) => number;

/** A straight scale from `domain` to `range`; a domain without width lies in the middle of the range. */
export const linear = ([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale =>
  to === from ? () => (start + end) / 2 : (value) => start + ((value - from) / (to - from)) * (end - start);

const ROUND = [1, 2, 2.5, 5, 10];

/** The smallest round step (1, 2, 2.5 or 5 times a power of ten) that takes at most `most` steps over the width. */
const roundStep = (width: number, most: number): number => {
  const rough = width / Math.max(1, most);
  const power = 10 ** Math.floor(Math.log10(rough));
  return (ROUND.find((factor) => factor * power >= rough * 0.999999) ?? 10) * power;
};

/** Round numbers from at or below `low` to at or above `high`, about `count` of them. Both ends of the axis are the first and the last. */
export const niceTicks = (low: number, high: number, count = 4): number[] => {
  // What differs only by what arithmetic leaves over has no width.
  const hasWidth = high - low > Math.max(1e-12, 1e-9 * Math.max(Math.abs(low), Math.abs(high)));
  const top = hasWidth ? high : low + (Math.abs(low) > 1e-12 ? Math.abs(low) : 1);
  const step = roundStep(top - low, count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(top / step - 1e-9);
  // Multiples, not sums: a sum of tenths drifts.
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
};

/** First and last of some ticks. */
export const extentOf = (ticks: readonly number[]): readonly [number, number] => [ticks[0] ?? 0, ticks.at(-1) ?? 1];

/** Index of the number nearest to `value` among ascending ones; -1 where there are none. */
export const nearestIndex = (ascending: readonly number[], value: number): number => {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  const before = ascending[low - 1];
  return before !== undefined && value - before <= (ascending[low] ?? Infinity) - value ? low - 1 : high;
};
