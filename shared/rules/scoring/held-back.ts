import type { Lesson } from '../../domain/lesson.ts';

const DAY_MS = 86_400_000;
const WITHOUT_COMMIT_DAYS = 7;

const HOLDS_BACK: ReadonlySet<Lesson['result']> = new Set(['rolled-back', 'rejected', 'abstained', 'inconclusive', 'failed', 'reverted']);

/**
 * Why an opportunity is not tried now: it was tried on the code that serves today, and did not come to stay. `codeSince` is when that code
 * began to serve; while it serves, trying again would end the same. Where that is not known, a week passes first. What ended for want of
 * something that comes back (`retryAt`) waits until then only.
 */
export const heldBackBecause = (key: string, lessons: readonly Lesson[], codeSince: number | undefined, now: number): string | undefined => {
  const since = codeSince ?? now - WITHOUT_COMMIT_DAYS * DAY_MS;
  const last = lessons.filter((lesson) => lesson.opportunityKey === key && lesson.at >= since).sort((a, b) => b.at - a.at)[0];
  if (last === undefined || !HOLDS_BACK.has(last.result)) return undefined;
  if (last.retryAt !== undefined) return now < last.retryAt ? `waits until ${new Date(last.retryAt).toISOString().slice(0, 16)}Z: ${last.text}` : undefined;
  return `${last.result} on this code: ${last.text}`;
};
