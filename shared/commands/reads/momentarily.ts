import type { DoorDependencies } from '../table/door-dependencies.ts';

type Kept = { readonly at: number; readonly value: Promise<unknown> };

const MOST_KEPT = 200;

/** By what was read from, then by the question. */
const KEPT = new WeakMap<object, Map<string, Kept>>();

/**
 * What is read by looking through thousands of rows, for as long as the dependencies say (`momentMs`; without it always anew): those who ask meanwhile get
 * what the first one read. `from`: whose it is, so that two stores do not meet.
 */
export const momentarily = async <Value>(from: object, question: string, { clock, momentMs = 0 }: Pick<DoorDependencies, 'clock' | 'momentMs'>, read: () => Promise<Value>): Promise<Value> => {
  if (momentMs <= 0) return read();
  const kept = KEPT.get(from) ?? new Map<string, Kept>();
  KEPT.set(from, kept);
  const at = clock.now();
  const known = kept.get(question);
  if (known !== undefined && at >= known.at && at - known.at < momentMs) return known.value as Promise<Value>;
  const value = read();
  kept.delete(question);
  kept.set(question, { at, value });
  // The oldest come first.
  for (const [other, { at: then }] of kept) {
    if (kept.size <= MOST_KEPT && at - then < momentMs) break;
    kept.delete(other);
  }
  try {
    return await value;
  } catch (error) {
    kept.delete(question);
    throw error;
  }
};
