import * as fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { TokenBuckets } from '../../../../lambdas/api/token-bucket.ts';
import { DEFAULT_LIMITS } from '../../../../lambdas/api/api-options.ts';
import { startApi, type ApiServer } from '../../../support/api-server.ts';
import { countingRow } from '../../../support/counting-row.ts';

describe('a bucket', () => {
  it('never gives more than what was in it and what came since, whoever asks when', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ who: fc.constantFrom('a', 'b'), after: fc.integer({ min: 0, max: 3000 }) }), { maxLength: 100 }), (asked) => {
        const buckets = new TokenBuckets({ perSecond: 2, atOnce: 5 });
        const given = { a: 0, b: 0 };
        let now = 1000;
        for (const { who, after } of asked) {
          now += after;
          if (buckets.take(who, now).retryAfterSeconds === 0) given[who]++;
        }
        const most = 5 + ((now - 1000) / 1000) * 2;
        return given.a <= most && given.b <= most;
      }),
    );
  });

  it('keeps its word: after as long as it says, there is one', () => {
    const buckets = new TokenBuckets({ perSecond: 0.3, atOnce: 1 });
    buckets.take('a', 0);
    const { retryAfterSeconds } = buckets.take('a', 100);
    expect(buckets.take('a', 100 + retryAfterSeconds * 1000).retryAfterSeconds).toBe(0);
  });

  it('gives nothing for a clock that goes back', () => {
    const buckets = new TokenBuckets({ perSecond: 1, atOnce: 1 });
    buckets.take('a', 10_000);
    expect(buckets.take('a', 0).retryAfterSeconds).toBeGreaterThan(0);
  });

  it('forgets those who have not asked for longest when there are too many', () => {
    const buckets = new TokenBuckets({ perSecond: 0.001, atOnce: 1, most: 2 });
    for (const who of ['a', 'b', 'c']) buckets.take(who, 0);
    expect([buckets.take('c', 0).retryAfterSeconds > 0, buckets.take('a', 0).retryAfterSeconds]).toEqual([true, 0]);
  });
});

describe('the API', () => {
  let api: ApiServer;
  afterEach(() => api.close());

  it('holds back who asks too often, says for how long, and nobody else', async () => {
    api = await startApi({ limits: { ...DEFAULT_LIMITS, callsPerSecond: 1, callsAtOnce: 3 } });
    const [busy, other] = [await api.token(), await api.token({ name: 'grace' })];
    const statuses = [];
    for (let call = 0; call < 5; call++) statuses.push((await api.ask('/v1/who-am-i', busy)).status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(1);
    const held = await api.ask('/v1/who-am-i', busy);
    expect([held.status, Number(held.headers.get('retry-after')) > 0]).toEqual([429, true]);
    // A second token of the same person is the same caller.
    expect((await api.ask('/v1/who-am-i', await api.token())).status).toBe(429);
    const free = await api.ask('/v1/who-am-i', other);
    expect([free.status, free.headers.get('ratelimit')]).toEqual([200, '"calls";r=2;t=0']);
  });

  it('lets acts be rarer than looks', async () => {
    const counting = countingRow();
    api = await startApi({ rows: counting.rows, limits: { ...DEFAULT_LIMITS, actsPerSecond: 0.01, actsAtOnce: 2 } });
    const token = await api.token();
    const statuses = [];
    for (let call = 0; call < 4; call++) statuses.push((await api.act('count', token, { text: 'x' })).status);
    expect(statuses).toEqual([200, 200, 429, 429]);
    expect(counting.done).toHaveLength(2);
    // Who acts is told how many acts are left.
    const told = await api.act('count', await api.token({ name: 'grace' }), { text: 'x' });
    expect(told.headers.get('ratelimit')).toMatch(/^"calls";r=\d+;t=0, "acts";r=1;t=0$/);
    expect(told.headers.get('ratelimit-policy')).toMatch(/, "acts";q=2;w=200$/);
  });

  it('holds back who guesses, and never who knows', async () => {
    api = await startApi({ limits: { ...DEFAULT_LIMITS, failuresPerSecond: 0.01, failuresAtOnce: 3 } });
    const token = await api.token();
    const statuses = [];
    for (let guess = 0; guess < 6; guess++) statuses.push((await api.ask('/v1/who-am-i', `guess-${guess}`)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429, 429]);
    expect((await api.ask('/v1/who-am-i', token)).status).toBe(200);
  });
});
