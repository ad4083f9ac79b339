import { describe, expect, it } from 'vitest';
import type { ReplaySummary, RunDecision } from '../../../../lab/judge/replay-minutes.ts';
import { replayMinutes } from '../../../../lab/judge/replay-minutes.ts';
import { healthy, minuteOf } from '../../../support/judge/minutes.ts';

async function replay(lines: readonly (string | object)[]): Promise<{ decisions: RunDecision[]; summary: ReplaySummary }> {
  const decisions: RunDecision[] = [];
  for await (const event of replayMinutes(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))))) {
    if (event.kind === 'summary') return { decisions, summary: event };
    decisions.push(event);
  }
  throw new Error('the replay ended without a summary');
}
const sixty = (run: string | number, canary = healthy(600)) => Array.from({ length: 60 }, (_, i) => ({ run, ...minuteOf(i, { canary }) }));

describe('replaying recorded minutes', () => {
  it('decides each run of a file whose runs are interleaved', async () => {
    const good = sixty('good');
    const failing = sixty('failing', healthy(600, { failures: 9 }));
    const open = sixty(3, healthy(600)).slice(0, 8);
    const mixed = good.flatMap((line, i) => [line, failing[i] ?? '', open[i] ?? '']);
    const { decisions, summary } = await replay([
      { run: 'good', margin: 0.1, claim: null, phi: 1.2 },
      { run: 'failing', margin: 0.05, phi: { failures: 3, latency: 1 } },
      { run: 3, margin: 10, claim: 0.3, phi: 1 },
      ...mixed,
    ]);
    expect(Object.fromEntries(decisions.map(({ run, decision }) => [run, decision]))).toEqual({ good: 'promote', failing: 'roll-back', '3': 'keep-watching' });
    expect(decisions.find(({ run }) => run === 'failing')?.verdict.evidence[0]).toMatchObject({ metric: 'failures', reached: true, phi: 3 });
    expect(summary).toMatchObject({ runs: 3, badLines: 0 });
    expect(summary.minutes + summary.ignored).toBe(128);
  });

  it('names bad lines by number and goes on', async () => {
    const { decisions, summary } = await replay([
      'not json',
      { run: 'a', margin: 'much' },
      { run: 'a' },
      { run: 'b', ...minuteOf(0) },
      { run: 'a', ...minuteOf(0, { canary: healthy(5, { failures: 6 }) }) },
      '[1]',
      '',
      { run: 'a' },
      { run: 'a', ...minuteOf(1) },
    ]);
    expect(summary.badLines).toBe(6);
    expect(summary.bad.map(({ line }) => line)).toEqual([1, 2, 4, 5, 6, 8]);
    expect(summary.bad[3]?.reason).toContain('larger than the number of requests');
    expect(decisions).toHaveLength(1);
    expect(decisions[0]?.verdict.evidence.length).toBe(4);
  });

  it('understands percentages, claims of every kind, absent counts, absent sides and clock times', async () => {
    const start = Date.UTC(2026, 6, 1);
    const { decisions, summary } = await replay([
      { margin: 10, claim: { metric: 'errors', reduction: 80 }, phi: 2, burnInMinutes: 0 },
      { minute: start, weight: 10, canary: { requests: 10 }, stable: { requests: 90, failures: 1 } },
      { minute: start + 60_000, weight: 0.1, canary: null },
      { minute: start + 120_000, weight: 0.1, canary: { requests: 10 }, stable: { requests: 90 } },
    ]);
    expect(summary.badLines).toBe(0);
    expect(decisions[0]).toMatchObject({ run: '', decision: 'keep-watching', verdict: { elapsedMinutes: 3, judgedMinutes: 2 } });
    expect(decisions[0]?.verdict.evidence.map(({ metric }) => metric)).toContain('claim');
  });

  it('reports a claim it does not know as a bad header', async () => {
    const { summary } = await replay([{ run: 'a', claim: { on: 'happiness', gain: 0.5 } }]);
    expect(summary.badLines).toBe(1);
  });
});
