import type { Evidence } from '../../domain/evidence.ts';
import type { TargetState } from '../../domain/target-state.ts';

/** Ids of the error clusters that an evidence of errors speaks of. */
export const clustersOf = ({ name, template }: Extract<Evidence, { kind: 'errors' }>, errors: TargetState['errors']): string[] =>
  Object.entries(errors).flatMap(([id, cluster]) => (cluster.name === name && cluster.template === template ? [id] : []));

/** When what the evidence speaks of began, where that is known; for errors, when the first of them was seen. */
export const onsetOf = (evidence: Evidence, errors: TargetState['errors']): number | undefined => {
  if ('since' in evidence) return evidence.since;
  if (evidence.kind !== 'errors') return undefined;
  const firsts = clustersOf(evidence, errors).map((id) => errors[id]?.firstAt ?? evidence.lastSeenAt);
  return firsts.length === 0 ? undefined : Math.min(...firsts);
};
