import { SETTLED, type ImprovementState } from '../domain/improvement.ts';
import type { Improvements } from './improvements.ts';

/** Whether a person has answered: `release` after a yes to exactly this patch and report, `learn` after a no, `undefined` while nobody has. */
export const approvalAnswer = async (improvements: Pick<Improvements, 'get'>, improvementId: string): Promise<{ next: 'release' | 'learn' } | undefined> => {
  const { state, approval, report } = await improvements.get(improvementId);
  if (state !== 'awaiting-approval') return { next: 'learn' };
  return approval && approval.digest === report?.digest ? { next: 'release' } : undefined;
};

/** Whether the watch is over: the tick, the guard or a person has brought it to an end. An hour of watching costs no executions. */
export const verdictAnswer = async (improvements: Pick<Improvements, 'get'>, improvementId: string): Promise<{ next: 'learn' } | undefined> =>
  SETTLED.includes((await improvements.get(improvementId)).state) ? { next: 'learn' } : undefined;

/** What a runner of executions asks the store: the answers to waits, and where an improvement stands. */
export type WaitAnswers = {
  readonly approval: (improvementId: string) => Promise<{ readonly next: string } | undefined>;
  readonly verdict: (improvementId: string) => Promise<{ readonly next: string } | undefined>;
  readonly stateOf: (improvementId: string) => Promise<ImprovementState>;
};

export const waitAnswers = (improvements: Pick<Improvements, 'get'>): WaitAnswers => ({
  approval: (improvementId) => approvalAnswer(improvements, improvementId),
  verdict: (improvementId) => verdictAnswer(improvements, improvementId),
  stateOf: async (improvementId) => (await improvements.get(improvementId)).state,
});
