import type { GetMetricDataCommandInput, MetricDataResult } from '@aws-sdk/client-cloudwatch';

/** What CloudWatch would answer a query with: value by minute, or how the series stands. */
export type Measured = Readonly<Record<number, number>> | 'PartialData' | 'InternalError' | 'Forbidden';

/** A page of GetMetricData: each query is answered by what `measure` says of its metric, statistic and dimensions. */
export const metricDataPage = (input: GetMetricDataCommandInput, measure: (metric: string, statistic: string, dimensions: Readonly<Record<string, string>>) => Measured): MetricDataResult[] =>
  (input.MetricDataQueries ?? []).map(({ Id, MetricStat }) => {
    const dimensions = Object.fromEntries((MetricStat?.Metric?.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
    const measured = measure(MetricStat?.Metric?.MetricName ?? '', MetricStat?.Stat ?? '', dimensions);
    const points = typeof measured === 'string' ? [] : Object.entries(measured).filter(([at]) => Number(at) >= (input.StartTime?.getTime() ?? 0) && Number(at) < (input.EndTime?.getTime() ?? 0));
    return {
      ...(Id === undefined ? {} : { Id }),
      Label: 'l',
      StatusCode: typeof measured === 'string' ? measured : 'Complete',
      Timestamps: points.map(([at]) => new Date(Number(at))),
      Values: points.map(([, value]) => value),
    };
  });
