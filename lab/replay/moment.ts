import * as z from 'zod';
import { parseTimestamp } from '../detect/timestamp.ts';

const LATEST_DATE = 8.64e15;

/** A moment as recordings give it: milliseconds since the epoch, as number or text, or an ISO time (UTC where it names no zone). */
export const Moment = z.union([z.number(), z.string().transform((text, context) => {
  const at = /^\d{9,16}$/.test(text.trim()) ? Number(text) : parseTimestamp(text);
  if (at === undefined) context.addIssue({ code: 'custom', message: 'is no time' });
  return at ?? z.NEVER;
})]).refine((at) => at >= 0 && at <= LATEST_DATE, 'is no time').transform(Math.floor);
