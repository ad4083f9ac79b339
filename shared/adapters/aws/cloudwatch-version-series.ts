import { bucketFor, type Histogram } from '../../domain/histogram.ts';
import type { VersionPeriod } from '../../domain/period.ts';
import type { SeriesQuery } from './cloudwatch-series.ts';

/** Series of one version behind one alias, in the order in which `versionPeriod` takes their values. */
export const versionSeries = (functionName: string, alias: string, version: string, edgesMs: readonly number[]): SeriesQuery[] => {
  const dimensions = { FunctionName: functionName, Resource: `${functionName}:${alias}`, ExecutedVersion: version };
  return [
    { metric: 'Invocations', statistic: 'Sum', dimensions },
    { metric: 'Errors', statistic: 'Sum', dimensions },
    { metric: 'Duration', statistic: 'Maximum', dimensions },
    ...bucketEdges(edgesMs).map((edgeMs) => ({ metric: 'Duration', statistic: `TC(${decimal(edgeMs)}:)`, dimensions })),
  ];
};

/**
 * What one version did in one minute, by the platform's metrics: `durations` has as many steps as there are edges, and is exact at each
 * (trimmed count, its lower bound outside: how many took longer). Not known from here: time-outs (they are among the failures), cold
 * starts, execution environments, and answers with status 500 or above from a function that did not fail. A minute is that of the
 * request's beginning; in the log's periods it is that of its end.
 */
export const versionPeriod = (values: readonly number[], edgesMs: readonly number[]): VersionPeriod => {
  const [invocations = 0, errors = 0, longestMs = 0, ...slower] = values.map((value) => Math.max(0, Math.round(value * 1000) / 1000));
  const requests = Math.round(invocations);
  return { requests, failures: Math.min(requests, Math.round(errors)), timeouts: 0, coldStarts: 0, durations: steps(requests, longestMs, bucketEdges(edgesMs), slower), environments: {} };
};

const steps = (requests: number, longestMs: number, edgesMs: readonly number[], slower: readonly number[]): Histogram => {
  const durations: Histogram = {};
  let above = requests;
  for (const [index, edgeMs] of edgesMs.entries()) {
    const longer = Math.min(above, Math.round(slower[index] ?? 0));
    if (above > longer) durations[bucketFor(edgeMs).key] = above - longer;
    above = longer;
  }
  // A hair beyond the last edge at least, so that what was slower stays slower.
  if (above > 0) durations[bucketFor(Math.max(longestMs, (edgesMs.at(-1) ?? 0) * 1.01)).key] = above;
  return durations;
};

/** Ascending, each once, at the ends of the histogram's buckets: the same limits as for durations out of the log. */
const bucketEdges = (edgesMs: readonly number[]): number[] => [...new Map(edgesMs.toSorted((a, b) => a - b).map((ms) => [bucketFor(ms).key, bucketFor(ms).upToMs])).values()];

/** CloudWatch takes bounds with at most ten decimals, and no exponents. */
const decimal = (ms: number): string => ms.toFixed(4);
