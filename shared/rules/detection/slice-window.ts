import type { TargetState } from '../../domain/target-state.ts';
import type { CallTally, Slice, VersionSlice } from '../../domain/version-slice.ts';
import { mergeCallers, NO_CALLERS } from './callers.ts';
import type { FoldSettings } from './fold-settings.ts';
import { addTally } from './tally.ts';

const PER_LEVEL = 3;
const MOST_VERSIONS = 6;
const MOST_CALLS = 32;
const MOST_WAITS = 12;
const MOST_NAMES = 20;

export const quietSlice = (from: number, to: number): Slice => ({ from, to, level: 0, metrics: 0, logs: 0, events: 0, throttles: 0, versions: {} });

export const quietVersionSlice = (): VersionSlice => ({
  requests: 0, failures: 0, timeouts: 0, coldStarts: 0, records: 0, durationUs: 0, memoryUsedMb: 0, memorySizeMb: 0,
  durations: {}, routes: {}, callers: NO_CALLERS, calls: {}, waits: {}, stalls: {}, errors: {}, caches: {},
});

export const quietCallTally = (): CallTally => ({
  requests: 0, calls: 0, callUs: 0, aloneUs: 0, requestUs: 0, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0,
  perRequest: {}, keys: {}, inFlight: {}, requestMs: {}, callMs: {},
});

/** The slice to which a moment belongs; time before all slices belongs to the oldest. */
export const sliceAt = (state: TargetState, at: number, { sliceSeconds, retentionHours }: FoldSettings): Slice => {
  const newest = state.slices.at(-1);
  if (newest !== undefined && at < newest.to) return state.slices.findLast((slice) => slice.from <= at) ?? state.slices[0] ?? newest;
  const width = sliceSeconds * 1000;
  const from = Math.floor(at / width) * width;
  const made = quietSlice(from, from + width);
  state.slices.push(made);
  state.slices = rollUp(state.slices.filter((slice) => slice.to > from - retentionHours * 3_600_000));
  return made;
};

/**
 * Keeps the window small: of three slices of one level the two oldest become one of the next. So a day of ten-minute slices is about
 * fifteen slices, and how finely time is known is in proportion to how long ago it was.
 */
const rollUp = (slices: readonly Slice[]): Slice[] => {
  const rolled = [...slices];
  for (let level = 0; level <= 16; level += 1) {
    const same = rolled.filter((slice) => slice.level === level);
    const [older, newer] = same;
    if (same.length <= PER_LEVEL || older === undefined || newer === undefined) continue;
    rolled.splice(rolled.indexOf(older), 2, mergeSlices(older, newer));
  }
  return rolled;
};

const mergeSlices = (older: Slice, newer: Slice): Slice => {
  const merged: Slice = {
    ...quietSlice(older.from, newer.to),
    level: newer.level + 1,
    metrics: older.metrics + newer.metrics,
    logs: older.logs + newer.logs,
    events: older.events + newer.events,
    throttles: older.throttles + newer.throttles,
    ...(older.asked || newer.asked ? { asked: [(older.asked?.[0] ?? 0) + (newer.asked?.[0] ?? 0), (older.asked?.[1] ?? 0) + (newer.asked?.[1] ?? 0)] as [number, number] } : {}),
  };
  for (const slice of [older, newer]) {
    for (const [version, tally] of Object.entries(slice.versions)) addVersion((merged.versions[version] ??= quietVersionSlice()), tally);
  }
  keepMost(merged.versions, MOST_VERSIONS, (version) => version.requests);
  return merged;
};

const SUMS = ['requests', 'failures', 'timeouts', 'coldStarts', 'records', 'durationUs'] as const satisfies readonly (keyof VersionSlice)[];
const CALL_SUMS = ['requests', 'calls', 'callUs', 'aloneUs', 'requestUs', 'repeats', 'seenBefore', 'failed', 'timedOut'] as const satisfies readonly (keyof CallTally)[];
const CALL_TALLIES = ['perRequest', 'keys', 'inFlight', 'requestMs', 'callMs'] as const satisfies readonly (keyof CallTally)[];

export const addCall = (into: CallTally, from: CallTally): void => {
  for (const field of CALL_SUMS) into[field] += from[field];
  for (const field of CALL_TALLIES) addTally(into[field], from[field]);
};

