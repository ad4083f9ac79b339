import * as z from 'zod';
import type { Instant } from '../domain/instant.ts';

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 7 * 24;

/** What a quota was drawn on, in tokens by hour since 1970. */
export const QuotaHours = z.object({ hours: z.record(z.string(), z.number().int()) });
export type QuotaHours = z.infer<typeof QuotaHours>;

export const UNUSED: QuotaHours = { hours: {} };

export const hourAt = (at: Instant): number => Math.floor(at / HOUR_MS);

/**
 * An hour counts until all of it is more than seven days ago: never too little, at most an hour too long. One that is more than seven days ahead was
 * written by a clock that has been put right since, and would hold until then.
 */
const counts = (hour: number, at: Instant): boolean => hour + 1 + WEEK_HOURS > at / HOUR_MS && hour - WEEK_HOURS <= at / HOUR_MS;

const entries = ({ hours }: QuotaHours): [number, number][] => Object.entries(hours).map(([hour, tokens]) => [Number(hour), tokens]);

/** Tokens used and reserved in the seven days before `at`. */
export const usedInWeek = (quota: QuotaHours, at: Instant): number => entries(quota).reduce((sum, [hour, tokens]) => sum + (counts(hour, at) ? tokens : 0), 0);

/** With `by` tokens more (or fewer) in an hour, and without what no longer counts. */
export const drawnOn = (quota: QuotaHours, hour: number, by: number, at: Instant): QuotaHours => {
  const next = new Map(entries(quota).filter(([known]) => counts(known, at)));
  if (counts(hour, at)) next.set(hour, Math.max(0, (next.get(hour) ?? 0) + by));
  return { hours: Object.fromEntries(next) };
};

/** From when on there is room for `need` tokens if nothing more is used; `undefined` when there never is. */
export const roomFrom = (quota: QuotaHours, need: number, limit: number, at: Instant): Instant | undefined => {
  if (need > limit) return undefined;
  let used = usedInWeek(quota, at);
  if (used + need <= limit) return at;
  for (const [hour, tokens] of entries(quota).filter(([hour]) => counts(hour, at)).sort(([one], [other]) => one - other)) {
    used -= tokens;
    if (used + need <= limit) return (hour + 1 + WEEK_HOURS) * HOUR_MS;
  }
  return undefined;
};
