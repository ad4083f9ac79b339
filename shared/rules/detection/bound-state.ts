import type { TargetState } from '../../domain/target-state.ts';

const MOST_BYTES = 180_000;

const bytesOf = (state: TargetState): number => {
  const json = JSON.stringify(state);
  return json.length * 3 <= MOST_BYTES ? json.length : new TextEncoder().encode(json).length;
};

/**
 * Keeps the state below 180 KB of JSON, in place. The bounds of its parts hold it far below in any ordinary case; when hostile input fills
 * all of them at once, stack traces that are still coming go, then the oldest slices, then what is not needed to go on.
 */
export const boundState = (state: TargetState): void => {
  while (bytesOf(state) > MOST_BYTES) {
    if (Object.keys(state.openStreams).length > 0) state.openStreams = {};
    else if (state.slices.length > 1) state.slices = state.slices.slice(Math.ceil(state.slices.length / 4));
    else if (Object.keys(state.openRequests).length > 0) state.openRequests = {};
    else if (state.openPeriods.length > 1) state.openPeriods = state.openPeriods.slice(0, Math.floor(state.openPeriods.length / 2));
    else return;
  }
};
