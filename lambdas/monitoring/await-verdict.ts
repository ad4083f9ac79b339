import { SETTLED } from '../../shared/domain/improvement.ts';
import type { Improvements } from '../../shared/store/improvements.ts';

/** Whether the watch is over: the tick, the guard or a person has brought it to an end. An hour of watching costs no executions. */
export const verdictAnswer = async (improvements: Improvements, improvementId: string): Promise<{ next: 'learn' } | undefined> =>
  SETTLED.includes((await improvements.get(improvementId)).state) ? { next: 'learn' } : undefined;
