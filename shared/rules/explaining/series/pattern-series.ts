import type { Evidence } from '../../../domain/evidence.ts';
import type { ExplainedSeries, SeriesPoint } from '../../../domain/explanation.ts';
import type { TargetState } from '../../../domain/target-state.ts';
import { rounded } from './period-series.ts';

const HOUR_MS = 3_600_000;
/** Of an hour that has only begun, a rate says little. */
const LEAST_OF_AN_HOUR = 0.2;

/** How often a line was logged, hour by hour of the last day; the pattern is found again by its samples. */
export const patternSeries = ({ samples, level, usualPerHour, since, what }: Extract<Evidence, { kind: 'log-pattern' }>, { patterns, completeUntil }: Pick<TargetState, 'patterns' | 'completeUntil'>): ExplainedSeries | undefined => {
  const pattern = patterns.known.find((known) => known.level === level && known.samples[0] !== undefined && known.samples[0] === samples[0]);
  if (pattern === undefined) return undefined;
  const { hour, counts } = pattern.hours;
  const first = hour - counts.length + 1;
  const now = Math.floor(completeUntil / HOUR_MS);
  const points = Array.from({ length: Math.min(120, now - first + 1) }, (_, index): SeriesPoint => {
    const part = first + index < now ? 1 : (completeUntil - now * HOUR_MS) / HOUR_MS;
    return [index * 3600, part < LEAST_OF_AN_HOUR ? null : rounded((counts[index] ?? 0) / part), rounded(usualPerHour), null, null];
  });
  if (points.filter(([, value]) => value !== null).length < 2) return undefined;
  return { measure: 'lines an hour', unit: 'per-hour', bad: what === 'gone' ? 'below' : 'above', from: first * HOUR_MS, to: (first + points.length) * HOUR_MS, stepSeconds: 3600, points, since, marks: [] };
};
