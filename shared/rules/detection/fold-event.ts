import type { TargetEvent } from '../../domain/signal.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { FoldSettings } from './fold-settings.ts';
import { closePoints, countThrottles, type PointContext } from './metric-point.ts';
import { sliceAt } from './slice-window.ts';
import { textKey } from './text-key.ts';

const MOST_REMEMBERED = 200;

/**
 * Takes in one event. The same id within the de-duplication window is the same event.
 * A deployment that names another version starts the metrics anew; a change of weights does not.
 */
export const foldEvent = (context: PointContext & { readonly settings: FoldSettings }, event: TargetEvent, at: number): void => {
  const { state, metrics, settings } = context;
  const id = textKey(event.id, 120);
  const windowMs = settings.eventDedupSeconds * 1000;
  const seenAt = state.recentEvents[id];
  if (seenAt !== undefined && at - seenAt < windowMs) {
    state.ignored.duplicates += 1;
    return;
  }
  remember(state, id, at, windowMs);
  const slice = sliceAt(state, at, settings);
  slice.events += 1;
  if (event.kind === 'throttle') {
    const count = Math.min(event.count, 1_000_000);
    slice.throttles += count;
    countThrottles(context, at, count);
  }
  const isServing = event.kind === 'deployment' && (settings.alias === undefined || settings.alias === event.alias);
  if (isServing && event.version !== state.servingVersion) {
    state.servingVersion = textKey(event.version, 60);
    state.servingSince = at;
    closePoints(context, at);
    delete state.pool;
    metrics.relearn();
  }
};

const remember = (state: TargetState, id: string, at: number, windowMs: number): void => {
  for (const [known, seenAt] of Object.entries(state.recentEvents)) if (at - seenAt >= windowMs) delete state.recentEvents[known];
  const [oldest] = Object.keys(state.recentEvents);
  if (oldest !== undefined && Object.keys(state.recentEvents).length >= MOST_REMEMBERED) delete state.recentEvents[oldest];
  state.recentEvents[id] = at;
};
