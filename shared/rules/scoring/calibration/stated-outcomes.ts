import type { Author } from '../../../domain/remedy.ts';
import type { Lesson } from '../../../domain/lesson.ts';
import { cameTrue } from './came-true.ts';
import type { ClaimedOutcome } from './confidence-fit.ts';

/** How sure authors of a kind said they were, and whether it came true. What was rejected before traffic did not: an author answers for passing the gate as well. Each improvement counts once, as it ended last. */
export const statedOutcomes = (lessons: readonly Lesson[], kind: Author['kind']): ClaimedOutcome[] =>
  [...new Map(lessons.toSorted((a, b) => a.at - b.at).map((lesson) => [lesson.improvementId, lesson])).values()].flatMap((lesson) => {
    const truth = lesson.result === 'rejected' ? false : cameTrue(lesson);
    return truth === undefined || lesson.statedConfidence === undefined || !lesson.author.startsWith(`${kind}:`) ? [] : [{ confidence: lesson.statedConfidence, cameTrue: truth }];
  });
