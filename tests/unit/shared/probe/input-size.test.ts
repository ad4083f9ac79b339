import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputBytes, inputItems } from '../../../../shared/probe/input-size.ts';

test('a small event is measured to a few characters in a hundred', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (event) => {
      const characters = JSON.stringify(event).length;
      fc.pre(characters < 400);
      expect(Math.abs(inputBytes({ event }) - JSON.stringify({ event }).length)).toBeLessThanOrEqual(Math.max(12, characters * 0.25));
    }),
  );
});

test('a large list is measured by some of its elements, near enough to see how work grows with it', () => {
  const listOf = (length: number) => ({ orders: Array.from({ length }, (_, index) => ({ id: `ord-${index}`, lines: [1, 2, 3], name: 'x'.repeat(index % 40) })) });
  for (const length of [100, 1_000, 20_000]) {
    const characters = JSON.stringify(listOf(length)).length;
    expect(Math.abs(inputBytes(listOf(length)) / characters - 1)).toBeLessThan(0.15);
  }
});

test('no more than some hundred values are looked at, however large the event', () => {
  let looked = 0;
  const counted = (): object => ({
    get a() {
      looked += 1;
      return 'x';
    },
  });
  inputBytes({ list: Array.from({ length: 50_000 }, counted), wide: Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, counted()])) });
  expect(looked).toBeGreaterThan(10);
  expect(looked).toBeLessThan(450);
});

test('an event that holds itself is measured all the same', () => {
  const event: Record<string, unknown> = { name: 'x' };
  event['self'] = [event, event];
  expect(inputBytes(event)).toBeGreaterThan(0);
});

test.each<[unknown, number | undefined]>([
  [[1, 2, 3], 3],
  [{ Records: [{}, {}] }, 2],
  [{ rawPath: '/' }, undefined],
  [undefined, undefined],
])('entries of %j are %s', (event, items) => {
  expect(inputItems(event)).toBe(items);
});
