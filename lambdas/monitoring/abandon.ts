import { reasonOf } from '../../shared/domain/execution-error.ts';
import type { AskRollback } from '../../shared/release/action-request.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';
import { removeBranch } from '../../shared/release/remove-branch.ts';

/** It cannot touch an alias: a release that is just being exposed is ended by those who may. */
export type AbandonDependencies = Pick<ReleaseDependencies, 'improvements' | 'slots' | 'targets' | 'sources' | 'clock'> & { readonly rollback: AskRollback };

/** Ends an improvement whose execution broke before it was watched, as `failed`. What is watched stays with the tick and the guard, whoever coordinates. */
export const abandon = async ({ improvementId, error }: { improvementId: string; error: unknown }, dependencies: AbandonDependencies): Promise<{ next: 'learn' }> => {
  const { improvements, slots, targets, clock } = dependencies;
  const improvement = await improvements.get(improvementId);
  const reason = `Something unexpected: ${reasonOf(error)}`;
  if (improvement.state === 'releasing') await dependencies.rollback({ action: 'fail-release', improvementId, reason, by: 'abandon' });
  // Whoever was exposing it could not even take it back: others may do that for it.
  if (improvement.state === 'rolling-back') await dependencies.rollback({ action: 'put-back', improvementId, reason, by: 'abandon' });
  const ended = await improvements.transition(improvementId, 'failed', { by: 'abandon', at: clock.now(), from: ['queued', 'generating', 'validating', 'awaiting-approval'], set: { reason } });
  if (ended.ok) {
    await slots.free(improvementId, improvement.tenantId);
    if (improvement.origin !== 'deployment') await removeBranch(dependencies, await targets.get(improvement.targetId), improvementId);
  }
  return { next: 'learn' };
};
