import { describe, expect, it } from 'vitest';
import { LoadCounter } from '../../../../local/load/load-statistics.ts';

describe('the counter', () => {
  it('counts refusals, server errors and silence as failed, the client\'s errors as answered', () => {
    const counter = new LoadCounter();
    for (const status of [200, 404, 429, 500, 502]) {
      counter.sent();
      counter.answered(status, 10);
    }
    counter.sent();
    counter.unanswered();

    expect(counter.take()).toMatchObject({ sent: 6, ok: 2, failed: 4 });
  });

  it('tells quantiles of the latencies by nearest rank', () => {
    const counter = new LoadCounter();
    for (let latencyMs = 100; latencyMs >= 1; latencyMs -= 1) counter.answered(200, latencyMs);

    expect(counter.take()).toMatchObject({ p50Ms: 50, p95Ms: 95, p99Ms: 99 });
  });

  it('begins anew after each reading, and has no quantiles without answers', () => {
    const counter = new LoadCounter();
    counter.answered(200, 5);
    counter.take();

    expect(counter.take()).toEqual({ sent: 0, ok: 0, failed: 0, skipped: 0, p50Ms: null, p95Ms: null, p99Ms: null });
  });
});
