import type { Estimate } from '../../../shared/domain/outcome.ts';

/** What an interval says: all of it on the side that is wished, all of it on the other, or (zero lies in it) neither. */
export const leaning = ({ low, high }: Pick<Estimate, 'low' | 'high'>, good: 'above' | 'below'): 'good' | 'bad' | 'unsure' => {
  if (low <= 0 && high >= 0) return 'unsure';
  return (low > 0) === (good === 'above') ? 'good' : 'bad';
};

/** One axis for all: from the least to the most, zero always on it. A single huge interval is cut at four times the largest value, lest it press the others flat. */
export const commonDomain = (estimates: readonly Estimate[]): readonly [number, number] => {
  const largest = Math.max(1e-9, ...estimates.map(({ value }) => Math.abs(value)));
  const low = Math.max(-4 * largest, Math.min(0, ...estimates.map((each) => each.low)));
  const high = Math.min(4 * largest, Math.max(0, ...estimates.map((each) => each.high)));
  return low === high ? [-1, 1] : [low, high];
};
