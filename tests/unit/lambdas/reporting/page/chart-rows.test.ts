import { describe, expect, it } from 'vitest';
import { chartRows } from '../../../../../lambdas/reporting/page/chart-rows.ts';
import type { Release } from '../../../../../shared/domain/release.ts';
import { simulateRelease, T0 } from '../../../../support/simulated-release.ts';

const { release } = simulateRelease({ improvementId: 'imp', stable: { medianMs: 100, failureRate: 0.01 }, candidate: { medianMs: 50, failureRate: 0.01 }, claim: { on: 'latency', gain: 0.4 }, startsAt: T0, versions: ['1', '2'] });
const rowsOf = (changed: Partial<Release>) => {
  const rows = chartRows({ ...release, ...changed });
  if (rows === undefined) throw new Error('there is nothing to draw');
  return rows;
};

describe('the rows of a chart', () => {
  it('begin at the first moment and count in seconds while the release is short', () => {
    const rows = rowsOf({});
    expect(rows.unit).toBe('seconds');
    expect(rows.latency).toHaveLength(2 * release.periods.length);
    expect(rows.latency[0]).toMatchObject({ at: 0, series: 'stable' });
    expect(rows.moments[0]).toMatchObject({ at: 0, number: 1 });
    expect(rows.end).toBe(release.periods.length);
  });

  it('count in minutes when the release lasts longer than ten of them', () => {
    const rows = rowsOf({ periodSeconds: 60, periods: release.periods.map((period, index) => ({ ...period, startsAt: T0 + 60_000 * index })) });
    expect(rows.unit).toBe('minutes');
    expect(rows.latency.at(-1)?.at).toBe(release.periods.length - 1);
  });

  it('break the line where a version served nothing', () => {
    const [first, ...rest] = release.periods;
    if (first === undefined) throw new Error('no period');
    const rows = rowsOf({ periods: [{ ...first, candidate: { requests: 0, failures: 0 } }, ...rest] });
    expect(rows.latency.find(({ at, series }) => at === 0 && series === 'candidate')?.value).toBeNull();
    expect(rows.failures.find(({ at, series }) => at === 0 && series === 'candidate')?.value).toBeNull();
  });

  it('tell evidence of harm from evidence for promotion, in decades, the far ones at the edge', () => {
    const [first] = release.periods;
    if (first === undefined) throw new Error('no period');
    const rows = rowsOf({ periods: [{ ...first, logEvidence: { 'harm:latency': Math.log(100), 'promotion:claim': 80, 'promotion:failures': -80 } }] });
    expect(rows.harm).toEqual([{ at: 0, series: 'latency', value: expect.closeTo(2, 10) as number }]);
    expect(rows.promotion.map(({ series, value }) => [series, value])).toEqual([['claim', 4], ['failures', -2]]);
  });

  it('lift the mark of a moment that would cover another', () => {
    const at = (second: number) => ({ at: T0 + 1000 * second, what: `at ${second}` });
    const rows = rowsOf({ moments: [at(10), at(0), at(0.1), at(0.2)] });
    expect(rows.moments.map(({ number, what, row }) => [number, what, row])).toEqual([[1, 'at 0', 0], [2, 'at 0.1', 1], [3, 'at 0.2', 2], [4, 'at 10', 0]]);
  });

  it('are absent when no period was judged', () => {
    expect(chartRows({ ...release, periods: [] })).toBeUndefined();
  });
});
