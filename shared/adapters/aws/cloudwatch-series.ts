import { GetMetricDataCommand, type CloudWatchClient, type MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { awsCall } from './aws-error.ts';

/** GetMetricData takes this many queries at once. */
export const MOST_QUERIES = 500;
const MINUTE_SECONDS = 60;

/** One statistic of one metric of Lambda's, as minutes. Dimensions: Lambda publishes each metric by function, and by alias and version. */
export type SeriesQuery = { readonly metric: string; readonly statistic: string; readonly dimensions: Readonly<Record<string, string>> };

/** Minute → value; a minute without a value had nothing to report. `undefined`: CloudWatch could not give all of it. */
export type Series = ReadonlyMap<number, number> | undefined;

/**
 * Reads series, as many as asked for, page by page. A series that stays `PartialData` or ends in an error has no values here: it is to be
 * asked for again, and must not be taken for silence. Throws `AwsError` when a call is refused, or throttled for good.
 */
export const readSeries = async (client: CloudWatchClient, queries: readonly SeriesQuery[], from: number, to: number): Promise<{ series: Series[]; apiCalls: number }> => {
  const series: Series[] = [];
  let apiCalls = 0;
  for (let start = 0; start < queries.length; start += MOST_QUERIES) {
    const some = queries.slice(start, start + MOST_QUERIES);
    const read = await readSome(client, some, from, to);
    apiCalls += read.apiCalls;
    series.push(...some.map((_, index) => read.complete.get(idOf(index))));
  }
  return { series, apiCalls };
};

const idOf = (index: number): string => `q${index}`;

const readSome = async (client: CloudWatchClient, queries: readonly SeriesQuery[], from: number, to: number): Promise<{ complete: Map<string, Map<number, number>>; apiCalls: number }> => {
  const values = new Map<string, Map<number, number>>();
  const standing = new Map<string, string>();
  const MetricDataQueries = queries.map(metricDataQuery);
  let apiCalls = 0;
  let token: string | undefined;
  do {
    apiCalls += 1;
    const page = await awsCall('cloudwatch:GetMetricData', `${queries.length} metrics`, () =>
      client.send(new GetMetricDataCommand({ MetricDataQueries, StartTime: new Date(from), EndTime: new Date(to), ScanBy: 'TimestampAscending', ...(token === undefined ? {} : { NextToken: token }) })),
    );
    for (const { Id = '', StatusCode = 'InternalError', Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
      const known = values.get(Id) ?? new Map<number, number>();
      values.set(Id, known);
      for (const [index, at] of Timestamps.entries()) known.set(at.getTime(), Values[index] ?? 0);
      // The last page that names a series tells how it stands.
      standing.set(Id, StatusCode);
    }
    token = page.NextToken;
  } while (token !== undefined);
  return { complete: new Map([...values].filter(([id]) => standing.get(id) === 'Complete')), apiCalls };
};

const metricDataQuery = ({ metric, statistic, dimensions }: SeriesQuery, index: number): MetricDataQuery => ({
  Id: idOf(index),
  MetricStat: {
    Metric: { Namespace: 'AWS/Lambda', MetricName: metric, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) },
    Period: MINUTE_SECONDS,
    Stat: statistic,
  },
  ReturnData: true,
});
