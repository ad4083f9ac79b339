import type { TargetState } from '../../domain/target-state.ts';
import type { CacheCost, CallTally, GrowthTally, Slice, VersionSlice, WaitTally } from '../../domain/version-slice.ts';
import { addVersion, growthRequests, MOST, quietCallTally, quietVersionSlice } from './add-version.ts';
import type { FoldSettings } from './fold-settings.ts';
import { entryOf, keepMost } from './keep-most.ts';

const PER_LEVEL = 3;
const MOST_VERSIONS = 6;

export const quietSlice = (from: number, to: number): Slice => ({ from, to, level: 0, metrics: 0, logs: 0, events: 0, throttles: 0, versions: {} });

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

export const versionIn = (slice: Slice, version: string): VersionSlice => entryOf(slice.versions, version, MOST_VERSIONS, quietVersionSlice, (one) => one.requests);
export const callIn = (version: VersionSlice, id: string): CallTally => entryOf(version.calls, id, MOST.calls, quietCallTally, (call) => call.calls);
export const waitIn = (version: VersionSlice, order: string, stages: number) =>
  entryOf(version.waits, order, MOST.waits, (): WaitTally => ({ requests: 0, requestUs: 0, waitUs: Array.from({ length: stages }, () => 0), requestMs: {} }), (wait) => wait.requests);
export const stallIn = (version: VersionSlice, id: string) => entryOf(version.stalls, id, MOST.names, () => ({ stalls: 0, stalledMs: 0, timeouts: 0 }), (stall) => stall.stalls);
export const cacheIn = (version: VersionSlice, name: string) => entryOf(version.caches, name, MOST.names, (): [number, number] => [0, 0], ([hits, misses]) => hits + misses);
export const cacheCostIn = (version: VersionSlice, name: string) => entryOf((version.cacheCosts ??= {}), name, MOST.names, (): CacheCost => [0, 0, 0, 0, 0], ([clean, , missed]) => clean + missed);
export const growthIn = (version: VersionSlice, route: string): GrowthTally => entryOf((version.growth ??= {}), route, MOST.growthRoutes, (): GrowthTally => ({}), growthRequests);

export const countRoute = (version: VersionSlice, route: string): void => {
  version.routes[route] = entryOf(version.routes, route, MOST.names, () => 0, (count) => count) + 1;
};

/** Counts one error of a cluster; at most 40 clusters exist, so this needs no bound of its own. */
export const countError = (version: VersionSlice, clusterId: string): void => {
  version.errors[clusterId] = (version.errors[clusterId] ?? 0) + 1;
};
