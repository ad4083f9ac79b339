import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { milliseconds, number, percent } from '../components/numbers.ts';
import type { HealthColumns, Range } from './health-model.ts';
import { usualBand } from './health-model.ts';

/** Colours and fonts as the canvas needs them: read from the page, because a canvas knows no variables. */
type Look = { text: string; quiet: string; line: string; candidate: string; stable: string; bad: string; band: string; ground: string; font: string; family: string };

const INKS = { text: '--text', quiet: '--text-quiet', line: '--line', candidate: '--candidate', stable: '--stable', bad: '--bad', band: '--band', ground: '--surface' } as const;

const readLook = (place: HTMLElement): Look => {
  const probe = document.createElement('i');
  place.append(probe);
  const of = (variable: string): string => {
    probe.style.color = `var(${variable})`;
    return getComputedStyle(probe).color;
  };
  const look = Object.fromEntries(Object.entries(INKS).map(([name, variable]) => [name, of(variable)]));
  const { fontFamily } = getComputedStyle(place);
  probe.remove();
  return { ...look, font: `11px ${fontFamily}`, family: fontFamily } as Look;
};

export type HealthPlotOptions = {
  readonly columns: HealthColumns;
  readonly moments: readonly { readonly at: number; readonly number: number }[];
  readonly onRange: (range: Range) => void;
  readonly onPoint: (index: number | undefined) => void;
};

export type HealthPlot = {
  readonly setColumns: (columns: HealthColumns, moments: HealthPlotOptions['moments']) => void;
  /** Seconds since 1970. */
  readonly setRange: (range: Range) => void;
  readonly setWidth: (width: number) => void;
  /** Puts the cursor on a point of the columns, or takes it away. */
  readonly point: (index: number | undefined) => void;
  readonly restyle: () => void;
  readonly destroy: () => void;
};

const AXIS_WIDTH = 56;
const two = (value: number): string => String(value).padStart(2, '0');

/** Labels of the axis of time in the reader's own clock: the date where a day begins. */
const timeLabels = (_: uPlot, splits: number[]): string[] => splits.map((second) => {
  const date = new Date(second * 1000);
  return date.getHours() + date.getMinutes() + date.getSeconds() === 0 ? date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' }) : `${two(date.getHours())}:${two(date.getMinutes())}${date.getSeconds() === 0 ? '' : `:${two(date.getSeconds())}`}`;
});

type Row = { readonly title: string; readonly height: number; readonly columns: (all: HealthColumns) => (readonly (number | null)[])[]; readonly format: (value: number) => string; readonly lines: readonly { ink: keyof Look; width: number; dash?: number[]; fill?: boolean }[]; readonly hasBand?: boolean; readonly least: number };

const ROWS: readonly Row[] = [
  { title: 'Latency', height: 208, columns: ({ p95Ms, p50Ms }) => [p95Ms, p50Ms], format: milliseconds, lines: [{ ink: 'candidate', width: 1.5 }, { ink: 'stable', width: 1.25, dash: [5, 3] }], hasBand: true, least: 1 },
  { title: 'Failed requests', height: 108, columns: ({ failureRate }) => [failureRate], format: percent, lines: [{ ink: 'bad', width: 1.5 }], least: 0.005 },
  { title: 'Requests a minute', height: 124, columns: ({ perMinute }) => [perMinute], format: number, lines: [{ ink: 'stable', width: 1.25, fill: true }], least: 1 },
];

