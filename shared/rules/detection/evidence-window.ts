import type { CodeSite } from '../../domain/code-site.ts';
import type { Target } from '../../domain/target.ts';
import type { ErrorCluster } from '../../domain/error-cluster.ts';
import type { LogPatterns } from '../../domain/log-patterns.ts';
import type { MetricName } from '../../domain/metric-state.ts';
import type { TargetState } from '../../domain/target-state.ts';
import type { CallTally, Slice, StallTally, VersionSlice, WaitTally } from '../../domain/version-slice.ts';
import { addVersion, quietVersionSlice } from './add-version.ts';
import { withoutEach } from './gain/leave-one-out.ts';
import { estimateCallers, mergeCallers } from './callers.ts';
import { dependencyHistories, type DependencyHistory } from './dependency-history.ts';
import { weekPeakMb } from './memory-peaks.ts';
import { readMetrics, type IsDiscovered, type MetricReading } from './metrics/read-metrics.ts';
import { slowChanges, type SlowChange } from './metrics/slow-change.ts';
import type { SiteResolver } from './resolve-sites.ts';

/** Calls of one shape from one place over the window, with their place in the source. */
export type SeenCalls = CallTally & { readonly id: string; readonly shape: string; readonly method: string; readonly reads?: boolean | undefined; readonly sites: CodeSite[]; readonly hoursPerDay: number };
export type SeenStall = StallTally & { readonly id: string; readonly shape: string; readonly method: string; readonly sites: CodeSite[]; readonly hoursPerDay: number };
export type SeenError = ErrorCluster & { readonly id: string; readonly count: number; readonly sites: CodeSite[]; readonly hoursPerDay: number };
/** What the version did between two moments. */
export type SeenSlice = { readonly from: number; readonly to: number; readonly did: VersionSlice };
export type SeenWait = WaitTally & { readonly order: string };

/** What the detectors look at: one version of one target over the window that was really observed. */
export type EvidenceWindow = {
  readonly target: Pick<Target, 'id' | 'limits'>;
  readonly version: string;
  readonly now: number;
  readonly from: number;
  /** From the first to the last moment this version was seen, at most the asked window. */
  readonly observedHours: number;
  readonly total: VersionSlice;
  /** What `total` is the sum of, oldest first. */
  readonly slices: readonly SeenSlice[];
  /** For each slice, the sum of all the others: how much an estimate owes to any one of them. */
  readonly withoutEachSlice: () => readonly VersionSlice[];
  /** Calls by shape over time, of all versions: a dependency is what it is whoever calls it. */
  readonly dependencies: readonly DependencyHistory[];
  readonly calls: readonly SeenCalls[];
  readonly waits: readonly SeenWait[];
  readonly stalls: readonly SeenStall[];
  readonly errors: readonly SeenError[];
  readonly throttles: number;
  /** The most memory that any request of the last eight days used; absent until a week has been seen. */
  readonly weekPeakMb?: number | undefined;
  readonly requestsPerHour: number;
  /** Distinct callers an hour where the probe sees enough of them to be people; requests an hour otherwise. */
  readonly usersPerHour: number;
  /** Those that have got worse by what matters, and are believed to. */
  readonly metrics: { readonly [name in MetricName]?: MetricReading };
  /** Those that have moved by what matters over days. */
  readonly slowChanges: () => readonly SlowChange[];
  /** What the log of all versions says. `until`: how far it was read; `deployedAt`: when the serving version came. */
  readonly patterns: LogPatterns & { readonly until: number; readonly deployedAt: number | undefined };
  readonly analyzed: { readonly metrics: number; readonly logs: number; readonly events: number };
};

const HOUR_MS = 3_600_000;
/** Fewer distinct callers than this are other services or one front door, and say nothing about people. */
const FEWEST_CALLERS = 10;

/** The version with the most requests in the newest slices: what serves when no deployment event has told. */
export const busiestVersion = (state: TargetState): string | undefined => {
  const recent = state.slices.slice(-2).flatMap((slice) => Object.entries(slice.versions));
  return recent.sort(([, a], [, b]) => b.requests - a.requests)[0]?.[0];
};

/** The same window with its places named in the source: adding up is most of the work, and is not done again. */
export const placedWindow = (window: EvidenceWindow, { calls, errors }: Pick<TargetState, 'calls' | 'errors'>, resolve: SiteResolver): EvidenceWindow => ({
  ...window,
  calls: window.calls.map((call) => ({ ...call, sites: resolve(calls[call.id]?.stack ?? []) })),
  stalls: window.stalls.map((stall) => ({ ...stall, sites: resolve(calls[stall.id]?.stack ?? []) })),
  errors: window.errors.map((error) => ({ ...error, sites: resolve(errors[error.id]?.stack ?? []) })),
});

