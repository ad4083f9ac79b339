import { array, assert, asyncProperty, constantFrom, integer, nat, oneof, option, record, tuple, uniqueArray } from 'fast-check';
import { expect, it } from 'vitest';
import type { Change, ItemStore, Key, When } from '../../shared/ports/item-store.ts';

type Pair = { readonly stores: readonly [ItemStore, ItemStore]; readonly advance: (ms: number) => void; readonly now: () => number };

/** A change before it is known which version each store has for its key. */
type Intent = { readonly kind: Change['kind']; readonly when: 'absent' | 'held' | 'former'; readonly by: number; readonly atMost: number; readonly livesMs: number | undefined };

const KEYS = ['a', 'b', 'c'].map((sk): Key => ({ pk: 'p', sk }));
const intents = record({
  kind: constantFrom<Change['kind']>('put', 'put', 'remove', 'check', 'add'),
  when: constantFrom<Intent['when']>('absent', 'held', 'held', 'former'),
  by: integer({ min: -2, max: 3 }),
  atMost: nat(5),
  livesMs: option(nat(20), { nil: undefined }),
});
const writes = uniqueArray(tuple(nat(KEYS.length - 1), intents), { minLength: 1, maxLength: KEYS.length, selector: ([index]) => index });
const steps = array(oneof({ weight: 5, arbitrary: record({ changes: writes }) }, { weight: 1, arbitrary: record({ passMs: nat(20) }) }), { maxLength: 14 });

/** Whatever is written, two stores answer alike: the same writes succeed, the same keys conflict, the same bodies are there. `make` gives two empty stores on one clock. */
export const itAnswersAlike = (name: string, make: () => Promise<Pair>): void =>
  it(name, async () => {
    await assert(
      asyncProperty(steps, async (steps) => {
        const { stores, advance, now } = await make();
        const former = stores.map(() => new Map<string, number>());
        for (const step of steps) {
          if ('passMs' in step) {
            advance(step.passMs);
            continue;
          }
          const at = now();
          const answers = await Promise.all(
            stores.map(async (store, index) => {
              const changes = await Promise.all(
                step.changes.map(async ([keyIndex, { kind, when, by, atMost, livesMs }]): Promise<Change> => {
                  const key = KEYS[keyIndex] ?? { pk: 'p', sk: 'a' };
                  const held = (await store.get(key))?.version;
                  const seen = former[index]?.get(key.sk);
                  if (held !== undefined) former[index]?.set(key.sk, held);
                  const version: When = when === 'absent' ? 'absent' : when === 'held' ? (held ?? 'absent') : (seen ?? 'absent');
                  if (kind === 'add') return { kind, key, field: 'n', by, atMost };
                  if (kind === 'put') return { kind, key, body: { n: atMost }, when: version, ...(livesMs === undefined ? {} : { expiresAt: at + livesMs }) };
                  return kind === 'remove' ? { kind, key, when: version === 'absent' ? 0 : version } : { kind, key, when: version };
                }),
              );
              const answer = await store.write(changes);
              const { items } = await store.query({ pk: 'p', limit: 10 });
              return { answer, items: items.map(({ key, body, expiresAt }) => ({ key, body, expiresAt })) };
            }),
          );
          expect(answers[0]).toEqual(answers[1]);
        }
      }),
      { numRuns: 25 },
    );
  });
