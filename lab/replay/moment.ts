import * as z from 'zod';
import { epochMs, parseTimestamp } from '../detect/timestamp.ts';

const LATEST_DATE = 8.64e15;
/** What is smaller is milliseconds of a made-up clock: as seconds it would lie before 2001. */
const EARLIEST_COUNT = 1e9;

/** A moment as recordings give it: milliseconds (or seconds, micro- or nanoseconds) since the epoch, as number or text, or an ISO time (UTC where it names no zone). */
export const Moment = z.union([z.number().transform((at) => (at > EARLIEST_COUNT ? epochMs(at) : at)), z.string().transform((text, context) => {
  const at = parseTimestamp(text);
  if (at === undefined) context.addIssue({ code: 'custom', message: 'is no time' });
  return at ?? z.NEVER;
})]).refine((at) => at >= 0 && at <= LATEST_DATE, 'is no time').transform(Math.floor);
