import type { Improvement } from '../../domain/improvement.ts';
import type { ImprovementRow } from '../../domain/views/improvement-row.ts';

/** An improvement as lists show it. */
export const improvementRow = ({ id, targetId, tenantId, cycleId, origin, proposedBy, title, state, stateSince, createdAt, systemWide, emergency, reason, ending, remedy, outcome }: Improvement): ImprovementRow => ({
  id, targetId, tenantId, cycleId, origin, proposedBy, title, state, stateSince, createdAt, systemWide, emergency, reason: reason ?? ending?.reason,
  author: remedy && `${remedy.author.kind}:${remedy.author.name}`,
  risk: remedy?.risk,
  latencyReductionPercent: outcome?.latencyReductionPercent,
});
