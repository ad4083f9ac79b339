import type { Change, Item, Key, When } from '../../ports/item-store.ts';
import { encodeBody } from '../item-body.ts';
import { nextVersion, toRow, type Row } from './dynamo-row.ts';

/** One change as DynamoDB does it: the state the row must be in, and the row that takes its place (`undefined`: it is only checked, or goes). */
export type Step = { readonly kind: 'put' | 'remove' | 'check'; readonly key: Key; readonly when: When; readonly row?: Row };

export type Steps = { readonly steps: readonly Step[] } | { readonly conflict: Key };

const holds = (when: When, item: Item | undefined): boolean => (when === 'absent' ? item === undefined : item?.version === when);

/** The field's sum after an `add`, `undefined` when it would leave its bounds. */
const sumOf = ({ field, by, atMost }: Change & { kind: 'add' }, item: Item | undefined): { counters: Record<string, number> } | undefined => {
  const counters = (item?.body ?? {}) as Record<string, number>;
  const sum = (counters[field] ?? 0) + by;
  return sum > atMost || sum < 0 ? undefined : { counters: { ...counters, [field]: sum } };
};

/**
 * Changes as steps. An `add` is read, added to, and put back on the condition that nobody wrote in between: its step may have to be made anew.
 * When a sum leaves its bounds, the changes before it are looked at too, so that the conflict is the first key whose condition does not hold.
 */
export const stepsOf = async (changes: readonly Change[], read: (key: Key) => Promise<Item | undefined>): Promise<Steps> => {
  const steps: Step[] = [];
  for (const [index, change] of changes.entries()) {
    if (change.kind !== 'add') {
      const { kind, key, when } = change;
      steps.push(kind === 'put' ? { kind, key, when, row: toRow(key, nextVersion(), encodeBody(key, change.body), change.expiresAt) } : { kind, key, when });
      continue;
    }
    const item = await read(change.key);
    const sum = sumOf(change, item);
    if (sum === undefined) return { conflict: (await firstRefused(changes.slice(0, index), read)) ?? change.key };
    const row = toRow(change.key, nextVersion(), encodeBody(change.key, sum.counters), item?.expiresAt);
    steps.push({ kind: 'put', key: change.key, when: item?.version ?? 'absent', row });
  }
  return { steps };
};

const firstRefused = async (changes: readonly Change[], read: (key: Key) => Promise<Item | undefined>): Promise<Key | undefined> => {
  for (const change of changes) if (change.kind !== 'add' && !holds(change.when, await read(change.key))) return change.key;
  return undefined;
};

