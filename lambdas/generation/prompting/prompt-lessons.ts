import type { Lesson } from '../../../shared/domain/lesson.ts';
import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { PromptLesson } from './prompt-lesson.ts';

const TAUGHT: ReadonlySet<Lesson['result']> = new Set(['rolled-back', 'rejected', 'inconclusive', 'reverted']);
const MOST = 4;

/**
 * What earlier remedies for the same thing, or the same kind of thing, on this service came to, where it is not known why: the newest, the same thing
 * first. What is known to be the cause is told by the learned hints and rules, and must not be told beside a rule that is held out. What merely waited taught nothing.
 */
export const promptLessons = (lessons: readonly Lesson[], { key, kind }: Pick<Opportunity, 'key' | 'kind'>): PromptLesson[] =>
  lessons
    .filter(({ result, opportunityKind, lacked, retryAt, causes = [] }) => TAUGHT.has(result) && opportunityKind === kind && lacked === undefined && retryAt === undefined && causes.length === 0)
    .sort((a, b) => Number(b.opportunityKey === key) - Number(a.opportunityKey === key) || b.at - a.at)
    .slice(0, MOST)
    .map(({ id, author, text }) => ({ id, kind: 'hint', text: `${author}: ${text}` }));
