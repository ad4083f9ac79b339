import type { LogLine, TargetEvent } from '../../shared/domain/signal.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Target } from '../../shared/domain/target.ts';
import { emptyTargetState, type TargetState } from '../../shared/domain/target-state.ts';
import { busiestVersion } from '../../shared/rules/detection/evidence-window.ts';
import type { FoldSettings } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import { openMetrics } from '../../shared/rules/detection/metrics/open-metrics.ts';
import { findOpportunities } from '../../shared/rules/scoring/find-opportunities.ts';
import type { MetricRow } from './metric-row.ts';

const MOST_LINES = 5_000;
/** As in production: a line has this long to arrive before its minute is judged. */
const ARRIVAL_MS = 30_000;
const WINDOW_HOURS = 24;

/** A target whose telemetry comes from a recording: through the very fold and analysis that production runs, with the recording's clock. */
export class ReplayedTarget {
  readonly #target: Target;
  readonly #settings: FoldSettings;
  readonly #sourceMap: string | undefined;
  #state: TargetState;
  #lines: LogLine[] = [];
  #events: TargetEvent[] = [];
  #pages = 0;
  #latest = 0;
  #known: readonly Opportunity[] = [];

  constructor(target: Target, settings: FoldSettings, sourceMap: string | undefined) {
    this.#target = target;
    this.#settings = settings;
    this.#sourceMap = sourceMap;
    this.#state = emptyTargetState(target.id);
  }

  get state(): TargetState {
    return this.#state;
  }

  line(line: LogLine): void {
    this.#lines.push(line);
    this.#latest = Math.max(this.#latest, line.at);
    if (this.#lines.length >= MOST_LINES) this.#fold(this.#latest - ARRIVAL_MS);
  }

  event(event: TargetEvent): void {
    this.#events.push(event);
  }

  /** A point of a metric that the logs do not tell; one that is no later than the last of its metric is left out. */
  metric({ metric, at, value, requests }: MetricRow): void {
    const metrics = openMetrics(this.#state);
    metrics.feed(metric, at, value, requests);
    metrics.keep();
  }

  /** What would have been listed at `now`. Everything before it has been read. */
  analyse(now: number): readonly Opportunity[] {
    this.#fold(now);
    // Metrics without any log: they belong to whatever served.
    const version = this.#state.servingVersion ?? busiestVersion(this.#state) ?? 'unknown';
    const { open } = findOpportunities(
      { target: this.#target, state: this.#state, serving: { version }, sourceMap: this.#sourceMap, lessons: [], known: this.#known, busyKeys: [] },
      { windowHours: WINDOW_HOURS, now, idOf: (key) => key },
    );
    this.#known = open;
    return open;
  }

  #fold(completeUntil: number): void {
    this.#pages += 1;
    const page = { lines: this.#lines, events: this.#events, next: `page ${this.#pages}`, completeUntil: Math.max(completeUntil, this.#state.completeUntil) };
    this.#state = foldPage(this.#state, page, this.#settings).state;
    this.#lines = [];
    this.#events = [];
  }
}
