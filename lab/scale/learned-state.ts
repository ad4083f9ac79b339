import type { LogLine } from '../../shared/domain/signal.ts';
import { emptyTargetState, type TargetState } from '../../shared/domain/target-state.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import { practisedInvocation } from './practised-service.ts';

const MINUTE_MS = 60_000;
const MINUTES_A_PAGE = 60;

/** Lines of `perMinute` requests a minute in [`from`, `until`), the first of them with the number `number`. */
export const minutesOfLines = (from: number, until: number, perMinute: number, number: number, seed: number): LogLine[] => {
  const stepMs = MINUTE_MS / perMinute;
  const count = Math.round((until - from) / stepMs);
  return Array.from({ length: count }, (_, index) => practisedInvocation(number + index, Math.floor(from + index * stepMs), seed)).flat();
};

/** The state of a target that was watched for `days` up to `until` at `perMinute` requests a minute: every metric learned, and calls, waits, errors and templates filled. */
export const learnedState = (targetId: string, { until, days, perMinute, seed }: { until: number; days: number; perMinute: number; seed: number }): TargetState => {
  let state = emptyTargetState(targetId);
  let number = 0;
  const begin = until - days * 24 * 60 * MINUTE_MS;
  const deployed = { kind: 'deployment' as const, id: 'deployed', at: begin, alias: 'live', version: '1' };
  for (let from = begin; from < until; from += MINUTES_A_PAGE * MINUTE_MS) {
    const lines = minutesOfLines(from, from + MINUTES_A_PAGE * MINUTE_MS, perMinute, number, seed);
    number += MINUTES_A_PAGE * perMinute;
    state = foldPage(state, { lines, events: from === begin ? [deployed] : [], next: String(number), completeUntil: from + MINUTES_A_PAGE * MINUTE_MS }, FOLD_DEFAULTS).state;
  }
  return state;
};
