import * as z from 'zod';
import { Instant } from './instant.ts';

/** Why a target is looked at as often as it is. */
export const LookReason = z.enum(['releasing', 'promoted', 'emergency', 'alarm', 'behind', 'uneasy', 'new', 'rest', 'silent']);
export type LookReason = z.infer<typeof LookReason>;

/** When a target's telemetry was read, and when it is to be read again. Written together with the state. */
export const Look = z.object({
  targetId: z.string(),
  /** The first look that there was. */
  firstAt: Instant,
  /** The last one, whether there was anything or not. */
  lookedAt: Instant,
  /** The last one that was folded into the state. */
  foldedAt: Instant,
  nextAt: Instant,
  because: LookReason,
  /** Up to where the state has read. */
  cursor: z.string().optional(),
  /** Alarms that are on → since when. */
  alarms: z.record(z.string(), Instant).optional(),
});
export type Look = z.infer<typeof Look>;
