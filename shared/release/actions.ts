import type { Improvement } from '../domain/improvement.ts';
import type { ReleaseDependencies } from './dependencies.ts';
import { claimPromotion, promote } from './promote.ts';
import { claimRevert, revert } from './revert.ts';
import { claimRollBack, rollBack } from './roll-back.ts';

/** Claim, then effects: what the tick, the guard and people ask for. `false` when somebody else was first. */
export const takeBack = async (dependencies: ReleaseDependencies, improvementId: string, ending: Omit<NonNullable<Improvement['ending']>, 'by'>): Promise<boolean> => {
  const claimed = await claimRollBack(dependencies, improvementId, ending);
  if (claimed.ok) await rollBack(dependencies, improvementId);
  return claimed.ok;
};

export const keep = async (dependencies: ReleaseDependencies, improvementId: string, { unproven }: { unproven: boolean }): Promise<boolean> => {
  const claimed = await claimPromotion(dependencies, improvementId, unproven ? { unproven } : {});
  if (claimed.ok) await promote(dependencies, improvementId);
  return claimed.ok;
};

/** Takes back what was promoted. What was being released on top of it goes first: it was built on what is taken back, and is judged against it. */
export const undo = async (dependencies: ReleaseDependencies, improvementId: string, reason: string): Promise<boolean> => {
  const improvement = await dependencies.improvements.get(improvementId);
  if (improvement.state !== 'promoted') return false;
  const onTop = await dependencies.releases.holder(improvement.targetId);
  const what = onTop === undefined || (await dependencies.improvements.find(onTop))?.tenantId === improvement.tenantId ? improvement.title : 'A change';
  // Where somebody has begun to take that back and may be gone, it is finished here.
  if (onTop && !(await takeBack(dependencies, onTop, { state: 'superseded', reason: `${what}, which it was built on, is taken back.` }))) await rollBack(dependencies, onTop);
  const claimed = await claimRevert(dependencies, improvementId, reason);
  if (claimed.ok) await revert(dependencies, improvementId);
  return claimed.ok;
};
