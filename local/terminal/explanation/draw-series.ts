import type { ExplainedSeries, SeriesPoint } from '../../../shared/domain/explanation.ts';
import { capital } from '../../../shared/rules/explaining/capital.ts';
import { showInstant, showSeconds } from '../../../shared/rules/explaining/figures.ts';
import { timeTicks } from '../../../shared/rules/explaining/time-ticks.ts';
import { isOut } from '../../../shared/rules/explaining/is-out.ts';
import { showValue } from '../../../shared/rules/explaining/show-value.ts';
import { cut, padLeft, visibleWidth, wrap } from '../visible-text.ts';
import { DotGrid } from './dot-grid.ts';
import { oneLine, shown, type PageLook } from './look.ts';
import { valueScale, type Scale } from './scale.ts';

const SIGNS = {
  unicode: { band: '░', limit: '╌', since: '┊', corner: '└', floor: '─', notch: '┬', wall: '│', tick: '┤', onset: '▲', mark: '◆', line: '⠒⠒' },
  ascii: { band: ':', limit: '-', since: '|', corner: '+', floor: '-', notch: '+', wall: '|', tick: '+', onset: '^', mark: 'v', line: '**' },
} as const;

const SECONDS_MATTER_MS = 20 * 60_000;
const DAY_MS = 86_400_000;

/** Beyond this many times what was measured the band is cut off: its edge would press the measured line flat. */
const BAND_BEYOND = 1.25;

const scaleOf = ({ points, threshold }: ExplainedSeries, rows: number): Scale => {
  const measured = points.flatMap(([, value]) => (value === null ? [] : [value]));
  const told = [...measured, ...points.flatMap(([, , expected]) => (expected === null ? [] : [expected])), ...(threshold === undefined ? [] : [threshold])];
  const most = Math.max(...told);
  const least = Math.min(...told);
  const highs = points.flatMap(([, , , , high]) => (high === null ? [] : [high]));
  const lows = points.flatMap(([, , , low]) => (low === null ? [] : [low]));
  return valueScale(Math.max(Math.min(least, ...lows), least / BAND_BEYOND), Math.min(Math.max(most, ...highs), most * BAND_BEYOND), Math.max(3, Math.floor(rows / 2.5)));
};

const stepText = (seconds: number): string => (seconds === 60 ? 'one minute' : seconds % 60 === 0 && seconds < 3600 ? `${seconds / 60} min` : showSeconds(seconds));