/** Adds up the slices of the last `windowHours` in which `version` was seen. Places are as they were logged: see `placedWindow`. */
export const evidenceWindow = (input: { target: Pick<Target, 'id' | 'limits'>; state: TargetState; version: string; windowHours: number; now: number; resolve: SiteResolver; isDiscovered?: IsDiscovered | undefined }): EvidenceWindow => {
  const { state, version, now, resolve } = input;
  const slices = state.slices.filter((slice) => slice.to > now - input.windowHours * HOUR_MS);
  const seen = slices.filter((slice) => slice.versions[version] !== undefined);
  const total = quietVersionSlice();
  for (const slice of seen) addVersion(total, slice.versions[version] ?? quietVersionSlice());
  const from = Math.max(seen[0]?.from ?? now, now - input.windowHours * HOUR_MS);
  const until = Math.min(seen.at(-1)?.to ?? now, Math.max(state.completeUntil, from));
  const observedHours = Math.max(until - from, 1000) / HOUR_MS;
  const requestsPerHour = total.requests / observedHours;

  /** Affected hours a day: the share of the observed time in whose slices it occurred, times 24. */
  const hoursPerDay = (occurs: (one: VersionSlice) => boolean): number => {
    const length = (some: readonly Slice[]): number => some.reduce((sum, slice) => sum + slice.to - slice.from, 0);
    return seen.length === 0 ? 0 : (length(seen.filter((slice) => occurs(slice.versions[version] ?? quietVersionSlice()))) / length(seen)) * 24;
  };
  const called = (id: string) => {
    const known = state.calls[id];
    return { id, shape: known?.shape ?? '', method: known?.method ?? '', reads: known?.reads, sites: resolve(known?.stack ?? []) };
  };

  return {
    target: input.target, version, now, from, observedHours, total, requestsPerHour,
    withoutEachSlice: once(() => withoutEach(seen.map((slice) => slice.versions[version] ?? quietVersionSlice()))),
    slices: seen.map((slice) => ({ from: slice.from, to: slice.to, did: slice.versions[version] ?? quietVersionSlice() })),
    dependencies: dependencyHistories(state, slices, version),
    usersPerHour: usersPerHour(seen, version, requestsPerHour, state.completeUntil),
    calls: Object.entries(total.calls).map(([id, tally]) => ({ ...tally, ...called(id), hoursPerDay: hoursPerDay((one) => one.calls[id] !== undefined) })),
    waits: Object.entries(total.waits).map(([order, tally]) => ({ ...tally, order })),
    stalls: Object.entries(total.stalls).map(([id, tally]) => ({ ...tally, ...called(id), hoursPerDay: hoursPerDay((one) => one.stalls[id] !== undefined) })),
    errors: Object.entries(total.errors).flatMap(([id, count]) => {
      const cluster = state.errors[id];
      return cluster === undefined ? [] : [{ ...cluster, id, count, sites: resolve(cluster.stack), hoursPerDay: hoursPerDay((one) => one.errors[id] !== undefined) }];
    }),
    throttles: slices.reduce((sum, slice) => sum + slice.throttles, 0),
    weekPeakMb: weekPeakMb(state, input.now),
    metrics: readMetrics(state, input.isDiscovered),
    slowChanges: () => slowChanges(state.metrics),
    patterns: { ...state.patterns, until: state.completeUntil, deployedAt: state.servingSince },
    analyzed: slices.reduce((sum, slice) => ({ metrics: sum.metrics + slice.metrics, logs: sum.logs + slice.logs, events: sum.events + slice.events }), { metrics: 0, logs: 0, events: 0 }),
  };
};

const once = <Value>(make: () => Value): (() => Value) => {
  let made: Value | undefined;
  return () => (made ??= make());
};

/** Distinct callers of the newest hour (or of what there is of it); a merged slice that is longer counts in proportion. */
const usersPerHour = (seen: readonly Slice[], version: string, requestsPerHour: number, until: number): number => {
  const newest = seen.at(-1);
  if (newest === undefined) return 0;
  const hour = seen.filter((slice) => slice === newest || slice.from >= until - HOUR_MS);
  const callers = estimateCallers(hour.reduce((sum, slice) => mergeCallers(sum, slice.versions[version]?.callers ?? ''), ''));
  const lastsHours = Math.max(1, (newest.to - (hour[0]?.from ?? newest.from)) / HOUR_MS);
  return callers >= FEWEST_CALLERS ? Math.min(requestsPerHour, callers / lastsHours) : requestsPerHour;
};
