import { countDuration } from '../../domain/histogram.ts';
import type { Period, VersionPeriod } from '../../domain/period.ts';
import type { TargetState } from '../../domain/target-state.ts';
import { boundedMs } from './tally.ts';

const MOST_ENVIRONMENTS = 64;
const MOST_VERSIONS = 8;
/** By alias the environments are fewer: they are there for the scatter of that alias's traffic only. */
const MOST_ENVIRONMENTS_BY_ALIAS = 16;
const MOST_OPEN = 16;
const OTHER = 'other';
/** How many silent periods are written after traffic: enough for every rule on missing minutes, and an end to it. */
const SILENT_PERIODS = 300;

/** A request at its end, as a period counts it. */
export type EndedRequest = {
  readonly at: number;
  readonly version: string;
  /** Where aliases are counted apart: the one it came through. */
  readonly alias?: string | undefined;
  readonly environment: string;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly timedOut: boolean;
  readonly cold: boolean;
  readonly slow: boolean;
};

const quietVersion = (): VersionPeriod => ({ requests: 0, failures: 0, timeouts: 0, coldStarts: 0, durations: {}, environments: {} });

/** Counts a request in the period in which it ended. A request of a period that is written already counts as late, and nowhere else. */
export const countInPeriod = (state: TargetState, request: EndedRequest, periodSeconds: number): void => {
  if (request.at < state.periodsUntil) {
    state.ignored.late += 1;
    return;
  }
  const period = openPeriod(state, request.at, periodSeconds);
  countIn(period.versions, request, MOST_ENVIRONMENTS);
  if (request.alias === undefined) return;
  const aliases = (period.aliases ??= {});
  countIn((aliases[request.alias] ??= {}), request, MOST_ENVIRONMENTS_BY_ALIAS);
};

const countIn = (versions: Record<string, VersionPeriod>, request: EndedRequest, mostEnvironments: number): void => {
  const known = Object.hasOwn(versions, request.version) || Object.keys(versions).length < MOST_VERSIONS;
  const version = (versions[known ? request.version : OTHER] ??= quietVersion());
  version.requests += 1;
  version.failures += Number(request.failed);
  version.timeouts += Number(request.timedOut);
  version.coldStarts += Number(request.cold);
  countDuration(version.durations, boundedMs(request.durationMs));
  const room = Object.hasOwn(version.environments, request.environment) || Object.keys(version.environments).length < mostEnvironments;
  const split = (version.environments[room ? request.environment : OTHER] ??= [0, 0, 0]);
  split[0] += 1;
  split[1] += Number(request.failed);
  split[2] += Number(request.slow);
};

const openPeriod = (state: TargetState, at: number, seconds: number): Period => {
  const startsAt = Math.floor(at / (seconds * 1000)) * seconds * 1000;
  const found = state.openPeriods.findLast((period) => period.startsAt === startsAt);
  if (found !== undefined) return found;
  const made: Period = { targetId: state.targetId, startsAt, seconds, versions: {} };
  state.openPeriods.push(made);
  return made;
};

/**
 * Takes out the periods that are complete, oldest first. Silence is recorded too (a period without versions), for 300 periods after the
 * last traffic: a period that is missing altogether means that nothing was read.
 */
export const completePeriods = (state: TargetState, completeUntil: number, periodSeconds: number): Period[] => {
  const lengthMs = periodSeconds * 1000;
  const until = Math.floor(completeUntil / lengthMs) * lengthMs;
  if (until <= state.periodsUntil) return [];
  const ended = state.openPeriods.filter((period) => period.startsAt + lengthMs <= until).sort((a, b) => a.startsAt - b.startsAt);
  state.openPeriods = state.openPeriods.filter((period) => period.startsAt + lengthMs > until).slice(0, MOST_OPEN);
  const complete: Period[] = [];
  const fillTo = (end: number): void => {
    if (state.lastTrafficAt === 0) return;
    const from = Math.max(state.periodsUntil, Math.floor(state.lastTrafficAt / lengthMs) * lengthMs);
    for (let startsAt = from; startsAt < Math.min(end, state.lastTrafficAt + SILENT_PERIODS * lengthMs); startsAt += lengthMs) {
      complete.push({ targetId: state.targetId, startsAt, seconds: periodSeconds, versions: {} });
    }
  };
  for (const period of ended) {
    fillTo(period.startsAt);
    complete.push(period);
    state.lastTrafficAt = period.startsAt + lengthMs;
    state.periodsUntil = state.lastTrafficAt;
  }
  fillTo(until);
  state.periodsUntil = until;
  return complete;
};