/** One series as a chart: the expected band as a shade, what was measured as a line over it (red where it is out), the limit, the onset, the time below. */
export const drawSeries = (series: ExplainedSeries, look: PageLook, rows: number): string[] => {
  const { colours, ascii } = look;
  const signs = ascii ? SIGNS.ascii : SIGNS.unicode;
  const scale = scaleOf(series, rows);
  const label = (value: number): string => shown(showValue(value, series.unit), look);
  const labelWidth = Math.max(...scale.ticks.map((tick) => visibleWidth(label(tick))), 4);
  const columns = Math.max(10, look.width - labelWidth - 4);
  const grid = new DotGrid(columns, rows, ascii);
  const spanMs = Math.max(1, series.to - series.from);
  const across = (ms: number): number => Math.min(0.9999, Math.max(0, ms / spanMs));
  const down = (value: number): number => Math.min(0.9999, Math.max(0, 1 - (value - scale.low) / (scale.high - scale.low)));

  /** Points stand in the middle of what they tell of. */
  const middle = (point: SeriesPoint): number => (point[0] + series.stepSeconds / 2) * 1000;
  let before: readonly [x: number, y: number] | undefined;
  for (const point of series.points) {
    const [, value] = point;
    if (value === null) before = undefined;
    else {
      const dot = [Math.floor(across(middle(point)) * grid.dotsAcross), Math.floor(down(value) * grid.dotsDown)] as const;
      grid.line(...(before ?? dot), ...dot);
      before = dot;
    }
  }

  const nearest = Array.from({ length: columns }, (_, column) => pointAt(series, ((column + 0.5) / columns) * spanMs));
  const columnOf = (at: number): number => Math.floor(across(at - series.from) * columns);
  const inView = (at: number | undefined): at is number => at !== undefined && at >= series.from && at < series.to;
  const sinceColumn = inView(series.since) ? columnOf(series.since) : undefined;
  const limitRow = series.threshold === undefined ? undefined : Math.floor(down(series.threshold) * rows);
  const tickRows = new Map(scale.ticks.map((tick) => [Math.min(rows - 1, Math.floor(down(tick) * rows)), tick]));

  const cell = (column: number, row: number): string => {
    const point = nearest[column];
    const dots = grid.sign(column, row);
    if (dots !== undefined) return point !== undefined && isOut(point, series) ? colours.red(dots) : colours.cyan(dots);
    if (column === sinceColumn) return colours.yellow(signs.since);
    if (row === limitRow) return colours.yellow(signs.limit);
    const [, , , low, high] = point ?? [];
    const upper = typeof high === 'number' ? Math.floor(down(high) * rows) : undefined;
    const lower = typeof low === 'number' ? Math.floor(down(low) * rows) : undefined;
    return upper !== undefined && lower !== undefined && row >= upper && row <= lower ? colours.dim(signs.band) : ' ';
  };
  const plot = Array.from({ length: rows }, (_, row) => {
    const tick = tickRows.get(row);
    const axis = `${padLeft(tick === undefined ? '' : label(tick), labelWidth)} ${tick === undefined ? signs.wall : signs.tick}`;
    return ` ${colours.dim(axis)}${Array.from({ length: columns }, (_, column) => cell(column, row)).join('')}`.trimEnd();
  });

  const ticks = timeTicks(series.from, series.to, Math.max(2, Math.floor(columns / 11)));
  const floor = Array.from({ length: columns }, () => signs.floor as string);
  for (const { at } of ticks) floor[columnOf(at)] = signs.notch;
  const times = placed(columns, ticks.map(({ at, text }) => ({ column: columnOf(at), text })), true);
  const marked = [...(sinceColumn === undefined ? [] : [{ column: sinceColumn, text: signs.onset as string }]), ...series.marks.filter(({ at }) => inView(at)).map(({ at }) => ({ column: columnOf(at), text: signs.mark as string }))];
  const indent = ' '.repeat(labelWidth + 3);
  return [
    ` ${colours.bold(cut(oneLine(capital(series.measure), look), look.width - 24))}${colours.dim(`, ${stepText(series.stepSeconds)} a point`)}`,
    ...plot,
    ` ${colours.dim(`${' '.repeat(labelWidth)} ${signs.corner}${floor.join('')}`)}`,
    ...(marked.length === 0 ? [] : [`${indent}${colours.yellow(placed(columns, marked, false))}`]),
    `${indent}${colours.dim(times)}`,
    ...legend(series, look, signs),
  ];
};

const pointAt = ({ points, stepSeconds }: ExplainedSeries, ms: number): SeriesPoint | undefined => {
  let best: SeriesPoint | undefined;
  for (const point of points) {
    if (best === undefined || Math.abs((point[0] + stepSeconds / 2) * 1000 - ms) < Math.abs((best[0] + stepSeconds / 2) * 1000 - ms)) best = point;
  }
  return best;
};

/** Texts at their columns in one line; one that would touch the one before it is left out. */
const placed = (columns: number, texts: readonly { column: number; text: string }[], centred: boolean): string => {
  let line = '';
  for (const { column, text } of texts.toSorted((a, b) => a.column - b.column)) {
    const at = Math.max(0, Math.min(columns - text.length, column - (centred ? Math.floor(text.length / 2) : 0)));
    if (at < line.length + (centred && line !== '' ? 2 : 0)) continue;
    line = line.padEnd(at) + text;
  }
  return line;
};

const legend = (series: ExplainedSeries, look: PageLook, signs: (typeof SIGNS)[keyof typeof SIGNS]): string[] => {
  const { colours } = look;
  const clock = (at: number): string => showInstant(at).slice(Math.floor(at / DAY_MS) === Math.floor(series.to / DAY_MS) ? 11 : 5, series.to - series.from < SECONDS_MATTER_MS ? 19 : 16);
  const entries = [
    `${signs.line} measured`,
    ...(series.points.some(([, , , low]) => low !== null) ? [`${signs.band} expected`] : []),
    ...(series.threshold === undefined ? [] : [`${signs.limit}${signs.limit} limit ${showValue(series.threshold, series.unit)}`]),
    ...(series.since === undefined ? [] : [`${series.since < series.from ? 'since' : `${signs.onset} since`} ${clock(series.since)}`]),
    ...(series.crossedAt === undefined ? [] : [`out of the band from ${clock(series.crossedAt)}`]),
    ...series.marks.map(({ at, what }) => `${signs.mark} ${oneLine(what, look)} ${clock(at)}`),
  ];
  return wrap(`${entries.map((entry) => entry.replaceAll(' ', '\u00a0')).join('  ')}  UTC`, look.width - 4).map((line) => `   ${colours.dim(cut(shown(line.replaceAll('\u00a0', ' ').trimEnd(), look), look.width - 3))}`);
};
