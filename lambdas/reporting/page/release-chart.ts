import type { TopLevelSpec } from 'vega-lite';
import type { EvidenceThresholds } from '../../../shared/rules/judge/evidence-thresholds.ts';
import type { ChartRow, ReleaseChartData } from './chart-rows.ts';

/** Widths of the plot itself in pixels: on a desk or on paper, and on a phone. */
export const CHART_WIDTH = { wide: 660, narrow: 276 } as const;

/** Room for the labels of the y axes, so that all panels begin at the same place. */
export const AXIS_WIDTH = 46;
const VERSION_COLOURS = { domain: ['stable', 'candidate'], range: ['var(--stable)', 'var(--candidate)'] };
const METRIC_DASHES = { domain: ['latency', 'failures', 'claim'], range: [[1, 0], [2, 3], [7, 3]] };
const DECADE_LABEL = "datum.value == 0 ? '1' : datum.value == 1 ? '10' : datum.value == 2 ? '100' : datum.value == 3 ? '1 000' : datum.value == 4 ? '10 000' : datum.value == -1 ? '0.1' : '0.01'";

/** How every chart of the page looks. */
export const CHART_CONFIG: NonNullable<TopLevelSpec['config']> = {
  aria: false,
  background: 'transparent',
  font: 'inherit',
  view: { stroke: null },
  axis: {
    labelColor: 'var(--muted)',
    titleColor: 'var(--muted)',
    gridColor: 'var(--grid)',
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
    labelFontSize: 11,
    titleFontSize: 11,
    titleFontWeight: 'normal',
  },
  title: { anchor: 'start', color: 'var(--ink)', fontSize: 12, fontWeight: 600, frame: 'group', offset: 6 },
};

type Layer = Extract<TopLevelSpec, { vconcat: unknown }>['vconcat'][number];

const xAxis = (data: ReleaseChartData, last: boolean): object => ({
  field: 'at',
  type: 'quantitative',
  scale: { domain: [0, data.end], nice: false },
  axis: { grid: false, labels: last, ticks: last, title: last ? `${data.unit} since the first step` : null, tickCount: 6, labelFlush: false },
});

const momentRules = (data: ReleaseChartData, last: boolean): object => ({
  data: { values: data.moments },
  mark: { type: 'rule', color: 'var(--muted)', strokeDash: [2, 2], opacity: 0.7 },
  encoding: { x: xAxis(data, last) },
});

/** One panel: lines of its rows, the moments behind them, and whatever else is laid over. */
const panel = (data: ReleaseChartData, options: { title: string | { text: string; offset: number }; height: number; width: number; last?: boolean; layers: readonly object[] }): Layer =>
  ({
    title: options.title,
    width: options.width,
    height: options.height,
    layer: [momentRules(data, options.last ?? false), ...options.layers],
    // The specification is assembled from data; vega-lite's type cannot follow it through the helper.
  }) as Layer;

const lines = (data: ReleaseChartData, rows: readonly ChartRow[], y: object, look: object, last = false): object => ({
  data: { values: rows },
  mark: { type: 'line', strokeWidth: 1.75, strokeJoin: 'round', invalid: 'break-paths-show-path-domains', clip: true, ...('mark' in look ? (look.mark as object) : {}) },
  encoding: { x: xAxis(data, last), y: { field: 'value', type: 'quantitative', ...y }, ...('encoding' in look ? (look.encoding as object) : {}) },
});

const axis = (more: object = {}): object => ({ minExtent: AXIS_WIDTH, maxExtent: AXIS_WIDTH, title: null, tickCount: 4, domain: false, ticks: false, ...more });
const versions = { encoding: { color: { field: 'series', type: 'nominal', scale: VERSION_COLOURS, legend: null } } };

const evidencePanel = (data: ReleaseChartData, width: number, options: { title: string; rows: readonly ChartRow[]; colour: string; threshold: number }): Layer => {
  const line = Math.log10(options.threshold);
  const values = options.rows.map(({ value }) => value ?? 0);
  const y = { scale: { domain: [Math.min(-1, ...values), Math.max(line + 0.5, ...values)], nice: false }, axis: axis({ tickMinStep: 1, labelExpr: DECADE_LABEL }) };
  return panel(data, {
    title: options.title,
    width,
    height: 84,
    layers: [
      {
        data: { values: [{ value: line }] },
        mark: { type: 'rule', color: options.colour, strokeWidth: 1, strokeDash: [5, 3] },
        encoding: { y: { field: 'value', type: 'quantitative', ...y } },
      },
      lines(data, options.rows, y, { mark: { color: options.colour }, encoding: { strokeDash: { field: 'series', type: 'nominal', scale: METRIC_DASHES, legend: null }, detail: { field: 'series' } } }),
    ],
  });
};

/** The chart of one release: latency, failures, evidence of harm and for promotion, and traffic over one axis of time. */
export const releaseChartSpec = (data: ReleaseChartData, thresholds: EvidenceThresholds, width: number): TopLevelSpec => {
  const rows = Math.max(0, ...data.moments.map(({ row }) => row));
  const numbers = {
    data: { values: data.moments.map(({ at, number, row }) => ({ at, number: String(number), lift: row })) },
    layer: Array.from({ length: rows + 1 }, (_, row) => ({
      transform: [{ filter: `datum.lift == ${row}` }],
      layer: [
        { mark: { type: 'point', shape: 'circle', filled: true, size: 190, color: 'var(--ink)', opacity: 1, yOffset: -10 - 17 * row, y: 0, clip: false }, encoding: { x: xAxis(data, false) } },
        { mark: { type: 'text', fontSize: 10, fontWeight: 600, color: 'var(--paper)', yOffset: -9.5 - 17 * row, y: 0, clip: false }, encoding: { x: xAxis(data, false), text: { field: 'number' } } },
      ],
    })),
  };
  const failureTop = Math.max(0.01, ...data.failures.map(({ value }) => value ?? 0));
  return {
    config: CHART_CONFIG,
    padding: { left: 2, right: 12, top: 4, bottom: 2 },
    spacing: 16,
    resolve: { scale: { x: 'shared', y: 'independent', color: 'independent', strokeDash: 'independent' } },
    vconcat: [
      {
        ...panel(data, {
          title: { text: '95th percentile of latency, ms', offset: 22 + 17 * rows },
          width,
          height: 150,
          layers: [lines(data, data.latency, { scale: { zero: true, nice: true }, axis: axis() }, versions), numbers],
        }),
      },
      panel(data, { title: 'Failed requests', width, height: 64, layers: [lines(data, data.failures, { scale: { domain: [0, failureTop], nice: true }, axis: axis({ format: '.1~%', tickCount: 3 }) }, versions)] }),
      ...(data.harm.length === 0 ? [] : [evidencePanel(data, width, { title: `Evidence of harm (rolled back above ${Math.round(thresholds.harm)})`, rows: data.harm, colour: 'var(--back)', threshold: thresholds.harm })]),
      ...(data.promotion.length === 0 ? [] : [evidencePanel(data, width, { title: `Evidence for promotion (each above ${Math.round(thresholds.promotion)})`, rows: data.promotion, colour: 'var(--keep)', threshold: thresholds.promotion })]),
      panel(data, {
        title: 'Traffic to the candidate',
        width,
        height: 46,
        last: true,
        layers: [
          lines(data, data.weight, { scale: { domain: [0, 1] }, axis: axis({ format: '.0%', values: [0, 0.5, 1] }) }, { mark: { type: 'area', interpolate: 'step-after', color: 'var(--candidate)', opacity: 0.45, line: false } }, true),
        ],
      }),
    ],
  };
};
