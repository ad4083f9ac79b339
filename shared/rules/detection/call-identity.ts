import type { TargetState } from '../../domain/target-state.ts';
import { generalShapes, sharedShape } from './call-shape.ts';
import { hashName, textKey } from './text-key.ts';

const MOST_KNOWN = 64;
const DEEPEST = 5;
const IDENTIFYING_FRAMES = 3;

type Call = { readonly shape: string; readonly method: string; readonly reads?: boolean | undefined; readonly stack: readonly string[] };

/** Frames without column and name: the first iteration of an async loop and the later ones give the same lines but different columns. */
const linesOf = (stack: readonly string[], depth: number): string => stack.slice(0, depth).map((frame) => frame.replace(/:\d+(?: .*)?$/, '')).join('\n');
const idOf = ({ method, shape, stack }: Call): string => hashName(`${method}\n${shape}\n${linesOf(stack, IDENTIFYING_FRAMES)}`);

/**
 * The id of the calls of one shape from one place, remembered in the state. The place is the lines of the innermost three frames.
 * The probe recognises identifiers by their form only (`/rates/EUR` is no number): where one line calls shapes that differ in one
 * segment, that segment is an argument, and they are one shape.
 */
export const callIdentity = (state: TargetState, call: Call): string => {
  const recent = recentOf(state);
  const key = `${call.method}\n${call.shape}\n${call.stack.slice(0, DEEPEST).join('\n')}`;
  const found = recent.get(key);
  // An id stays right for as long as it is known: renaming and making room take it out.
  if (found !== undefined && state.calls[found] !== undefined) return found;
  const id = identify(state, call);
  if (recent.size >= MOST_RECENT) recent.clear();
  recent.set(key, id);
  return id;
};

/** Ids of calls just seen, so that the same call in thousands of records is identified once. Nothing but speed depends on it. */
const RECENT = new WeakMap<TargetState['calls'], Map<string, string>>();
const MOST_RECENT = 256;

const recentOf = ({ calls }: TargetState): Map<string, string> => {
  const known = RECENT.get(calls) ?? new Map<string, string>();
  if (known.size === 0) RECENT.set(calls, known);
  return known;
};

const identify = (state: TargetState, call: Call): string => {
  const exact = idOf(call);
  if (state.calls[exact] !== undefined) return exact;
  const general = generalShapes(call.shape).map((shape) => idOf({ ...call, shape })).find((id) => state.calls[id] !== undefined);
  if (general !== undefined) return general;
  const sibling = siblingOf(state, call);
  if (sibling !== undefined) {
    const id = idOf({ ...call, shape: sibling.shape });
    remember(state, id, { ...call, shape: sibling.shape });
    renameCall(state, sibling.id, id);
    return id;
  }
  if (Object.keys(state.calls).length >= MOST_KNOWN) dropLeastCounted(state);
  remember(state, exact, call);
  return exact;
};

const remember = (state: TargetState, id: string, { shape, method, reads, stack }: Call): void => {
  state.calls[id] = { shape: textKey(shape, 160), method: textKey(method, 12), ...(reads === true ? { reads } : {}), stack: stack.slice(0, DEEPEST).map((frame) => textKey(frame, 160)) };
};

const siblingOf = (state: TargetState, call: Call): { id: string; shape: string } | undefined => {
  const lines = linesOf(call.stack, DEEPEST);
  if (lines === '') return undefined;
  for (const [id, known] of Object.entries(state.calls)) {
    const shape = known.method === call.method ? sharedShape(known.shape, call.shape) : undefined;
    if (shape !== undefined && linesOf(known.stack, DEEPEST) === lines) return { id, shape };
  }
  return undefined;
};

/** Counts what was counted under `from` under `to`, everywhere. */
const renameCall = (state: TargetState, from: string, to: string): void => {
  delete state.calls[from];
  const move = <Value>(record: Record<string, Value>): void => {
    const value = record[from];
    if (value === undefined) return;
    delete record[from];
    record[to] = value;
  };
  for (const version of state.slices.flatMap((slice) => Object.values(slice.versions))) {
    move(version.calls);
    move(version.stalls);
    version.waits = Object.fromEntries(Object.entries(version.waits).map(([order, wait]) => [order.replaceAll(from, to), wait]));
  }
  for (const request of Object.values(state.openRequests)) if (request.waiting?.call === from) request.waiting.call = to;
};

/** Makes room, for a quarter at once: calls that no slice counts any more go first, then those counted least. */
const dropLeastCounted = (state: TargetState): void => {
  const counted = new Map<string, number>();
  for (const version of state.slices.flatMap((slice) => Object.values(slice.versions))) {
    for (const [id, { calls }] of Object.entries(version.calls)) counted.set(id, (counted.get(id) ?? 0) + calls);
    for (const [id, { stalls }] of Object.entries(version.stalls)) counted.set(id, (counted.get(id) ?? 0) + stalls);
  }
  const ids = Object.keys(state.calls).sort((a, b) => (counted.get(a) ?? 0) - (counted.get(b) ?? 0));
  for (const id of ids.slice(0, MOST_KNOWN / 4)) delete state.calls[id];
};
