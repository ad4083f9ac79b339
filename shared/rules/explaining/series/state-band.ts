import type { TargetState } from '../../../domain/target-state.ts';
import { bandOf } from '../../detection/metrics/band-of.ts';
import type { Band, ExpectedBand } from './expected-band.ts';

/** The band that the target's metrics have learned. It is today's: what was learned since then is in it. */
export const bandOfState = ({ metrics }: Pick<TargetState, 'metrics'>): ExpectedBand => {
  const bands = new Map<string, (at: number) => Band>();
  return (metric, at) => {
    const known = metrics[metric];
    if (known === undefined) return undefined;
    const band = bands.get(metric) ?? bandOf(known, metric);
    bands.set(metric, band);
    return band(at);
  };
};
