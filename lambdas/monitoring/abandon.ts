import { reasonOf } from '../../shared/domain/execution-error.ts';
import { EXPOSED } from '../../shared/domain/improvement.ts';
import { failRelease } from '../../shared/release/roll-back.ts';
import type { ReleaseDependencies } from '../../shared/release/dependencies.ts';

/** Ends an improvement whose execution broke: not yet exposed becomes `failed`; what is exposed is taken back. */
export const abandon = async ({ improvementId, error }: { improvementId: string; error: unknown }, dependencies: ReleaseDependencies): Promise<{ next: 'learn' }> => {
  const { improvements, slots, clock } = dependencies;
  const improvement = await improvements.get(improvementId);
  const reason = `Something unexpected: ${reasonOf(error)}`;
  if (EXPOSED.includes(improvement.state)) await failRelease(dependencies, improvementId, reason);
  else await improvements.transition(improvementId, 'failed', { by: 'abandon', at: clock.now(), set: { reason } });
  await slots.free(improvementId, improvement.tenantId);
  return { next: 'learn' };
};
