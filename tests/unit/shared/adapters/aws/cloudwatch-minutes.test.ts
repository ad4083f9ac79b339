import { CloudWatchClient, GetMetricDataCommand, type GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import * as fc from 'fast-check';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { cloudwatchMinutes } from '../../../../../shared/adapters/aws/cloudwatch-minutes.ts';
import { versionPeriod } from '../../../../../shared/adapters/aws/cloudwatch-version-series.ts';
import { bucketFor, countDuration, slowerThan, totalCount, type Histogram } from '../../../../../shared/domain/histogram.ts';
import { metricDataPage, type Measured } from '../../../../support/metric-data.ts';

const MINUTE = 60_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const cloudwatch = mockClient(CloudWatchClient);
const minutes = cloudwatchMinutes({ client: new CloudWatchClient({ region: 'us-east-1' }) });
beforeEach(() => cloudwatch.reset());

/** Answers every call with one page. */
const answer = (measure: (metric: string, statistic: string, dimensions: Readonly<Record<string, string>>) => Measured) =>
  cloudwatch.on(GetMetricDataCommand).callsFake((input: GetMetricDataCommandInput) => ({ MetricDataResults: metricDataPage(input, measure) }));
const inputs = () => cloudwatch.commandCalls(GetMetricDataCommand).map(({ args }) => args[0].input);
const query = (functionName: string) => ({ functionName, from: NOON, to: NOON + 3 * MINUTE });

describe('minutes from CloudWatch', () => {
  test('throttles by minute; a minute without a point had none', async () => {
    answer(() => ({ [NOON + MINUTE]: 7 }));
    const { answers, apiCalls } = await minutes.read([query('orders')]);
    expect(answers).toEqual([{ functionName: 'orders', minutes: [0, 7, 0].map((throttles, index) => ({ at: NOON + index * MINUTE, throttles, versions: {} })) }]);
    expect(apiCalls).toBe(1);
  });

  test('asks per version behind the alias, and how many took longer than each edge', async () => {
    answer((metric, statistic, { ExecutedVersion }) => {
      if (metric === 'Throttles') return {};
      if (metric === 'Invocations') return { [NOON]: ExecutedVersion === '3' ? 100 : 10 };
      if (metric === 'Errors') return { [NOON]: 2 };
      if (statistic === 'Maximum') return { [NOON]: 900 };
      return { [NOON]: Number(/^TC\(([\d.]+):\)$/.exec(statistic)?.[1]) < 150 ? 5 : 1 };
    });
    const { answers } = await minutes.read([{ ...query('orders'), byVersion: { alias: 'live', versions: ['3', '4'], edgesMs: [100, 200] } }]);
    const [first] = answers[0]?.minutes ?? [];
    expect(Object.keys(first?.versions ?? {})).toEqual(['3', '4']);
    expect(first?.versions['3']).toMatchObject({ requests: 100, failures: 2 });
    expect([100, 200, 1000].map((ms) => slowerThan(first?.versions['3']?.durations ?? {}, ms))).toEqual([5, 1, 0]);
    const stats = (inputs()[0]?.MetricDataQueries ?? []).map(({ MetricStat }) => MetricStat);
    expect(stats[1]).toEqual({
      Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions: [{ Name: 'FunctionName', Value: 'orders' }, { Name: 'Resource', Value: 'orders:live' }, { Name: 'ExecutedVersion', Value: '3' }] },
      Period: 60,
      Stat: 'Sum',
    });
    for (const stat of stats.map((one) => one?.Stat ?? '').filter((one) => one.startsWith('TC'))) expect(stat).toMatch(/^TC\(\d+\.\d{1,10}:\)$/);
  });

  test('packs the queries of many functions into calls of at most 500', async () => {
    answer(() => ({ [NOON]: 1 }));
    const names = Array.from({ length: 1203 }, (_, index) => `f${index}`);
    const { answers, apiCalls } = await minutes.read(names.map(query));
    expect(inputs().map(({ MetricDataQueries }) => MetricDataQueries?.length)).toEqual([500, 500, 203]);
    expect(apiCalls).toBe(3);
    expect(answers.map(({ functionName }) => functionName)).toEqual(names);
    expect(answers.every(({ minutes: known }) => known[0]?.throttles === 1)).toBe(true);
  });

  test('a series that comes in pages is put together, and is whole when its last page says so', async () => {
    const page = (StatusCode: 'PartialData' | 'Complete', at: number, token?: string) => ({ MetricDataResults: [{ Id: 'q0', StatusCode, Timestamps: [new Date(at)], Values: [4] }], ...(token === undefined ? {} : { NextToken: token }) });
    cloudwatch.on(GetMetricDataCommand).resolvesOnce(page('PartialData', NOON, 'more')).resolvesOnce(page('Complete', NOON + 2 * MINUTE));
    const { answers, apiCalls } = await minutes.read([query('orders')]);
    expect(answers[0]?.minutes.map(({ throttles }) => throttles)).toEqual([4, 0, 4]);
    expect(apiCalls).toBe(2);
    expect(inputs().map(({ NextToken }) => NextToken)).toEqual([undefined, 'more']);
  });

  test.each(['PartialData', 'InternalError', 'Forbidden'] as const)('a series that stays %s gives no minutes, and hurts no other function', async (standing) => {
    answer((_, __, { FunctionName }) => (FunctionName === 'stock' ? standing : { [NOON]: 3 }));
    const { answers } = await minutes.read([query('orders'), query('stock'), query('users')]);
    expect(answers.map((one) => [one.functionName, one.minutes.length])).toEqual([['orders', 3], ['stock', 0], ['users', 3]]);
  });

  test('a series that CloudWatch does not answer at all gives no minutes', async () => {
    cloudwatch.on(GetMetricDataCommand).resolves({ MetricDataResults: [] });
    expect((await minutes.read([query('orders')])).answers[0]?.minutes).toEqual([]);
  });

  test('throttled for good, it says so with a code', async () => {
    cloudwatch.on(GetMetricDataCommand).rejects(Object.assign(new Error('Rate exceeded'), { name: 'Throttling' }));
    await expect(minutes.read([query('orders')])).rejects.toMatchObject({ code: 'PAWL-AWS-THROTTLED', message: expect.stringContaining('cloudwatch:GetMetricData') });
  });

  test('asks nothing when there is nothing to ask', async () => {
    expect(await minutes.read([])).toEqual({ answers: [], apiCalls: 0 });
    expect(inputs()).toEqual([]);
  });
});

