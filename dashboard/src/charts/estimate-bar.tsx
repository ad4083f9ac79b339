import type { JSX } from 'preact';
import type { Estimate } from '../../../shared/domain/outcome.ts';
import { leaning } from './leaning.ts';
import { linear } from './scale.ts';
import './charts.css';

type Props = {
  readonly of: Estimate;
  /** Both ends of the axis, the same for all bars that are to be compared. */
  readonly domain: readonly [number, number];
  readonly label: string;
  /** On which side of zero lies what is wished. */
  readonly good: 'above' | 'below';
};

/** A value with its 95 % interval beside zero; grey while the interval holds zero, because then nothing is shown. */
export const EstimateBar = ({ of: { value, low, high }, domain, label, good }: Props): JSX.Element => {
  const x = linear(domain, [2, 198]);
  const within = (at: number): number => Math.max(0, Math.min(200, x(at)));
  return (
    <svg class={`estimate-bar ${leaning({ low, high }, good)}`} viewBox="0 0 200 14" preserveAspectRatio="none" role="img" aria-label={label}>
      <path d={`M${within(0)} 0V14`} class="zero" />
      <path d={`M${within(low)} 7H${within(high)}`} class="interval" />
      <path d={`M${within(value)} 1V13`} class="value" />
    </svg>
  );
};
