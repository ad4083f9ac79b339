import type { MetricName } from '../../shared/domain/metric-state.ts';
import { evidenceNeeded } from '../../shared/rules/discovery/evidence-needed.ts';
import { HealthyService } from './healthy-service.ts';
import { WatchedService } from './watched-service.ts';

const DAY_MINUTES = 1440;
const METRICS_A_SERVICE = 10;
/** Pawl stops and starts again this often. */
const RESTART_MINUTES = 1700;

/** Metrics that the same detector tells of, as one finding. */
const FINDING_OF: { readonly [name in MetricName]?: string } = { latencyP50Ms: 'latency', latencyP95Ms: 'latency' };
const SAME_MINUTES = 60;

export type QuietMonth = { readonly alerts: readonly string[]; readonly points: number; readonly seconds: number };

/** Watches `services` healthy services (ten metrics each) from their first minute on; an alert is one finding: an episode of a metric (p50 and p95 tell of the same), or a metric that has moved over days, looked for each night. */
export const quietMonth = ({ seed, services, days }: { readonly seed: number; readonly services: number; readonly days: number }): QuietMonth => {
  const needed = evidenceNeeded({ metricsWatched: services * METRICS_A_SERVICE, discoveries: 0 });
  const alerts = new Set<string>();
  let points = 0;
  const startedAt = performance.now();
  for (let index = 0; index < services; index += 1) {
    const service = HealthyService.drawn(seed * 100_000 + index);
    let watched = new WatchedService();
    const lastTold = new Map<string, number>();
    for (let minute = 0; minute < days * DAY_MINUTES; minute += 1) {
      const simulated = service.minute(minute);
      points += simulated.points.length;
      for (const { name, since } of watched.take(minute, simulated, needed)) {
        const told = FINDING_OF[name] ?? name;
        // One finding lasts while its metric does, whichever of its metrics told it first.
        if (minute - (lastTold.get(told) ?? Number.NEGATIVE_INFINITY) > SAME_MINUTES) alerts.add(`service ${index} (${Math.round(service.traits.rpm)} rpm, ${service.traits.shape}): ${told} since ${new Date(since).toISOString()}`);
        lastTold.set(told, minute);
      }
      if (minute % DAY_MINUTES === DAY_MINUTES - 1) for (const name of watched.movedSlowly()) alerts.add(`service ${index} (${Math.round(service.traits.rpm)} rpm, ${service.traits.shape}): ${name} moved slowly`);
      if (minute % RESTART_MINUTES === RESTART_MINUTES - 1) watched = watched.restarted();
    }
  }
  return { alerts: [...alerts], points, seconds: (performance.now() - startedAt) / 1000 };
};