test('a histogram out of counts above edges says at each edge what the durations themselves say, and loses no request', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.1, max: 5000, noNaN: true }), { maxLength: 60 }), fc.array(fc.double({ min: 1, max: 4000, noNaN: true }), { minLength: 1, maxLength: 5 }), (durations, edgesMs) => {
      const exact: Histogram = {};
      for (const ms of durations) countDuration(exact, ms);
      const sortedEdges = [...new Map(edgesMs.toSorted((a, b) => a - b).map((ms) => [bucketFor(ms).key, bucketFor(ms).upToMs])).values()];
      // A duration at the very end of a bucket falls on either side of the edge by the last bit; Lambda reports hundredths.
      fc.pre(durations.every((ms) => sortedEdges.every((edge) => Math.abs(ms - edge) > 1e-6)));
      const values = [durations.length, 0, Math.max(0, ...durations), ...sortedEdges.map((edge) => durations.filter((ms) => ms > edge).length)];
      const period = versionPeriod(values, edgesMs);
      expect(totalCount(period.durations)).toBe(durations.length);
      for (const edge of edgesMs) expect(slowerThan(period.durations, edge)).toBe(slowerThan(exact, edge));
    }),
  );
});

test('a version without traffic is a quiet one', () => {
  expect(versionPeriod([0, 0, 0, 0], [100])).toEqual({ requests: 0, failures: 0, timeouts: 0, coldStarts: 0, durations: {}, environments: {} });
});
