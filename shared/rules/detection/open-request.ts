import type { OpenRequest } from '../../domain/open-request.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { textKey } from './text-key.ts';

const MOST_OPEN = 200;

/** The request as far as it is known, for its lines to be put together; the quarter heard of first makes room when 200 are open. */
export const openRequest = (state: TargetState, rawId: string, at: number): OpenRequest => {
  const id = textKey(rawId, 64);
  const found = state.openRequests[id];
  if (found !== undefined) return found;
  const ids = Object.keys(state.openRequests);
  if (ids.length >= MOST_OPEN) for (const old of ids.slice(0, MOST_OPEN / 4)) delete state.openRequests[old];
  return (state.openRequests[id] = { at, failed: false, timedOut: false, clustered: false });
};

/** Takes the request out, at its end. */
export const closeRequest = (state: TargetState, rawId: string, at: number): OpenRequest => {
  const id = textKey(rawId, 64);
  const found = state.openRequests[id];
  delete state.openRequests[id];
  return found ?? { at, failed: false, timedOut: false, clustered: false };
};
