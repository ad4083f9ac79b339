import type { Lesson } from '../../../../../shared/domain/lesson.ts';

export const DAY = 86_400_000;

/** A rolled-back remedy of a recipe that made requests slower in one module; each test varies one thing. */
export const lesson = (number: number, changes: Partial<Lesson> = {}): Lesson => ({
  id: `imp-${number}#x`, improvementId: `imp-${number}`, targetId: 'orders', opportunityKey: 'k', opportunityKind: 'n-plus-one', author: 'recipe:cache-reads', result: 'rolled-back', text: 'Rolled back.',
  causes: [{ from: 'judge', measure: 'latency' }], modules: ['src/view.ts'], opportunityGain: 0.3, at: number * DAY, ...changes,
});

/** One that came to stay. */
export const kept = (number: number, changes: Partial<Lesson> = {}): Lesson => ({ ...lesson(number, { result: 'promoted', causes: [], ...changes }) });
