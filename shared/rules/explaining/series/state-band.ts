import * as z from 'zod';
import type { TargetState } from '../../../domain/target-state.ts';
import type { Band, ExpectedBand } from './expected-band.ts';

const DEVIATIONS = 3;
const FEWEST_POINTS = 30;
const HOUR_LEARNED = 60;

/** A level, what is usual at each hour of the day, and a spread; on the scale of the metric. */
const Learned = z.object({ points: z.number(), level: z.number(), spread: z.number(), hours: z.record(z.string(), z.tuple([z.number(), z.number()])) });

/** The band that the target's metrics have learned, three deviations to either side. It is today's: what was learned since then is in it. */
export const bandOfState = (state: Pick<TargetState, 'metrics'>): ExpectedBand => {
  const metrics: Record<string, unknown> = state.metrics;
  const latency = Learned.safeParse(metrics['latency']).data;
  const failures = Learned.safeParse(metrics['failures']).data;
  return (metric, at) => {
    const own = metric === 'latencyP95Ms' ? latency : metric === 'failureRate' ? failures : undefined;
    if (own === undefined || own.points < FEWEST_POINTS) return undefined;
    const [offset, points] = own.hours[String(Math.floor(at / 3_600_000) % 24)] ?? [0, 0];
    const expected = own.level + (points >= HOUR_LEARNED ? offset : 0);
    const band: Band = { expected, low: expected - DEVIATIONS * own.spread, high: expected + DEVIATIONS * own.spread };
    return metric === 'failureRate' ? { ...band, low: Math.max(0, band.low) } : { expected: Math.exp(band.expected), low: Math.exp(band.low), high: Math.exp(band.high) };
  };
};
