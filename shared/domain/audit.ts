import * as z from 'zod';
import { Instant } from './instant.ts';

/** One act, by whom and why. `hash` is SHA-256 over the entry without it; `previousHash` chains the entries of a target. */
export const AuditEntry = z.object({
  targetId: z.string(),
  sequence: z.number().int().positive(),
  at: Instant,
  who: z.string(),
  what: z.string(),
  improvementId: z.string().optional(),
  component: z.string().optional(),
  previousVersion: z.string().optional(),
  newVersion: z.string().optional(),
  reason: z.string().optional(),
  degradationPercentage: z.number().optional(),
  evidence: z.string().optional(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
