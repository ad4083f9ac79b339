import type { JSX } from 'preact';
import type { ReleaseView } from '../../../shared/domain/views/release-view.ts';
import { ChartFigure } from './chart-figure.tsx';
import { formatClock, formatMoment } from './format-measure.ts';
import type { LegendItem } from './legend.tsx';
import { linePath } from './paths.ts';
import { curvePoints, evidenceTicks, formatEvidence, sayCurve, spanOf } from './release-model.ts';
import type { Panel } from './time-panels.tsx';
import { TimePanels } from './time-panels.tsx';

type Curve = ReleaseView['evidence'][number];

const SHAPES = ['line', 'dashed', 'dotted'] as const;
const shapeOf = (index: number): (typeof SHAPES)[number] => SHAPES[index % SHAPES.length] ?? 'line';
const classOf = (curve: Curve, index: number): string => `${curve.means} line ${shapeOf(index)}`;

const panel = (title: string, curves: readonly Curve[], span: readonly [number, number]): Panel[] =>
  curves.length === 0 ? [] : [{
    title,
    height: 110,
    ticks: evidenceTicks(curves),
    format: formatEvidence,
    draw: (x, y) => (
      <>
        {[...new Set(curves.map(({ decidesAt }) => decidesAt))].map((height) => <path key={height} d={`M${x(span[0])} ${y(height)}H${x(span[1])}`} class={`${curves[0]?.means ?? 'gain'} line limit`} />)}
        {curves.map((curve, index) => <path key={curve.name} d={linePath(curvePoints(curve), x, y)} class={classOf(curve, index)} />)}
      </>
    ),
  }];

/** How sure the judge became, question by question, and the height at which it decides. */
export const EvidenceChart = ({ release }: { readonly release: ReleaseView }): JSX.Element | null => {
  const { evidence } = release;
  if (evidence.every(({ points }) => points.length === 0)) return null;
  const span = spanOf(release);
  const harm = evidence.filter(({ means }) => means === 'harm');
  const benefit = evidence.filter(({ means }) => means !== 'harm');
  const legend: LegendItem[] = [harm, benefit].flatMap((curves) => curves.map(({ label, means }, index) => ({ className: means, shape: shapeOf(index), text: label })));
  const stops = [...new Set(evidence.flatMap(({ points }) => points.map(([at]) => at)))].toSorted((one, other) => one - other);
  const at = (curve: Curve, stop: number): number | undefined => curve.points.findLast(([each]) => each <= stop)?.[1];
  const write = (height: number | undefined): string => (height === undefined ? '–' : formatEvidence(height));
  const heights = (curves: readonly Curve[]): string => [...new Set(curves.map(({ decidesAt }) => formatEvidence(decidesAt)))].join(', ');
  return (
    <ChartFigure
      title="The judge's evidence" sentence={evidence.map(sayCurve).join(' ')} legend={[...legend, { className: 'measured', shape: 'limit', text: 'decides here' }]}
      table={() => ({ columns: ['At', ...evidence.map(({ label, decidesAt }) => `${label} (decides at ${formatEvidence(decidesAt)})`)], rows: stops.map((stop) => [formatMoment(stop, release.periodSeconds < 60), ...evidence.map((curve) => write(at(curve, stop)))]) })}
    >
      <TimePanels
        label="Evidence" from={span[0]} to={span[1]} stops={stops}
        say={(index) => { const stop = stops[index] ?? 0; return `${formatClock(stop, release.periodSeconds < 60)} · ${evidence.map((curve) => `${curve.label}: ${write(at(curve, stop))}`).join(' · ')}`; }}
        panels={[...panel(`Of harm: taken back at ${heights(harm)}`, harm, span), ...panel(`To keep it: each has to reach ${heights(benefit)}`, benefit, span)]}
      />
    </ChartFigure>
  );
};
