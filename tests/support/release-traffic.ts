import { countDuration, type Histogram } from '../../shared/domain/histogram.ts';
import type { Period, VersionPeriod } from '../../shared/domain/period.ts';

export type Behaviour = { readonly requests: number; readonly failures?: number; readonly ms: number };

/** Durations spread evenly over ±50 % of `ms`, over four execution environments. */
const served = ({ requests, failures = 0, ms }: Behaviour): VersionPeriod => {
  const durations: Histogram = {};
  for (let index = 0; index < requests; index += 1) countDuration(durations, ms * (0.5 + (index + 0.5) / requests));
  const share = Math.floor(requests / 4);
  const environments = Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [name, [share, Math.floor(failures / 4), Math.floor(share / 20)] as [number, number, number]]));
  return { requests, failures, timeouts: 0, coldStarts: 0, durations, environments };
};

/** One period in which each version behaved so. */
export const periodOf = (startsAt: number, seconds: number, versions: Readonly<Record<string, Behaviour>>, targetId = 'orders'): Period => ({
  targetId, startsAt, seconds, versions: Object.fromEntries(Object.entries(versions).map(([version, behaviour]) => [version, served(behaviour)])),
});
