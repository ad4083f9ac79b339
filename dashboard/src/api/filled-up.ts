import type { Result } from './result.ts';

type Listed = { readonly items: readonly unknown[]; readonly next?: string | undefined };
type Input = Readonly<Record<string, unknown>>;

const isListed = (value: unknown): value is Listed => typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items);

/** So many further questions at most for one page of a list. */
const MOST_QUESTIONS = 12;

/**
 * Asks once, and again for as long as the answer is a page of a list that has fewer rows than were asked for and says that more follow: a filter may
 * leave a page short or empty. Answers everything else as it came.
 */
export const filledUp = async <Value>(input: Input, ask: (input: Input) => Promise<Result<Value>>): Promise<Result<Value>> => {
  const first = await ask(input);
  const limit = input['limit'];
  if (!first.ok || !isListed(first.value) || typeof limit !== 'number') return first;
  const items = [...first.value.items];
  let { next } = first.value;
  for (let asked = 0; asked < MOST_QUESTIONS && next !== undefined && items.length < limit; asked += 1) {
    const more = await ask({ ...input, after: next, limit: limit - items.length });
    if (!more.ok || !isListed(more.value)) break;
    items.push(...more.value.items);
    ({ next } = more.value);
  }
  return { ok: true, value: { ...first.value, items, next } };
};
