import type { Evidence } from '../../../domain/evidence.ts';
import { MOST_POINTS, type ExplainedSeries, type SeriesPoint } from '../../../domain/explanation.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import { dependencyKey, hourlyLevels } from '../../detection/dependency-hours.ts';
import { rounded } from './period-series.ts';

const HOUR_MS = 3_600_000;
const FEWEST_HOURS = 3;

/** How long calls of one shape took hour by hour, over the last five days at most, beside what was usual; `undefined` while fewer than three hours are known. */
export const dependencySeries = ({ shape, method, usualMs, since }: Extract<Evidence, { kind: 'dependency' }>, { dependencies = {} }: Pick<TargetState, 'dependencies'>): ExplainedSeries | undefined => {
  const known = dependencies[dependencyKey({ shape, method })];
  const levels = known === undefined ? new Map<number, number>() : hourlyLevels(known);
  const last = Math.max(...levels.keys());
  const first = Math.max(Math.min(...levels.keys()), last - MOST_POINTS + 1);
  if (levels.size < FEWEST_HOURS) return undefined;
  const points = Array.from({ length: last - first + 1 }, (_, index): SeriesPoint => {
    const level = levels.get(first + index);
    return [index * 3600, rounded(level === undefined ? undefined : Math.exp(level)), rounded(usualMs.p50), null, null];
  });
  return { measure: 'slowest such call of a request, median of the hour', unit: 'ms', bad: 'above', from: first * HOUR_MS, to: (last + 1) * HOUR_MS, stepSeconds: 3600, points, since, marks: [] };
};
