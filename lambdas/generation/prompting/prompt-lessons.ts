import type { Lesson } from '../../../shared/domain/lesson.ts';
import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { PromptLesson } from './prompt-lesson.ts';

const TAUGHT: ReadonlySet<Lesson['result']> = new Set(['rolled-back', 'rejected', 'inconclusive', 'reverted']);
const MOST = 4;

/** What earlier remedies for the same thing, or the same kind of thing, on this service came to: the newest, the same thing first. What merely waited taught nothing. */
export const promptLessons = (lessons: readonly Lesson[], { key, kind }: Pick<Opportunity, 'key' | 'kind'>): PromptLesson[] =>
  lessons
    .filter(({ result, opportunityKind, lacked, retryAt }) => TAUGHT.has(result) && opportunityKind === kind && lacked === undefined && retryAt === undefined)
    .sort((a, b) => Number(b.opportunityKey === key) - Number(a.opportunityKey === key) || b.at - a.at)
    .slice(0, MOST)
    .map(({ id, author, text }) => ({ id, kind: 'hint', text: `${author}: ${text}` }));
