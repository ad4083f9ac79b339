import type { Period } from '../../shared/domain/period.ts';
import type { LogLine } from '../../shared/domain/signal.ts';
import { emptyTargetState, type TargetState } from '../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import { practisedInvocation, type PractisedService } from './practised-service.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MINUTES_A_PAGE = 60;
/** Those of the fleet's targets: how much of them is in use is watched too. */
export const LIMITS = { timeoutSeconds: 10, memoryMb: 256, concurrency: 50 } as const;

/** Lines of `perMinute` requests a minute in [`from`, `until`), the first of them with the number `number`. */
export const minutesOfLines = (from: number, until: number, perMinute: number, number: number, service: PractisedService): LogLine[] => {
  const stepMs = MINUTE_MS / perMinute;
  const count = Math.round((until - from) / stepMs);
  return Array.from({ length: count }, (_, index) => practisedInvocation(number + index, Math.floor(from + index * stepMs), service)).flat();
};

export type Learned = { readonly state: TargetState; /** Of the last day. */ readonly periods: readonly Period[] };

/** What is kept of a target that was watched for `days` up to `until` at `perMinute` requests a minute: every metric learned, and calls, waits, errors and templates filled. */
export const learnedState = (targetId: string, { until, days, perMinute, service }: { until: number; days: number; perMinute: number; service: PractisedService }): Learned => {
  let state = emptyTargetState(targetId);
  const periods: Period[] = [];
  let number = 0;
  const begin = until - days * 24 * 60 * MINUTE_MS;
  const deployed = { kind: 'deployment' as const, id: 'deployed', at: begin, alias: 'live', version: '1' };
  for (let from = begin; from < until; from += MINUTES_A_PAGE * MINUTE_MS) {
    const lines = minutesOfLines(from, from + MINUTES_A_PAGE * MINUTE_MS, perMinute, number, service);
    number += MINUTES_A_PAGE * perMinute;
    const folded = foldPage(state, { lines, events: from === begin ? [deployed] : [], next: String(number), completeUntil: from + MINUTES_A_PAGE * MINUTE_MS }, { ...FOLD_DEFAULTS, limits: LIMITS });
    state = folded.state;
    periods.push(...folded.periods);
  }
  return { state, periods: periods.filter(({ startsAt }) => startsAt >= until - DAY_MS) };
};
