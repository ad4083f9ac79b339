import type { CacheCost, CallTally, GrowthTally, VersionSlice } from '../../domain/version-slice.ts';
import { mergeCallers, NO_CALLERS } from './callers.ts';
import { keepMost } from './keep-most.ts';
import { addTally } from './tally.ts';

/** How many entries a version's slice keeps of each kind; the lightest make room. */
export const MOST = { calls: 32, waits: 12, names: 20, growthRoutes: 4 } as const;

/** Longer sums would no longer be exact, and no honest log reaches them. */
const LARGEST = Number.MAX_SAFE_INTEGER;
const sum = (a: number, b: number): number => Math.min(LARGEST, a + b);

export const quietVersionSlice = (): VersionSlice => ({
  requests: 0, failures: 0, timeouts: 0, coldStarts: 0, records: 0, durationUs: 0, memoryUsedMb: 0, memorySizeMb: 0,
  durations: {}, routes: {}, callers: NO_CALLERS, calls: {}, waits: {}, stalls: {}, errors: {}, caches: {},
});

export const quietCallTally = (): CallTally => ({
  requests: 0, calls: 0, callUs: 0, aloneUs: 0, requestUs: 0, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0,
  perRequest: {}, keys: {}, inFlight: {}, requestMs: {}, callMs: {},
});

const SUMS = ['requests', 'failures', 'timeouts', 'coldStarts', 'records', 'durationUs'] as const satisfies readonly (keyof VersionSlice)[];
const CALL_SUMS = ['requests', 'calls', 'callUs', 'aloneUs', 'requestUs', 'repeats', 'seenBefore', 'failed', 'timedOut'] as const satisfies readonly (keyof CallTally)[];
const CALL_TALLIES = ['perRequest', 'keys', 'inFlight', 'requestMs', 'callMs'] as const satisfies readonly (keyof CallTally)[];

/** Adds calls of one kind to others, in place. */
export const addCall = (into: CallTally, from: CallTally): void => {
  for (const field of CALL_SUMS) into[field] = sum(into[field], from[field]);
  for (const field of CALL_TALLIES) addTally(into[field], from[field]);
  if (from.failedRequests === undefined) return;
  into.failedRequests = (into.failedRequests ?? 0) + from.failedRequests;
  into.survived = (into.survived ?? 0) + (from.survived ?? 0);
};

/** Adds what a version did in one slice to what it did in another, in place. */
export const addVersion = (into: VersionSlice, from: VersionSlice): void => {
  for (const field of SUMS) into[field] = sum(into[field], from[field]);
  into.memoryUsedMb = Math.max(into.memoryUsedMb, from.memoryUsedMb);
  into.memorySizeMb = Math.max(into.memorySizeMb, from.memorySizeMb);
  into.callers = mergeCallers(into.callers, from.callers);
  addTally(into.durations, from.durations);
  addTally(into.routes, from.routes);
  addTally(into.errors, from.errors);
  for (const [id, call] of Object.entries(from.calls)) addCall((into.calls[id] ??= quietCallTally()), call);
  addWaits(into, from);
  addCaches(into, from);
  for (const [id, stall] of Object.entries(from.stalls)) {
    const total = (into.stalls[id] ??= { stalls: 0, stalledMs: 0, timeouts: 0 });
    total.stalls += stall.stalls;
    total.stalledMs += stall.stalledMs;
    total.timeouts += stall.timeouts;
  }
  for (const [route, sizes] of Object.entries(from.growth ?? {})) addGrowth(((into.growth ??= {})[route] ??= {}), sizes);
  if (from.own !== undefined) into.own = addTuple(into.own ?? [0, 0, 0], from.own);
  if (from.cold !== undefined) {
    const cold = (into.cold ??= { ms: {}, initMs: {} });
    addTally(cold.ms, from.cold.ms);
    addTally(cold.initMs, from.cold.initMs);
  }
  keepMost(into.calls, MOST.calls, (call) => call.calls);
  keepMost(into.waits, MOST.waits, (wait) => wait.requests);
  keepMost(into.stalls, MOST.names, (stall) => stall.stalls);
  keepMost(into.caches, MOST.names, ([hits, misses]) => hits + misses);
  keepMost(into.cacheCosts ?? {}, MOST.names, ([clean, , missed]) => clean + missed);
  keepMost(into.routes, MOST.names, (count) => count);
  keepMost(into.growth ?? {}, MOST.growthRoutes, growthRequests);
};

/** Requests behind a growth tally, to weigh it by. */
export const growthRequests = (sizes: GrowthTally): number => Object.values(sizes).reduce((total, [requests]) => total + requests, 0);

const addWaits = (into: VersionSlice, from: VersionSlice): void => {
  for (const [order, wait] of Object.entries(from.waits)) {
    const total = (into.waits[order] ??= { requests: 0, requestUs: 0, waitUs: wait.waitUs.map(() => 0), requestMs: {} });
    total.requests += wait.requests;
    total.requestUs = sum(total.requestUs, wait.requestUs);
    total.waitUs = total.waitUs.map((us, index) => sum(us, wait.waitUs[index] ?? 0));
    if (wait.longestUs !== undefined) total.longestUs = sum(total.longestUs ?? 0, wait.longestUs);
    addTally(total.requestMs, wait.requestMs);
  }
};

const addCaches = (into: VersionSlice, from: VersionSlice): void => {
  for (const [name, [hits, misses]] of Object.entries(from.caches)) {
    const total = (into.caches[name] ??= [0, 0]);
    total[0] += hits;
    total[1] += misses;
  }
  for (const [name, cost] of Object.entries(from.cacheCosts ?? {})) {
    const costs = (into.cacheCosts ??= {});
    costs[name] = addTuple<CacheCost>(costs[name] ?? [0, 0, 0, 0, 0], cost);
  }
};

const addGrowth = (into: GrowthTally, from: GrowthTally): void => {
  for (const [bucket, sums] of Object.entries(from)) into[bucket] = addTuple<GrowthTally[string]>(into[bucket] ?? [0, 0, 0, 0], sums);
};

type Tuple = [number, number, ...number[]];
const addTuple = <Kind extends Tuple>(a: Kind, b: Kind): Kind => a.map((value, index) => sum(value, b[index] ?? 0)) as Kind;
