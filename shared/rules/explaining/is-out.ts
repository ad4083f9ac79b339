import type { ExplainedSeries, SeriesPoint } from '../../domain/explanation.ts';

/** Whether a point lies on the bad side of its band, or of the limit where there is no band; before the onset, where one is known, nothing is called bad. */
export const isOut = ([seconds, value, , low, high]: SeriesPoint, { bad, threshold, since, from, stepSeconds }: ExplainedSeries): boolean => {
  if (value === null || (since !== undefined && from + (seconds + stepSeconds) * 1000 <= since)) return false;
  const edge = bad === 'above' ? (high ?? threshold) : (low ?? threshold);
  return edge !== undefined && (bad === 'above' ? value > edge : value < edge);
};
