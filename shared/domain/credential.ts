import * as z from 'zod';
import { CallerKind, Permission } from './caller.ts';
import { Instant } from './instant.ts';

/**
 * A name that is written down as who did something. Without ` for `, which joins an agent's name to its owner's, and without what cannot be seen.
 */
export const CredentialName = z.string().trim().min(1).max(80).regex(/^[^\p{C}\p{Z}]+(?: [^\p{C}\p{Z}]+)*$/u, 'only visible characters, with single spaces between words')
  .refine((name) => !/ for /i.test(name), 'must not contain " for "');

/** What a credential is given, by whoever may administer. */
export const NewCredential = z.strictObject({
  name: CredentialName.describe('who it is for, as it stands in the audit log'),
  kind: CallerKind.describe('a person, an agent (a model that acts by itself), or a program'),
  may: z.array(Permission).min(1).describe('what it permits; an agent may read and operate at most, a program also deploy'),
  tenants: z.union([z.literal('all'), z.array(z.string().min(1).max(100)).max(1000)]).describe('whose targets it sees and touches, like ["acme"], or "all"'),
  groups: z.array(z.string().trim().min(1).max(100)).max(100).default([]).describe('groups, for rules about who may approve'),
  owner: CredentialName.optional().describe('whose agent or program it is: this person cannot say yes to what it proposes'),
  expiresAt: Instant.optional(),
});
export type NewCredential = z.input<typeof NewCredential>;

/** A credential as it is shown: nothing in it opens anything. */
export const Credential = z.object({
  ...NewCredential.shape,
  may: z.array(Permission),
  groups: z.array(z.string()),
  id: z.string(),
  createdAt: Instant,
  createdBy: z.string(),
  revokedAt: Instant.optional(),
  revokedBy: z.string().optional(),
  /** To the hour. */
  lastUsedAt: Instant.optional(),
});
export type Credential = z.infer<typeof Credential>;
