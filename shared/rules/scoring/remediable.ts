import type { OpportunityKind } from '../../domain/opportunity.ts';

/** The kinds of opportunity that a remedy can be written for so far: those that have a recipe. What nothing can remedy is listed, and takes nobody's slot. */
const REMEDIABLE: ReadonlySet<OpportunityKind> = new Set(['n-plus-one', 'sequential-waits', 'redundant-calls', 'low-cache-hit-rate', 'timeout', 'recurring-exception', 'error-spike', 'dependency-failures', 'slow-dependency', 'resource-exhaustion', 'slow-regression', 'latency-degradation', 'super-linear-work', 'over-provisioned-memory']);

export const canRemedy = (kind: OpportunityKind): boolean => REMEDIABLE.has(kind);