/** Draws latency, failures and traffic of a target one below the other, with one cursor and one zoom for all. Loaded only where it is shown. */
export const drawHealth = (place: HTMLElement, { columns: first, moments: marked, onRange, onPoint }: HealthPlotOptions): HealthPlot => {
  let columns = first;
  let moments = marked;
  let look = readLook(place);
  let bands = ROWS.map(({ hasBand, columns: of }) => (hasBand ? usualBand(of(columns)[0] ?? []) : undefined));
  const key = `health-${Math.random().toString(36).slice(2)}`;
  let isTelling = false;
  const plots: uPlot[] = [];

  const shareRange = (from: uPlot, scale: string): void => {
    const { min, max } = from.scales[scale] ?? {};
    if (scale !== 'x' || isTelling || typeof min !== 'number' || typeof max !== 'number') return;
    isTelling = true;
    for (const plot of plots) if (plot !== from) plot.setScale('x', { min, max });
    isTelling = false;
    onRange([min, max]);
  };

  const drawBand = (plot: uPlot, row: number): void => {
    const band = bands[row];
    if (!band) return;
    const { ctx, bbox } = plot;
    const top = Math.max(bbox.top, plot.valToPos(band[1], 'y', true));
    const bottom = Math.min(bbox.top + bbox.height, plot.valToPos(band[0], 'y', true));
    ctx.fillStyle = look.band;
    if (bottom > top) ctx.fillRect(bbox.left, top, bbox.width, bottom - top);
  };

  const drawTitleAndMoments = (plot: uPlot, row: number): void => {
    const { ctx, bbox } = plot;
    const pixels = devicePixelRatio;
    ctx.save();
    ctx.fillStyle = look.text;
    ctx.font = `600 ${12 * pixels}px ${look.family}`;
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.fillText(ROWS[row]?.title ?? '', bbox.left, bbox.top - (row === 0 ? 24 : 7) * pixels);
    for (const { at, number: mark } of moments) {
      const x = Math.round(plot.valToPos(at / 1000, 'x', true));
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = look.quiet;
      ctx.lineWidth = pixels;
      ctx.setLineDash([2 * pixels, 3 * pixels]);
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
      if (row > 0) continue;
      ctx.setLineDash([]);
      ctx.fillStyle = look.text;
      ctx.beginPath();
      ctx.arc(x, bbox.top - 9 * pixels, 8 * pixels, 0, 2 * Math.PI);
      ctx.fill();
      ctx.fillStyle = look.ground;
      ctx.font = `600 ${10 * pixels}px ${look.family}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'middle';
      ctx.fillText(String(mark), x, bbox.top - 8.5 * pixels);
    }
    ctx.restore();
  };

  const dataOf = (row: Row): uPlot.AlignedData => [columns.at as number[], ...row.columns(columns) as (number | null)[][]];

  for (const [row, { height, lines, format, least }] of ROWS.entries()) {
    const isLast = row === ROWS.length - 1;
    const axis = { stroke: () => look.quiet, font: look.font, ticks: { show: false }, grid: { stroke: () => look.line, width: 1 } };
    plots.push(new uPlot({
      width: place.clientWidth || 640,
      height,
      padding: [row === 0 ? 38 : 22, 10, 0, 0],
      legend: { show: false },
      cursor: { y: false, sync: { key }, drag: { x: true, y: false, setScale: true }, points: { size: 6 } },
      select: { show: true, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: true }, y: { range: (_, __, most) => [0, Math.max(least, (most ?? 0) * 1.08)] } },
      axes: [
        { ...axis, grid: { show: false }, size: isLast ? 30 : 6, values: isLast ? timeLabels : () => [], space: 70 },
        { ...axis, size: AXIS_WIDTH, values: (_, splits) => splits.map(format), space: 28 },
      ],
      series: [{}, ...lines.map(({ ink, width, dash, fill }): uPlot.Series => ({ stroke: () => look[ink], width, spanGaps: false, points: { show: false }, ...(dash ? { dash } : {}), ...(fill ? { fill: () => look.band } : {}) }))],
      hooks: {
        setScale: [shareRange],
        drawClear: [(plot) => drawBand(plot, row)],
        draw: [(plot) => drawTitleAndMoments(plot, row)],
        ...(row === 0 ? { setCursor: [({ cursor }: uPlot) => onPoint(cursor.idx ?? undefined)] } : {}),
      },
    }, dataOf(ROWS[row] as Row), place));
  }

  return {
    setColumns: (next, marks) => {
      columns = next;
      moments = marks;
      bands = ROWS.map(({ hasBand, columns: of }) => (hasBand ? usualBand(of(columns)[0] ?? []) : undefined));
      isTelling = true;
      for (const [row, plot] of plots.entries()) plot.setData(dataOf(ROWS[row] as Row), true);
      isTelling = false;
    },
    setRange: ([min, max]) => plots[0]?.setScale('x', { min, max }),
    setWidth: (width) => plots.forEach((plot) => plot.setSize({ width, height: plot.height })),
    point: (index) => {
      const [plot] = plots;
      const at = index === undefined ? undefined : columns.at[index];
      plot?.setCursor(at === undefined ? { left: -10, top: -10 } : { left: plot.valToPos(at, 'x'), top: 10 });
    },
    restyle: () => {
      look = readLook(place);
      for (const plot of plots) plot.redraw(true, true);
    },
    destroy: () => plots.forEach((plot) => plot.destroy()),
  };
};
