import type { Audit } from '../../../shared/domain/remedy.ts';

export type Severity = Audit['issues'][number]['severity'];

/** What a reviewer has against a change. `code`: the line it is about, as the reviewer quotes it. */
export type Issue = { readonly severity: Severity; readonly path?: string; readonly line?: number; readonly message: string; readonly code?: string };

/** What a reviewer's answer says; `unreadable` with the reason when it says nothing certain. */
export type Review = { readonly kind: 'review'; readonly verdict: Audit['verdict']; readonly issues: readonly Issue[] } | { readonly kind: 'unreadable'; readonly why: string };

/** Issues of this weight keep a change from going on while they stand; minor ones are noted. */
export const isBlocking = ({ severity }: { readonly severity: Severity }): boolean => severity !== 'minor';