/** Adds what a version did in one slice to what it did in another, in place. */
export const addVersion = (into: VersionSlice, from: VersionSlice): void => {
  for (const field of SUMS) into[field] += from[field];
  into.memoryUsedMb = Math.max(into.memoryUsedMb, from.memoryUsedMb);
  into.memorySizeMb = Math.max(into.memorySizeMb, from.memorySizeMb);
  into.callers = mergeCallers(into.callers, from.callers);
  addTally(into.durations, from.durations);
  addTally(into.routes, from.routes);
  addTally(into.errors, from.errors);
  for (const [id, call] of Object.entries(from.calls)) addCall((into.calls[id] ??= quietCallTally()), call);
  for (const [order, wait] of Object.entries(from.waits)) {
    const sum = (into.waits[order] ??= { requests: 0, requestUs: 0, waitUs: wait.waitUs.map(() => 0), requestMs: {} });
    sum.requests += wait.requests;
    sum.requestUs += wait.requestUs;
    sum.waitUs = sum.waitUs.map((us, index) => us + (wait.waitUs[index] ?? 0));
    addTally(sum.requestMs, wait.requestMs);
  }
  for (const [id, stall] of Object.entries(from.stalls)) {
    const sum = (into.stalls[id] ??= { stalls: 0, stalledMs: 0, timeouts: 0 });
    sum.stalls += stall.stalls;
    sum.stalledMs += stall.stalledMs;
    sum.timeouts += stall.timeouts;
  }
  for (const [name, [hits, misses]] of Object.entries(from.caches)) {
    const sum = (into.caches[name] ??= [0, 0]);
    sum[0] += hits;
    sum[1] += misses;
  }
  keepMost(into.calls, MOST_CALLS, (call) => call.calls);
  keepMost(into.waits, MOST_WAITS, (wait) => wait.requests);
  keepMost(into.stalls, MOST_NAMES, (stall) => stall.stalls);
  keepMost(into.caches, MOST_NAMES, ([hits, misses]) => hits + misses);
  keepMost(into.routes, MOST_NAMES, (count) => count);
};

/** Leaves the `most` entries that weigh most. */
const keepMost = <Value>(record: Record<string, Value>, most: number, weigh: (value: Value) => number): void => {
  const entries = Object.entries(record);
  if (entries.length <= most) return;
  entries.sort(([, a], [, b]) => weigh(b) - weigh(a));
  for (const [key] of entries.slice(most)) delete record[key];
};

/** The entry of `key`, made if need be; when the record is full, the lightest entry makes room. */
const entry = <Value>(record: Record<string, Value>, key: string, most: number, make: () => Value, weigh: (value: Value) => number): Value => {
  const found = record[key];
  if (found !== undefined) return found;
  keepMost(record, most - 1, weigh);
  return (record[key] = make());
};

export const versionIn = (slice: Slice, version: string): VersionSlice => entry(slice.versions, version, MOST_VERSIONS, quietVersionSlice, (one) => one.requests);
export const callIn = (version: VersionSlice, id: string): CallTally => entry(version.calls, id, MOST_CALLS, quietCallTally, (call) => call.calls);
export const waitIn = (version: VersionSlice, order: string, stages: number) =>
  entry(version.waits, order, MOST_WAITS, () => ({ requests: 0, requestUs: 0, waitUs: Array.from({ length: stages }, () => 0), requestMs: {} }), (wait) => wait.requests);
export const stallIn = (version: VersionSlice, id: string) => entry(version.stalls, id, MOST_NAMES, () => ({ stalls: 0, stalledMs: 0, timeouts: 0 }), (stall) => stall.stalls);
export const cacheIn = (version: VersionSlice, name: string) => entry(version.caches, name, MOST_NAMES, (): [number, number] => [0, 0], ([hits, misses]) => hits + misses);

export const countRoute = (version: VersionSlice, route: string): void => {
  version.routes[route] = entry(version.routes, route, MOST_NAMES, () => 0, (count) => count) + 1;
};

/** Counts one error of a cluster; at most 40 clusters exist, so this needs no bound of its own. */
export const countError = (version: VersionSlice, clusterId: string): void => {
  version.errors[clusterId] = (version.errors[clusterId] ?? 0) + 1;
};
