import type { Lesson } from '../../../domain/lesson.ts';

/**
 * Whether what was claimed came true: the change was kept, and what was measured on the claim's own measure (where it was measured) got
 * better. `undefined` where the outcome says nothing about the claim: nothing was written, a check or a person stopped it before traffic,
 * or something else overtook it.
 */
export const cameTrue = ({ result, measuredGain }: Pick<Lesson, 'result' | 'measuredGain'>): boolean | undefined => {
  if (result === 'promoted') return measuredGain === undefined || measuredGain > 0;
  return result === 'rolled-back' || result === 'inconclusive' || result === 'reverted' ? false : undefined;
};
