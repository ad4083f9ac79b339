import type { Improvement, ImprovementState } from '../domain/improvement.ts';
import type { Instant } from '../domain/instant.ts';
import type { AuditFacts } from './audit-log.ts';

const BEGINNINGS = { opportunity: { who: 'analysis', what: 'taken-up' }, proposal: { who: undefined, what: 'proposed' }, deployment: { who: undefined, what: 'deployment-told' } } as const;

/** What the audit log is told when an improvement begins. */
export const toldBeginning = ({ id, targetId, origin, proposedBy, title, createdAt, opportunity, cycleId }: Improvement): AuditFacts => ({
  targetId, at: createdAt, improvementId: id, who: BEGINNINGS[origin].who ?? proposedBy, what: BEGINNINGS[origin].what, reason: title,
  ...evidenceOf({ opportunity: opportunity?.id, cycle: cycleId }),
});

/** What the audit log is told of a change of state: who made it, why, and by which digests what it is about can be known again. */
export const toldTransition = (improvement: Improvement, to: ImprovementState, { by, at }: { readonly by: string; readonly at: Instant }, set: Partial<Improvement> = {}): AuditFacts => {
  const { id, targetId, remedy, report, packageKey, learned } = improvement;
  const reason = set.ending?.reason ?? set.reason ?? undefined;
  return {
    targetId, at, improvementId: id, who: by, what: to,
    ...(reason === undefined ? {} : { reason }),
    ...evidenceOf({
      remedy: to === 'generating' || remedy === undefined ? undefined : `${remedy.author.kind}:${remedy.author.name}`,
      commit: set.remedy?.baseCommit, learned: set.remedy === undefined ? undefined : listed(learned?.applied), without: set.remedy === undefined ? undefined : listed(learned?.heldOut),
      report: CHECKED.has(to) ? report?.digest : undefined, package: CHECKED.has(to) ? packageKey : undefined, unproven: set.unproven,
    }),
  };
};

/** The states that the gate's word leads to. */
const CHECKED: ReadonlySet<ImprovementState> = new Set(['awaiting-approval', 'releasing', 'rejected']);

const listed = (ids: readonly string[] | undefined): string | undefined => (ids === undefined || ids.length === 0 ? undefined : ids.join(','));

const evidenceOf = (named: Readonly<Record<string, string | boolean | undefined>>): { evidence?: string } => {
  const said = Object.entries(named).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]));
  return said.length === 0 ? {} : { evidence: said.join(' ') };
};
