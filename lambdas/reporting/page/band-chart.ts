import type { TopLevelSpec } from 'vega-lite';
import type { ExplainedSeries } from '../../../shared/domain/explanation.ts';
import { isOut } from '../../../shared/rules/explaining/is-out.ts';
import { timeTicks } from '../../../shared/rules/explaining/time-ticks.ts';
import { AXIS_WIDTH, CHART_CONFIG } from './release-chart.ts';

const HEIGHT = 150;
/** Beyond this many times what was measured the band is cut off: its edge would press the measured line flat. */
const BAND_BEYOND = 1.25;

type Row = { readonly at: number; readonly value: number | null; readonly expected: number | null; readonly low: number | null; readonly high: number | null; readonly out: boolean };

const rowsOf = (series: ExplainedSeries): Row[] =>
  series.points.map((point) => {
    const [seconds, value, expected, low, high] = point;
    return { at: series.from + (seconds + series.stepSeconds / 2) * 1000, value, expected, low, high, out: isOut(point, series) };
  });

const domainOf = (rows: readonly Row[], threshold: number | undefined): [number, number] => {
  const known = (of: (row: Row) => number | null): number[] => rows.map(of).filter((value) => value !== null);
  const told = [...known(({ value }) => value), ...known(({ expected }) => expected), ...(threshold === undefined ? [] : [threshold])];
  const most = Math.max(...told);
  const least = Math.min(...told);
  const top = Math.min(Math.max(most, ...known(({ high }) => high)), most > 0 ? most * BAND_BEYOND : most);
  const bottom = Math.max(Math.min(least, ...known(({ low }) => low)), least / BAND_BEYOND);
  return [bottom > 0 && bottom < 0.6 * top ? 0 : bottom, top > bottom ? top : bottom + 1];
};

/** One series of an explanation: the expected band as a shade, what was measured as a line over it, what lies outside marked, the limit, the onset and new versions as rules. */
export const bandChartSpec = (series: ExplainedSeries, width: number): TopLevelSpec => {
  const rows = rowsOf(series);
  const ticks = timeTicks(series.from, series.to, width > 400 ? 9 : 5);
  // Times are numbers here, with their own round moments: the library's own axis of time would be in the zone of whoever draws it.
  const labels = ticks.map(({ at, text }) => `datum.value == ${at} ? '${text}' : `).join('');
  const x = { field: 'at', type: 'quantitative', scale: { domain: [series.from, series.to], nice: false, zero: false }, axis: { grid: false, title: null, values: ticks.map(({ at }) => at), labelExpr: `${labels}''`, labelFlush: false } };
  const y = { type: 'quantitative', scale: { domain: domainOf(rows, series.threshold), nice: true, zero: false }, axis: { minExtent: AXIS_WIDTH, maxExtent: AXIS_WIDTH, title: null, tickCount: 4, domain: false, ticks: false, ...(series.unit === 'share' ? { format: '.1~%' } : {}) } };
  const inView = (at: number | undefined): at is number => at !== undefined && at >= series.from && at <= series.to;
  const rule = (at: readonly number[], colour: string, dash: number[]): object => ({ data: { values: at.map((each) => ({ at: each })) }, mark: { type: 'rule', color: colour, strokeDash: dash }, encoding: { x } });
  return {
    config: CHART_CONFIG,
    padding: { left: 2, right: 12, top: 4, bottom: 2 },
    width,
    height: HEIGHT,
    // The specification is assembled from data; vega-lite's type cannot follow it.
    layer: [
      { data: { values: rows.filter(({ low, high }) => low !== null && high !== null) }, mark: { type: 'area', color: 'var(--stable)', opacity: 0.16, clip: true }, encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } } },
      { data: { values: rows }, mark: { type: 'line', color: 'var(--stable)', strokeWidth: 1, strokeDash: [4, 3], invalid: 'break-paths-show-path-domains', clip: true }, encoding: { x, y: { field: 'expected', ...y } } },
      rule(series.marks.map(({ at }) => at).filter(inView), 'var(--muted)', [2, 2]),
      rule(inView(series.since) ? [series.since] : [], 'var(--back)', [4, 2]),
      ...(series.threshold === undefined ? [] : [{ data: { values: [{ value: series.threshold }] }, mark: { type: 'rule', color: 'var(--doubt)', strokeDash: [6, 3] }, encoding: { y: { field: 'value', ...y } } }]),
      { data: { values: rows }, mark: { type: 'line', color: 'var(--ink)', strokeWidth: 1.5, strokeJoin: 'round', invalid: 'break-paths-show-path-domains', clip: true }, encoding: { x, y: { field: 'value', ...y } } },
      { data: { values: rows.filter(({ out }) => out) }, mark: { type: 'point', shape: 'circle', filled: true, size: 14, color: 'var(--back)', opacity: 1, clip: true }, encoding: { x, y: { field: 'value', ...y } } },
    ],
  } as TopLevelSpec;
};
