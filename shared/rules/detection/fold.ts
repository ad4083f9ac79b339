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
import { hash52 } from './text-key.ts';

const MOST_REMEMBERED_LINES = 512;
const MOST_SKEW_MS = 600_000;

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
 * state stands already adds no lines. Lines and events are taken in the order of the page, events before lines of the same moment.
 * A time that is more than ten minutes ahead of `completeUntil` is taken for a clock that runs wrong, and for that moment instead.
 */
export const foldPage = (before: TargetState, page: FoldPage, settings: FoldSettings): { state: TargetState; periods: Period[] } => {
  const state = structuredClone(before);
  const latest = page.completeUntil + MOST_SKEW_MS;
  const timeOf = (at: number): number => (at >= 0 && at <= latest ? Math.floor(at) : page.completeUntil);
  if (page.next !== before.cursor) foldRecords(state, page, settings, timeOf);
  const periods = completePeriods(state, page.completeUntil, settings.periodSeconds);
  state.cursor = page.next;
  state.completeUntil = Math.max(state.completeUntil, page.completeUntil);
  boundState(state);
  return { state, periods };
};

const foldRecords = (state: TargetState, page: FoldPage, settings: FoldSettings, timeOf: (at: number) => number): void => {
  const context: LineContext = { state, settings, clusters: errorClusters(state), streams: logStreams(state), patterns: patternBook(state) };
  const recent = new Set(state.recentLines);
  const isNew = newLines(recent);
  const events = [...page.events].sort((a, b) => a.at - b.at);
  let taken = 0;
  const takeEvents = (until: number): void => {
    for (let event = events[taken]; event !== undefined && event.at <= until; event = events[(taken += 1)]) foldEvent(state, event, timeOf(event.at), settings);
  };
  for (const line of page.lines) {
    takeEvents(line.at);
    if (isNew(line.id)) foldLine(context, line, timeOf(line.at));
    else state.ignored.duplicates += 1;
  }
  takeEvents(Number.POSITIVE_INFINITY);
  for (const overdue of context.streams.overdue(page.completeUntil)) closeTrace(context, overdue);
  for (const surplus of context.streams.keep()) closeTrace(context, surplus);
  context.patterns.keep();
  state.recentLines = [...recent];
};

/** Tells a line from one of the last 512 delivered again. A set keeps the order of insertion, so its first entry is the oldest. */
const newLines = (known: Set<number>) => (id: string): boolean => {
  const hash = hash52(id);
  if (known.has(hash)) return false;
  known.add(hash);
  if (known.size > MOST_REMEMBERED_LINES) known.delete(known.values().next().value ?? 0);
  return true;
};
