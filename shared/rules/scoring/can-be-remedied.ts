import type { Evidence } from '../../domain/evidence.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import type { Target } from '../../domain/target.ts';
import { canRemedy } from './remediable.ts';

/** What code has little to do with, or nobody can tell from code: how many come, how much memory is paid for, a log line that is missing. */
const NOT_IN_CODE: ReadonlySet<string> = new Set(['requestsPerMinute', 'throttlesPerMinute', 'concurrencyUtilisation']);

/** Whether a model has something to work with in this evidence. */
export const speaksOfCode = (evidence: Evidence): boolean => {
  if (evidence.kind === 'metric' || evidence.kind === 'trend') return !NOT_IN_CODE.has(evidence.metric);
  return evidence.kind !== 'memory' && !(evidence.kind === 'log-pattern' && (evidence.what === 'gone' || evidence.level === 'info'));
};

/** Whether anything may write a remedy for it on this target: a recipe that is for its kind, or a model, where one is configured and the evidence speaks of code. */
export const canBeRemedied = ({ kind, evidence }: Pick<Opportunity, 'kind' | 'evidence'>, { autonomy }: Pick<Target, 'autonomy'>, { hasModel }: { readonly hasModel: boolean }): boolean =>
  (autonomy.recipe !== 'observe' && canRemedy(kind)) || (hasModel && autonomy.model !== 'observe' && speaksOfCode(evidence));
