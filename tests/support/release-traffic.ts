import { addHistogram, countDuration, type Histogram } from '../../shared/domain/histogram.ts';
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

/** One period by alias: what each version did behind each of them, and the sum of it as the function as a whole was seen. */
export const periodByAlias = (startsAt: number, seconds: number, aliases: Readonly<Record<string, Readonly<Record<string, Behaviour>>>>, targetId = 'orders'): Period => {
  const parts = Object.entries(aliases).map(([alias, versions]): [string, Period['versions']] => [alias, periodOf(startsAt, seconds, versions, targetId).versions]);
  const versions: Period['versions'] = {};
  for (const [version, part] of parts.flatMap(([, versions]) => Object.entries(versions))) {
    const sum = (versions[version] ??= served({ requests: 0, ms: 1 }));
    sum.requests += part.requests;
    sum.failures += part.failures;
    addHistogram(sum.durations, part.durations);
    for (const [environment, counts] of Object.entries(part.environments)) {
      const known = sum.environments[environment] ?? [0, 0, 0];
      sum.environments[environment] = [known[0] + counts[0], known[1] + counts[1], known[2] + counts[2]];
    }
  }
  return { targetId, startsAt, seconds, versions, aliases: Object.fromEntries(parts) };
};
