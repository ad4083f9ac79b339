import { describe, expect, it } from 'vitest';
import { sayPoint, seriesModel, seriesTable } from '../../../../dashboard/src/charts/series-model.ts';
import type { ExplainedSeries } from '../../../../shared/domain/explanation.ts';
import { isOut } from '../../../../shared/rules/explaining/is-out.ts';
import { latencySeries } from '../../../support/explained-opportunity.ts';

const series = latencySeries(1_780_000_000_000);
const flat: ExplainedSeries = { measure: 'requests', unit: 'per-minute', from: 0, to: 180_000, stepSeconds: 60, bad: 'below', marks: [], points: [[0, 10, null, null, null], [60, null, null, null, null], [120, 12, null, null, null]] };

describe('a series of evidence', () => {
  it('says in a sentence from where to where it went and since when', () => {
    expect(seriesModel(series).sentence).toMatch(/^p95 latency went from about 180 ms to about 290 ms, since .*; 20 of 60 points outside of what was expected\.$/);
    expect(seriesModel(flat).sentence).toBe('requests lay between 10/min and 12/min; no point outside of what was expected.');
    expect(seriesModel({ ...flat, points: [[0, null, null, null, null]] }).sentence).toBe('Nothing of requests is known for this time.');
  });

  it('marks the same points as outside as the rest of Pawl does', () => {
    expect(seriesModel(series).out).toHaveLength(series.points.filter((point) => isOut(point, series)).length);
    const below: ExplainedSeries = { ...series, bad: 'below', since: series.from };
    expect(seriesModel(below).out).toHaveLength(below.points.filter((point) => isOut(point, below)).length);
  });

  it('keeps every measured point inside the axis, and does not let a wide band press them flat', () => {
    const wide: ExplainedSeries = { ...series, points: series.points.map(([at, value, expected, low]) => [at, value, expected, low, 90_000]) };
    for (const each of [series, flat, wide]) {
      const { ticks } = seriesModel(each);
      const values = each.points.map(([, value]) => value).filter((value) => value !== null);
      expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values));
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
      expect(ticks.at(-1)).toBeLessThan(3 * Math.max(...values));
    }
  });

  it('can be read point by point, and as a table', () => {
    expect(sayPoint(series, 59)).toMatch(/^\d\d:\d\d · 29\d ms · expected 180 ms · band 150 ms to 210 ms · outside$/);
    expect(sayPoint(flat, 1)).toMatch(/nothing measured$/);
    expect(sayPoint(flat, 99)).toBe('');
    expect(seriesTable(flat).rows.map(([, value]) => value)).toEqual(['10/min', '–', '12/min']);
  });
});
