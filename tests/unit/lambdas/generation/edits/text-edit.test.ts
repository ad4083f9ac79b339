import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyEdits } from '../../../../../lambdas/generation/edits/text-edit.ts';

/** A text cut into pieces, each kept or replaced: the edits and what must come out. */
const cutText = fc
  .array(fc.record({ before: fc.string({ maxLength: 8 }), after: fc.option(fc.string({ maxLength: 8 }), { nil: undefined }) }), { maxLength: 12 })
  .map((pieces) => {
    let position = 0;
    const edits = pieces.flatMap(({ before, after }) => {
      const start = position;
      position += before.length;
      return after === undefined ? [] : [{ start, end: position, text: after }];
    });
    return { text: pieces.map(({ before }) => before).join(''), edits, expected: pieces.map(({ before, after }) => after ?? before).join('') };
  });

test('edits replace exactly their own characters, in whatever order they are given', () => {
  fc.assert(
    fc.property(cutText, fc.integer(), ({ text, edits, expected }, seed) => {
      // Insertions at one place keep the order given, so only edits that differ in place are shuffled.
      const places = new Set(edits.map(({ start }) => start));
      const shuffled = places.size === edits.length ? [...edits].sort((a, b) => Math.sin(a.start + seed) - Math.sin(b.start + seed)) : edits;
      expect(applyEdits(text, shuffled)).toBe(expected);
    }),
  );
});

test('without edits a text stays as it is', () => {
  fc.assert(fc.property(fc.string(), (text) => applyEdits(text, []) === text));
});

test('an insertion at the start of a replacement goes before it', () => {
  expect(applyEdits('abc', [{ start: 1, end: 2, text: 'B' }, { start: 1, end: 1, text: '-' }])).toBe('a-Bc');
});

test('edits that touch the same characters are refused', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.integer({ min: 2, max: 10 }), fc.string(), (start, length, text) => {
      const long = 'x'.repeat(40);
      expect(() => applyEdits(long, [{ start, end: start + length, text }, { start: start + 1, end: start + length + 1, text }])).toThrow(/same characters/);
    }),
  );
});

test('an edit outside the text is refused', () => {
  expect(() => applyEdits('abc', [{ start: 2, end: 4, text: '' }])).toThrow(/outside/);
});
