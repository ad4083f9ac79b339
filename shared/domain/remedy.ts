import * as z from 'zod';
import { Cause } from './cause.ts';
import { Claim } from './claim.ts';
import { Risk } from './opportunity.ts';

/** One file of a patch. `before: null` creates it, `after: null` deletes it. Texts are whole files, LF or CRLF as they stand. */
export const FileChange = z.object({ path: z.string().min(1), before: z.string().nullable(), after: z.string().nullable() });
export type FileChange = z.infer<typeof FileChange>;

export const Author = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('recipe'), name: z.string() }),
  z.object({ kind: z.literal('model'), name: z.string() }),
  z.object({ kind: z.literal('person'), name: z.string() }),
]);
export type Author = z.infer<typeof Author>;

/** One model's review of a change. `blocks`: it may not go on. */
export const Audit = z.object({
  model: z.string(),
  provider: z.string(),
  verdict: z.enum(['passes', 'blocks']),
  issues: z.array(z.object({
    severity: z.enum(['blocker', 'major', 'minor']), path: z.string().optional(), line: z.number().int().positive().optional(), message: z.string(),
    /** The line of code by which the other auditor refuted it. */
    refutedBy: z.string().optional(),
  })),
});
export type Audit = z.infer<typeof Audit>;

/** How a model came to its patch: whom it took, what was shown, what it cost. Kept with the patch, for people and for the ledger. */
export const Workings = z.object({
  calls: z.array(z.object({
    purpose: z.enum(['write', 'repair', 'audit']), model: z.string(), provider: z.string(), inputTokens: z.number().int().nonnegative(), outputTokens: z.number().int().nonnegative(),
    microUsd: z.number().int().nonnegative(), attempts: z.number().int().positive(), note: z.string().optional(),
  })),
  /** Paths of the files that it was shown, whole or in part. */
  shown: z.array(z.string()),
  /** Ids of the lessons that it was told. */
  lessons: z.array(z.string()),
  audits: z.array(Audit),
  /** What its earlier answers got wrong, found before the gate was asked. */
  stumbles: z.array(Cause).optional(),
});
export type Workings = z.infer<typeof Workings>;

/** A change of code or configuration. `baseCommit` is the commit whose files `before` quotes. */
export const Patch = z.object({
  kind: z.literal('patch'),
  author: Author,
  title: z.string(),
  /** Why, in the words of a commit message's body: what was measured, what changes, what does not. */
  reason: z.string(),
  baseCommit: z.string(),
  files: z.array(FileChange),
  claim: Claim.optional(),
  /** 0–1: how sure the author is that the claim comes true. */
  confidence: z.number().min(0).max(1),
  /** The same in the author's own words, where experience corrected it. */
  statedConfidence: z.number().min(0).max(1).optional(),
  risk: Risk,
  workings: Workings.optional(),
});
export type Patch = z.infer<typeof Patch>;

/** Three kinds are foreseen (`patch`, `workflow`, `decision`); each later one joins this union. */
export const Remedy = z.discriminatedUnion('kind', [Patch]);
export type Remedy = z.infer<typeof Remedy>;
