import * as z from 'zod';
import { Instant } from './instant.ts';

/** One line of a target's log. `stream` names version and environment as Lambda does: `2026/11/21/[3]4f0c…`. */
export const LogLine = z.object({ id: z.string(), at: Instant, stream: z.string(), message: z.string() });
export type LogLine = z.infer<typeof LogLine>;

/** Something that happened to a target, other than a request. `id` is derived from the cause, so that a second delivery is recognised. */
export const TargetEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deployment'), id: z.string(), at: Instant, alias: z.string(), version: z.string(), additional: z.object({ version: z.string(), weight: z.number() }).optional(), by: z.string().optional() }),
  z.object({ kind: z.literal('throttle'), id: z.string(), at: Instant, count: z.number().int().positive() }),
  z.object({ kind: z.literal('alarm'), id: z.string(), at: Instant, alarm: z.string(), state: z.enum(['ALARM', 'OK', 'INSUFFICIENT_DATA']), severity: z.enum(['critical', 'high', 'medium', 'low']).optional() }),
  /** Code, configuration or a published version changed without an alias being moved. `by`: the principal, where it is known. */
  z.object({ kind: z.literal('change'), id: z.string(), at: Instant, what: z.enum(['code', 'configuration', 'version']), version: z.string().optional(), by: z.string().optional() }),
  /** An asynchronous invocation came to its end: answered, or given up after so many attempts. `reason` as Lambda names the condition. */
  z.object({ kind: z.literal('completion'), id: z.string(), at: Instant, version: z.string(), outcome: z.enum(['ok', 'failed']), attempts: z.number().int().positive(), reason: z.string() }),
]);
export type TargetEvent = z.infer<typeof TargetEvent>;
