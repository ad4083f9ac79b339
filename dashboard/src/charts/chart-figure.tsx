import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ChartTable } from './chart-data.tsx';
import { ChartData } from './chart-data.tsx';
import type { LegendItem } from './legend.tsx';
import { Legend } from './legend.tsx';
import './charts.css';

type Props = {
  readonly title: string;
  /** What can be seen in it, in a sentence: who cannot see the chart reads this. */
  readonly sentence: string;
  readonly legend?: readonly LegendItem[];
  readonly table: () => Omit<ChartTable, 'caption'>;
  readonly children: ComponentChildren;
};

/** What every chart has around it: its title, what it says in words, what is drawn how, and its numbers on demand. */
export const ChartFigure = ({ title, sentence, legend, table, children }: Props): JSX.Element => {
  const id = useId();
  return (
    <figure class="chart" aria-labelledby={`${id}-title`}>
      <figcaption><span class="chart-title" id={`${id}-title`}>{title}</span> <span class="chart-sentence">{sentence}</span></figcaption>
      {legend && legend.length > 0 && <Legend items={legend} />}
      {children}
      <ChartData caption={`${title}: numbers`} make={table} />
    </figure>
  );
};
