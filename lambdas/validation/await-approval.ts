import type { Improvements } from '../../shared/store/improvements.ts';

/** Whether a person has answered: `release` after a yes to exactly this patch and report, `learn` after a no, `undefined` while nobody has. */
export const approvalAnswer = async (improvements: Improvements, improvementId: string): Promise<{ next: 'release' | 'learn' } | undefined> => {
  const { state, approval, report } = await improvements.get(improvementId);
  if (state !== 'awaiting-approval') return { next: 'learn' };
  return approval && approval.digest === report?.digest ? { next: 'release' } : undefined;
};
