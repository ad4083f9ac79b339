import type { Improvement, ImprovementState } from '../domain/improvement.ts';
import type { Release } from '../domain/release.ts';
import type { AuditFacts } from '../store/audit-log.ts';
import type { TargetFacts } from '../store/target-facts.ts';
import type { ReleaseDependencies } from './dependencies.ts';

export type Settling = {
  readonly from: ImprovementState;
  readonly to: ImprovementState;
  readonly set?: Partial<Improvement>;
  readonly act: Pick<AuditFacts, 'who' | 'what' | 'previousVersion' | 'newVersion' | 'reason' | 'evidence'>;
  /** Under this name the act stands in the audit log once. */
  readonly once: string;
  readonly keepWatching?: boolean;
  readonly facts?: (held: TargetFacts) => TargetFacts;
};

/**
 * Ends a release: state, lease, lists, slot, audit entry and the target's facts in one write, so that a crash leaves all of it
 * to do or none. `false` when somebody else ended it. Tried again when only something beside it changed meanwhile.
 */
export const settle = async ({ improvements, releases, slots, facts, audit, clock, actor }: ReleaseDependencies, improvement: Improvement, release: Release, settling: Settling): Promise<boolean> => {
  const { id, targetId, tenantId } = improvement;
  const { from, to, set = {}, act, once, keepWatching = false } = settling;
  for (;;) {
    const at = clock.now();
    const also = [
      ...(await releases.closing(release, { keepWatching })),
      ...(await slots.freeing(id, tenantId)),
      ...(await audit.entering({ targetId, at, improvementId: id, component: release.functionName, ...act }, once)),
      ...(settling.facts ? [await facts.changing(targetId, settling.facts)] : []),
    ];
    const settled = await improvements.transition(id, to, { by: actor, at, from: [from], set, also });
    if (settled.ok) return true;
    if (settled.state !== from) return false;
  }
};
