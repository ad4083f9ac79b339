import type { Period } from '../../domain/period.ts';
import type { LogLine, TargetEvent } from '../../domain/signal.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { boundState } from './bound-state.ts';
import { foldEvent } from './fold-event.ts';
import { foldLine, type LineContext } from './fold-line.ts';
import type { FoldSettings } from './fold-settings.ts';
import { errorClusters } from './count-error.ts';
import { closeTrace } from './logs/fold-error.ts';
import { patternBook } from './logs/learn-patterns.ts';
import { logStreams } from './logs/log-streams.ts';
import { completePeriods } from './open-period.ts';
import { closePoints } from './metric-point.ts';
import { openMetrics } from './metrics/open-metrics.ts';
import { hash52 } from './text-key.ts';

const MOST_REMEMBERED_LINES = 512;
const MOST_SKEW_MS = 60_000;
/** A first look reads what there is; nothing is kept for longer. */
const OLDEST_MS = 31 * 86_400_000;

/** A page of telemetry as the `Telemetry` port gives it; a page that answers the cursor in the state. */
export type FoldPage = {
  readonly lines: readonly LogLine[];
  readonly events: readonly TargetEvent[];
  readonly next: string;
  readonly completeUntil: number;
};

/**
 * Takes a page of telemetry into a target's state and gives the periods that became complete by it, oldest first.
 *
 * Pure, and independent of how the log was cut into pages. `page` must be what was read from `state.cursor`; a page that ends where the
 * state stands already adds no lines. Lines are taken in the order of their time, those of one moment in the order of their ids where
 * the page has them in no order; events before lines of the same moment.
 *
 * What counts where:
 * - A line that was delivered before, among the last 512, counts nowhere (`ignored.duplicates`).
 * - A line whose moment is more than a minute ahead of `completeUntil`, or no moment at all, comes from a clock that runs wrong. It is
 *   left out (`ignored.skewed`): it would open a part of the window in which later, honest lines have no place. A request among them is
 *   missing from the counts. An event of such a time is taken for one of `completeUntil`, since a deployment is one whenever it was.
 * - A line that is late (of an earlier page's time) counts in the slice of its own moment, in the errors and in the log's patterns; in
 *   its period only if that is not written yet (`ignored.late` otherwise); in the metrics only if its point is not complete yet.
 * - A line that is late by more than the retention counts nowhere (`ignored.late`).
 */
export const foldPage = (before: TargetState, page: FoldPage, settings: FoldSettings): { state: TargetState; periods: Period[] } => {
  const state = structuredClone(before);
  const metrics = openMetrics(state);
  if (page.next !== before.cursor) foldRecords({ state, metrics, settings }, page);
  const periods = completePeriods(state, page.completeUntil, settings.periodSeconds);
  closePoints({ state, metrics, settings }, page.completeUntil);
  metrics.keep();
  state.cursor = page.next;
  state.completeUntil = Math.max(state.completeUntil, page.completeUntil);
  boundState(state);
  return { state, periods };
};

const inOrder = (lines: readonly LogLine[]): readonly LogLine[] => {
  const isSorted = lines.every(({ at }, index) => index === 0 || at >= (lines[index - 1]?.at ?? 0));
  if (isSorted) return lines;
  // What is no moment is left out later; here it must not stand in the way.
  const momentOf = ({ at }: LogLine): number => (at >= 0 ? at : Number.MAX_VALUE);
  return [...lines].sort((a, b) => momentOf(a) - momentOf(b) || a.id.length - b.id.length || (a.id < b.id ? -1 : 1));
};

const foldRecords = ({ state, metrics, settings }: Pick<LineContext, 'state' | 'metrics' | 'settings'>, page: FoldPage): void => {
  const latest = page.completeUntil + MOST_SKEW_MS;
  const earliest = state.completeUntil > 0 ? state.completeUntil - settings.retentionHours * 3_600_000 : page.completeUntil - OLDEST_MS;

  const context: LineContext = { state, settings, metrics, clusters: errorClusters(state), streams: logStreams(state), patterns: patternBook(state) };
  const recent = new Set(state.recentLines);
  const isNew = newLines(recent);
  const events = [...page.events].sort((a, b) => a.at - b.at);
  let taken = 0;
  const takeEvents = (until: number): void => {
    for (let event = events[taken]; event !== undefined && event.at <= until; event = events[(taken += 1)]) foldEvent(context, event, event.at >= 0 && event.at <= latest ? Math.floor(event.at) : page.completeUntil);
  };
  for (const line of inOrder(page.lines)) {
    takeEvents(Math.min(line.at, latest));
    if (!isNew(line.id)) state.ignored.duplicates += 1;
    else if (!(line.at >= 0 && line.at <= latest)) state.ignored.skewed += 1;
    else if (line.at < earliest) state.ignored.late += 1;
    else foldLine(context, line, Math.floor(line.at));
  }
  takeEvents(Number.POSITIVE_INFINITY);
  for (const overdue of context.streams.overdue(page.completeUntil)) closeTrace(context, overdue);
  for (const surplus of context.streams.keep()) closeTrace(context, surplus);
  context.patterns.keep();
  state.recentLines = [...recent];
};

/** Tells a line from one of the last 512 delivered again. A set keeps the order of insertion, also while it is gone through: what comes next is what was not delivered for longest. */
const newLines = (known: Set<number>): ((id: string) => boolean) => {
  const oldest = known.values();
  return (id) => {
    const hash = hash52(id);
    const isNew = !known.delete(hash);
    known.add(hash);
    if (isNew && known.size > MOST_REMEMBERED_LINES) known.delete(oldest.next().value ?? 0);
    return isNew;
  };
};
