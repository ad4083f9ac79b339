import type { DoorDependencies } from '../table/door-dependencies.ts';

/** `endedAt`: absent while it is being read. */
type Kept = { readonly value: Promise<unknown>; endedAt?: number };

const MOST_KEPT = 200;

/** By what was read from, then by the question. */
const KEPT = new WeakMap<object, Map<string, Kept>>();

/**
 * What is read by looking through thousands of rows, once for all who ask while it is read, however long that takes, and for a moment after (`momentMs`;
 * without it always anew): many who ask are no more work than one. `from`: whose it is, so that two stores do not meet. What fails is not kept.
 */
export const momentarily = async <Value>(from: object, question: string, { clock, momentMs = 0 }: Pick<DoorDependencies, 'clock' | 'momentMs'>, read: () => Promise<Value>): Promise<Value> => {
  if (momentMs <= 0) return read();
  const kept = KEPT.get(from) ?? new Map<string, Kept>();
  KEPT.set(from, kept);
  const now = clock.now();
  const isFresh = ({ endedAt }: Kept): boolean => endedAt === undefined || (now >= endedAt && now - endedAt < momentMs);
  const known = kept.get(question);
  if (known !== undefined && isFresh(known)) return known.value as Promise<Value>;
  const value = read();
  const mine: Kept = { value };
  kept.delete(question);
  kept.set(question, mine);
  // The oldest come first.
  for (const [other, one] of kept) {
    if (kept.size <= MOST_KEPT && isFresh(one)) break;
    kept.delete(other);
  }
  try {
    const answer = await value;
    mine.endedAt = clock.now();
    return answer;
  } catch (error) {
    if (kept.get(question) === mine) kept.delete(question);
    throw error;
  }
};
