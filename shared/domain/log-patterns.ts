import * as z from 'zod';
import { Instant } from './instant.ts';

const Count = z.number().int().nonnegative();

/** Counts by hour: the last of `counts` is of the hour `hour` (hours since 1970), the others of those before. `days`: the busiest hour of each day, likewise. */
export const HourlyCounts = z.object({ hour: z.number().int(), counts: z.array(Count).max(26), days: z.array(Count).max(8) });
export type HourlyCounts = z.infer<typeof HourlyCounts>;

/** What the log says again and again, in words that vary only where its template has a wildcard. */
export const LogPattern = z.object({
  id: z.string(),
  /** Template and its open places, as the miner keeps them. */
  form: z.string().max(400),
  open: z.array(z.number().int().nonnegative()).max(100).optional(),
  /** The worst with which it was logged. */
  level: z.enum(['error', 'warning', 'info']),
  firstAt: Instant,
  lastAt: Instant,
  /** The longest it was not seen, in stretches that reach over the full hour, while requests came. */
  gapMs: Count,
  hours: HourlyCounts,
  /** Redacted. */
  samples: z.array(z.string()).max(2),
  /** The error cluster in which the same lines count, if any. */
  cluster: z.string().optional(),
});
export type LogPattern = z.infer<typeof LogPattern>;

export const LogPatterns = z.object({
  /** When the first line was learnt, 0 before. */
  since: Instant,
  /** When there was last no room for a warning or an error that had come more than once. */
  crowdedAt: Instant.optional(),
  requests: HourlyCounts,
  known: z.array(LogPattern).max(60),
});
export type LogPatterns = z.infer<typeof LogPatterns>;

export const noHourlyCounts = (): HourlyCounts => ({ hour: 0, counts: [], days: [] });
export const noLogPatterns = (): LogPatterns => ({ since: 0, requests: noHourlyCounts(), known: [] });
