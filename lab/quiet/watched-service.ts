import { MetricName, type MetricState } from '../../shared/domain/metric-state.ts';
import { MetricWatch } from '../../shared/rules/detection/metrics/metric-watch.ts';
import { slowChanges } from '../../shared/rules/detection/metrics/slow-change.ts';
import type { SimulatedMinute } from './healthy-service.ts';

const START = Date.UTC(2026, 5, 1);
const MINUTE_MS = 60_000;

/** The ten metrics of one target as production watches them, fed by minutes since a Monday. */
export class WatchedService {
  readonly #watches: Map<MetricName, MetricWatch>;

  constructor(states: ReadonlyMap<MetricName, MetricState> = new Map()) {
    this.#watches = new Map(MetricName.options.map((name) => [name, MetricWatch.restore(name, states.get(name))]));
  }

  /** A minute's points; answers the metrics that have, by now, got worse by what matters with at least `needed` evidence. */
  take(minute: number, { points, deployed }: SimulatedMinute, needed: number): { name: MetricName; since: number }[] {
    if (deployed) for (const watch of this.#watches.values()) watch.relearn();
    const found = [];
    for (const { name, value, requests } of points) {
      const watch = this.#watches.get(name);
      watch?.feed(START + minute * MINUTE_MS, value, requests);
      if (watch === undefined || watch.evidence < needed) continue;
      const change = watch.change();
      if (change?.matters === true) found.push({ name, since: change.since });
    }
    return found;
  }

  /** The metrics that have moved by what matters over days. */
  movedSlowly(): string[] {
    return slowChanges(Object.fromEntries([...this.#watches].map(([name, watch]) => [name, watch.state()]))).map(({ name }) => name);
  }

  /** As after a restart: what is stored, read again. */
  restarted(): WatchedService {
    const stored = [...this.#watches].map(([name, watch]): [MetricName, MetricState] => [name, JSON.parse(JSON.stringify(watch.state())) as MetricState]);
    return new WatchedService(new Map(stored));
  }
}
