import type { ImprovementState } from '../domain/improvement.ts';
import type { Improvements } from '../store/improvements.ts';

/** A question that an effect asks before it acts: is the improvement still in this state? */
export const stillIn = (improvements: Improvements, id: string, state: ImprovementState) => async (): Promise<boolean> => (await improvements.find(id))?.state === state;
