import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { ExplainedSeries } from '../../../shared/domain/explanation.ts';
import { ChartFigure } from './chart-figure.tsx';
import { formatMeasure } from './format-measure.ts';
import type { LegendItem } from './legend.tsx';
import { bandPath, linePath } from './paths.ts';
import { sayPoint, seriesModel, seriesTable } from './series-model.ts';
import { TimePanels } from './time-panels.tsx';

/** How one measure went, over the band in which it was expected: the evidence of an opportunity. */
export const SeriesChart = ({ series }: { readonly series: ExplainedSeries }): JSX.Element => {
  const model = useMemo(() => seriesModel(series), [series]);
  const { threshold } = series;
  const hasBand = model.band.some(([, low, high]) => low !== null && high !== null);
  const legend: LegendItem[] = [
    { className: 'measured', shape: 'line', text: series.measure },
    ...(hasBand ? [{ className: 'expected', shape: 'area', text: 'expected band' } as const] : []),
    ...(model.out.length > 0 ? [{ className: 'outside', shape: 'dot', text: 'outside of it' } as const] : []),
    ...(threshold === undefined ? [] : [{ className: 'threshold', shape: 'limit', text: `limit ${formatMeasure(series.unit, threshold)}` } as const]),
  ];
  return (
    <ChartFigure title={`${series.measure} over time`} sentence={model.sentence} legend={legend} table={() => seriesTable(series)}>
      <TimePanels
        label={series.measure} from={series.from} to={series.to} moments={model.moments} stops={model.stops} say={(index) => sayPoint(series, index)}
        panels={[{
          height: 170,
          ticks: model.ticks,
          format: (value) => formatMeasure(series.unit, value),
          draw: (x, y) => (
            <>
              <path d={bandPath(model.band, x, y)} class="expected area" />
              <path d={linePath(model.expected, x, y)} class="expected line dashed" />
              {threshold !== undefined && <path d={`M${x(series.from)} ${y(threshold)}H${x(series.to)}`} class="threshold line limit" />}
              <path d={linePath(model.measured, x, y)} class="measured line" />
              {model.out.map(([at, value]) => <circle key={at} cx={x(at)} cy={y(value)} r="2.5" class="outside dot" />)}
            </>
          ),
        }]}
      />
    </ChartFigure>
  );
};
