import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { FunctionMinutes, MetricMinute, MetricMinutes, MinutesQuery } from '../../ports/metric-minutes.ts';
import { readSeries, type Series, type SeriesQuery } from './cloudwatch-series.ts';
import { versionPeriod, versionSeries } from './cloudwatch-version-series.ts';

const MINUTE_MS = 60_000;

/**
 * The platform's metrics of many functions in as few calls as they fit in: one metric a function, and for each version three and one for
 * each edge ($0.01 a thousand). A minute counts only when all series that it is made of were answered in full. Throws `AwsError`.
 */
export const cloudwatchMinutes = ({ client }: { readonly client: CloudWatchClient }): MetricMinutes => ({
  async read(queries) {
    if (queries.length === 0) return { answers: [], apiCalls: 0 };
    const plans = queries.map(seriesOf);
    const from = Math.min(...queries.map((query) => query.from));
    const to = Math.max(...queries.map((query) => query.to));
    const { series, apiCalls } = await readSeries(client, plans.flat(), from, to);
    let taken = 0;
    const answers = queries.map((query, index) => {
      const own = series.slice(taken, (taken += plans[index]?.length ?? 0));
      return minutesOf(query, own);
    });
    return { answers, apiCalls };
  },
});

const seriesOf = ({ functionName, byVersion }: MinutesQuery): SeriesQuery[] => [
  { metric: 'Throttles', statistic: 'Sum', dimensions: { FunctionName: functionName } },
  ...(byVersion?.versions ?? []).flatMap((version) => versionSeries(functionName, byVersion?.alias ?? '', version, byVersion?.edgesMs ?? [])),
];

const minutesOf = (query: MinutesQuery, series: readonly Series[]): FunctionMinutes => {
  const whole = series.flatMap((one) => (one === undefined ? [] : [one]));
  const minutes: MetricMinute[] = [];
  if (whole.length === series.length) for (let at = query.from; at < query.to; at += MINUTE_MS) minutes.push(minuteAt(at, query, whole));
  return { functionName: query.functionName, minutes };
};

const minuteAt = (at: number, { byVersion }: MinutesQuery, series: readonly ReadonlyMap<number, number>[]): MetricMinute => {
  const [throttles = 0, ...rest] = series.map((one) => one.get(at) ?? 0);
  const versions = byVersion?.versions ?? [];
  const width = versions.length === 0 ? 0 : rest.length / versions.length;
  return {
    at,
    throttles: Math.round(throttles),
    versions: Object.fromEntries(versions.map((version, index) => [version, versionPeriod(rest.slice(index * width, (index + 1) * width), byVersion?.edgesMs ?? [])])),
  };
};
