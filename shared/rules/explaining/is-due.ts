import type { Explanation } from '../../domain/explanation.ts';
import type { Opportunity } from '../../domain/opportunity.ts';
import { redactMessage } from '../clustering/mask.ts';
import { cleanText } from './clean-text.ts';

const FRESH_MS = 3_600_000;

/** What is said, without the numbers that are different each time: the same thing told again is not written again. */
const material = (title: string, priority: string, severity: string): string => `${title.replaceAll(/\d+/g, '#')} ${priority} ${severity}`;

/** Whether what is stored about an opportunity should be made anew: nothing is, it says something else now, or it is an hour old. */
export const isDue = (stored: Explanation | undefined, { title, priority, severity }: Pick<Opportunity, 'title' | 'priority' | 'severity'>, now: number): boolean =>
  stored === undefined || now - stored.analysedAt >= FRESH_MS || material(stored.title, stored.score.priority, stored.score.severity) !== material(cleanText(redactMessage(title, 400), 300), priority, severity);
