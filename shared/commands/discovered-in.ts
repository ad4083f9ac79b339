import type { MetricStates } from '../domain/metric-state.ts';
import type { Clock } from '../ports/clock.ts';
import { suspectedMetrics, type IsDiscovered } from '../rules/detection/metrics/read-metrics.ts';
import { admitDiscoveries } from '../rules/discovery/admit-discoveries.ts';
import { METRICS_A_TARGET } from '../rules/discovery/evidence-needed.ts';
import type { Discoveries } from '../store/discoveries.ts';

export type DiscoveredInDependencies = {
  readonly discoveries: Pick<Discoveries, 'update'>;
  /** How many targets are watched; asked only when something is suspected. */
  readonly targetsWatched: () => number | Promise<number>;
  readonly clock: Clock;
};

/**
 * Which changes of a target's metrics are to be believed, given all that is watched and was found before: the false discovery rate is held over all
 * metrics of all targets. Costs nothing where no metric has evidence, one read where one has, and one write for each discovery.
 */
export const discoveredIn = ({ discoveries, targetsWatched, clock }: DiscoveredInDependencies) => async (targetId: string, metrics: MetricStates): Promise<IsDiscovered> => {
  const episodeOf = (name: string, since: number): string => `${targetId} ${name} ${since}`;
  const asks = suspectedMetrics({ metrics }).map(({ name, since, evidence }) => ({ episode: episodeOf(name, since), evidence }));
  if (asks.length === 0) return () => false;
  const metricsWatched = METRICS_A_TARGET * Math.max(1, await targetsWatched());
  const now = clock.now();
  let admitted: ReadonlySet<string> = new Set();
  await discoveries.update((ledger) => {
    const answer = admitDiscoveries(ledger, asks, { metricsWatched, now });
    admitted = answer.admitted;
    return answer.ledger;
  });
  return (name, since) => admitted.has(episodeOf(name, since));
};
