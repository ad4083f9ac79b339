import type { ProbeRecord } from '../../domain/probe-record.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { CacheCost, VersionSlice } from '../../domain/version-slice.ts';
import { callIdentity } from './call-identity.ts';
import { countInHour } from './dependency-hours.ts';
import { countOwnTime } from './count-growth.ts';
import { cacheCostIn, cacheIn, callIn, stallIn, waitIn } from './slice-window.ts';
import { boundedMs, countMs, countNumber } from './tally.ts';
import { isRead } from './is-read.ts';
import { textKey } from './text-key.ts';
import { aloneMs, mostInFlight, waitOrder } from './wait-order.ts';

const MOST_CALLS = 64;
const MOST_COUNT = 100_000;
/** Requirement: a time-out is a call of more than five seconds. */
const STALL_MS = 5_000;

const microseconds = (ms: number): number => Math.round(boundedMs(ms) * 1000);
const bounded = (count: number): number => Math.min(count, MOST_COUNT);

type CallGroup = { calls: number; us: number; maxMs: number; keys: number; repeats: number; seenBefore: number; failed: number; timedOut: number };

/** Adds the calls, waits and caches of one invocation to its version's slice, in place. */
export const countCalls = (state: TargetState, version: VersionSlice, record: ProbeRecord, at: number): void => {
  const requestUs = microseconds(record.durationMs);
  const ids = record.calls.slice(0, MOST_CALLS).map((call) => callIdentity(state, call));
  const spans = record.spans.flatMap(([index, startMs, durationMs]) => {
    const id = ids[index];
    return id === undefined ? [] : [{ id, startMs, endMs: startMs + boundedMs(durationMs) }];
  });
  const groups = groupsOf(record, ids);
  const spansOf = Map.groupBy(spans, ({ id }) => id);
  const alone = aloneMs(spans);
  for (const [id, group] of groups) {
    const tally = callIn(version, id);
    tally.requests += 1;
    tally.calls += group.calls;
    tally.callUs += group.us;
    const own = spansOf.get(id) ?? [];
    tally.aloneUs += aloneUs(group, alone.get(id), own.length);
    tally.requestUs += requestUs;
    tally.repeats += group.repeats;
    tally.seenBefore += group.seenBefore;
    tally.failed += group.failed;
    tally.timedOut += group.timedOut;
    if (group.failed > 0) {
      tally.failedRequests = (tally.failedRequests ?? 0) + 1;
      tally.survived = (tally.survived ?? 0) + Number(record.outcome === 'ok');
    }
    countNumber(tally.perRequest, group.calls);
    countNumber(tally.keys, group.keys);
    countNumber(tally.inFlight, mostInFlight(own));
    countMs(tally.requestMs, record.durationMs);
    const known = state.calls[id];
    if (known !== undefined) countInHour(state, known, at, Math.min(group.maxMs, STALL_MS));
    if (group.maxMs < STALL_MS) countMs(tally.callMs, group.maxMs);
    else countStall(version, id, group.maxMs, false);
  }
  const single = spans.filter(({ id }) => groups.get(id)?.calls === 1);
  const order = waitOrder(single);
  if (order !== undefined) {
    const wait = waitIn(version, order.key, order.waitsMs.length);
    wait.requests += 1;
    wait.requestUs += requestUs;
    const reads = single.filter(({ id }) => isRead(state.calls[id] ?? { method: '' }));
    wait.longestUs = (wait.longestUs ?? 0) + microseconds(reads.reduce((most, { startMs, endMs }) => Math.max(most, endMs - startMs), 0));
    wait.waitUs = wait.waitUs.map((us, index) => us + microseconds(order.waitsMs[index] ?? 0));
    countMs(wait.requestMs, record.durationMs);
  }
  for (const [name, { hits, misses }] of Object.entries(record.cache ?? {}).slice(0, MOST_CALLS)) {
    const cache = cacheIn(version, textKey(name, 60));
    cache[0] += bounded(hits);
    cache[1] += bounded(misses);
    if (hits + misses > 0) countCacheCost(cacheCostIn(version, textKey(name, 60)), requestUs, bounded(misses));
  }
  countOwnTime(version, record, spans);
};

const countCacheCost = (cost: CacheCost, requestUs: number, misses: number): void => {
  if (misses === 0) {
    cost[0] += 1;
    cost[1] += requestUs;
  } else {
    cost[2] += 1;
    cost[3] += requestUs;
    cost[4] += misses;
  }
};

/** The probe tells the timeline of the first forty calls; the rest of a longer loop is taken to be like its beginning. */
const aloneUs = (group: CallGroup, ms: number | undefined, spans: number): number =>
  Math.min(group.us, spans === 0 ? group.us : microseconds(ms ?? 0) * Math.max(1, Math.round(group.calls / spans)));

/** Counts a call that stalled for `stalledMs`; `killed`: its invocation ran into the function's time-out. */
export const countStall = (version: VersionSlice, callId: string, stalledMs: number, killed: boolean): void => {
  const stall = stallIn(version, callId);
  stall.stalls += 1;
  stall.stalledMs += Math.round(boundedMs(stalledMs));
  stall.timeouts += Number(killed);
};

/** The record's calls by identity: what the probe told apart by column only is one call here. */
const groupsOf = (record: ProbeRecord, ids: readonly string[]): Map<string, CallGroup> => {
  const groups = new Map<string, CallGroup>();
  for (const [index, id] of ids.entries()) {
    const call = record.calls[index];
    if (call === undefined) continue;
    let group = groups.get(id);
    if (group === undefined) groups.set(id, (group = { calls: 0, us: 0, maxMs: 0, keys: 0, repeats: 0, seenBefore: 0, failed: 0, timedOut: 0 }));
    group.calls += bounded(call.count);
    group.us += microseconds(call.totalMs);
    group.maxMs = Math.max(group.maxMs, boundedMs(call.maxMs));
    group.keys += bounded(call.distinctKeys);
    group.repeats += bounded(call.repeats);
    group.seenBefore += bounded(call.seenBefore);
    group.failed += bounded(call.failed);
    group.timedOut += bounded(call.timedOut);
  }
  return groups;
};
