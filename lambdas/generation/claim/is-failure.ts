import type { Opportunity } from '../../../shared/domain/opportunity.ts';

const FAILURE_METRICS = new Set(['failureRate', 'timeoutRate']);

/** Whether the evidence is about requests that fail, rather than about slow ones. */
export const isFailure = ({ kind, evidence }: Pick<Opportunity, 'kind' | 'evidence'>): boolean =>
  evidence.kind === 'errors' || kind === 'timeout' || kind === 'dependency-failures' || kind === 'error-spike' || kind === 'recurring-exception' ||
  ((evidence.kind === 'metric' || evidence.kind === 'trend') && FAILURE_METRICS.has(evidence.metric));
