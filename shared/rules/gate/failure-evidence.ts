import type { OpportunityKind } from '../../domain/opportunity.ts';
import type { Patch } from '../../domain/remedy.ts';

const FAILURES: ReadonlySet<OpportunityKind> = new Set(['error-spike', 'recurring-exception', 'timeout', 'dependency-failures']);

/**
 * Whether a patch is an answer to requests that fail: its opportunity is about errors or time-outs, or it promises fewer failures.
 * Then what used to fail can be shown to work now, by a test and on recorded inputs.
 */
export const answersFailures = ({ claim }: Pick<Patch, 'claim'>, kind: OpportunityKind | undefined): boolean => (kind !== undefined && FAILURES.has(kind)) || claim?.on === 'failures';
