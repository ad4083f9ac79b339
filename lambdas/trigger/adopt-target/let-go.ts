import type { AskRollback } from '../../../shared/release/action-request.ts';
import type { Releases } from '../../../shared/store/releases.ts';

/** Takes back what is being released on a target: who stops looking after it must not leave a share of the traffic on a candidate. */
export const letGo = async (targetId: string, by: string, { releases, rollback }: { readonly releases: Pick<Releases, 'holder'>; readonly rollback: AskRollback }): Promise<void> => {
  const holder = await releases.holder(targetId);
  if (holder !== undefined) await rollback({ action: 'put-back', improvementId: holder, reason: `${by} took ${targetId} out of Pawl’s care.`, by });
};
