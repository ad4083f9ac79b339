import * as fc from 'fast-check';
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { sha256 } from '../../../../shared/probe/sha256.ts';

const expected = (text: string): string => createHash('sha256').update(text).digest('hex');

test('is what Node\'s own gives, for any text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300, unit: 'binary' }), (text) => sha256(text) === expected(text)));
});

test('also where the padding just fits or does not', () => {
  for (let length = 0; length <= 130; length += 1) expect(sha256('é'.repeat(length >> 1) + 'x'.repeat(length))).toBe(expected('é'.repeat(length >> 1) + 'x'.repeat(length)));
});
