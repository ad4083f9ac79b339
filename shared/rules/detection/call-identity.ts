import type { TargetState } from '../../domain/target-state.ts';
import { hashName, textKey } from './text-key.ts';

const MOST_KNOWN = 64;
const DEEPEST = 5;
const IDENTIFYING_FRAMES = 3;

/**
 * The id of the calls of one shape from one place, remembered in the state. The place is the lines of the innermost three frames,
 * without columns: the first iteration of an async loop and the later ones give the same lines but different columns.
 */
export const callIdentity = (state: TargetState, call: { shape: string; method: string; stack: readonly string[] }): string => {
  const lines = call.stack.slice(0, IDENTIFYING_FRAMES).map((frame) => frame.replace(/:\d+(?: .*)?$/, ''));
  const id = hashName([call.method, call.shape, ...lines].join('\n'));
  if (state.calls[id] !== undefined) return id;
  if (Object.keys(state.calls).length >= MOST_KNOWN) dropUnused(state);
  state.calls[id] = {
    shape: textKey(call.shape, 160),
    method: textKey(call.method, 12),
    stack: call.stack.slice(0, DEEPEST).map((frame) => textKey(frame, 160)),
  };
  return id;
};

/** Makes room, for a quarter at once: calls that no slice counts any more go first, then those counted least. */
const dropUnused = (state: TargetState): void => {
  const counted = new Map<string, number>();
  for (const version of state.slices.flatMap((slice) => Object.values(slice.versions))) {
    for (const [id, { calls }] of Object.entries(version.calls)) counted.set(id, (counted.get(id) ?? 0) + calls);
    for (const [id, { stalls }] of Object.entries(version.stalls)) counted.set(id, (counted.get(id) ?? 0) + stalls);
  }
  const ids = Object.keys(state.calls).sort((a, b) => (counted.get(a) ?? 0) - (counted.get(b) ?? 0));
  for (const id of ids.slice(0, MOST_KNOWN / 4)) delete state.calls[id];
};
