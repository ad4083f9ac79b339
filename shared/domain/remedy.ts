import * as z from 'zod';
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
  risk: Risk,
});
export type Patch = z.infer<typeof Patch>;

/** Three kinds are foreseen (`patch`, `workflow`, `decision`); each later one joins this union. */
export const Remedy = z.discriminatedUnion('kind', [Patch]);
export type Remedy = z.infer<typeof Remedy>;
