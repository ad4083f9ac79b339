import * as z from 'zod';
import { CallerKind, Door } from './caller.ts';
import { Instant } from './instant.ts';

/** The chain of what belongs to no target: cycles, switches, credentials, settings. No target can have this id. */
export const PAWL_CHAIN = '@pawl';

/** What a door was told: `asked` and let through, or not. Entries of Pawl's own acts have none. */
export const AuditOutcome = z.enum(['asked', 'refused', 'forbidden', 'not-found', 'off', 'failed']);

/**
 * One act, by whom and why. `hash` is SHA-256 over the entry without it; `previousHash` chains the entries of a target, or of what belongs to none
 * (`@pawl`). Never holds a secret or a patch: `evidence` has digests.
 */
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
  /** Of a command: what was answered, through which door, to which kind of caller, on which request. */
  outcome: AuditOutcome.optional(),
  door: Door.optional(),
  kind: CallerKind.optional(),
  requestId: z.string().optional(),
  /** Since there is a record of each chain's last entry (`2`). Older ones have none, and a cut-off tail of theirs cannot be told. */
  format: z.literal(2).optional(),
  previousHash: z.string(),
  hash: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Where a chain ends: written with each entry, so that a tail that is cut off is missed. */
export const AuditHead = z.object({ sequence: z.number().int().positive(), hash: z.string() });
export type AuditHead = z.infer<typeof AuditHead>;
