import type { SecurityClass } from '../../../../../../../shared/rules/gate/security/security-finding.ts';

/** Small pieces of code that the rules were written with: a finding of the class in each of the first, none at all in the second. */
export type DevelopmentCases = { readonly class: SecurityClass; readonly vulnerable: readonly string[]; readonly safe: readonly string[] };
