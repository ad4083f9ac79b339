import * as fc from 'fast-check';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { addressesIn, matchesShape, shapeSegments } from '../../../../../lambdas/generation/reading/shape-literal.ts';

const segmentsOf = (code: string) => addressesIn(ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest, true)).map(({ segments }) => segments);

test('a shape is read without method, host and query', () => {
  expect(shapeSegments('GET 127.0.0.1:4001/v1/items/{}?page={}')).toEqual(['v1', 'items', '{}']);
  expect(shapeSegments('GET https://up/items')).toEqual(['items']);
  expect(shapeSegments('GET up')).toEqual([]);
});

test('addresses are read from strings, templates and sums', () => {
  expect(segmentsOf("get('/items/all')")).toEqual([['items', 'all']]);
  expect(segmentsOf('get(`${base}/items/${id}?x=${y}`)')).toEqual([['{}', 'items', '{}']]);
  expect(segmentsOf("get(base + '/items/' + id)")).toEqual([['{}', 'items', '{}']]);
  expect(segmentsOf("get('plain')")).toEqual([]);
});

test('an address matches its own shape whatever is filled in', () => {
  const word = fc.stringMatching(/^[a-z]{2,6}$/);
  fc.assert(
    fc.property(fc.array(fc.oneof(word, fc.constant('{}')), { minLength: 1, maxLength: 5 }), (parts) => {
      fc.pre(parts.some((part) => part !== '{}'));
      const [written] = segmentsOf(`get(\`/${parts.map((part) => (part === '{}' ? '${x}' : part)).join('/')}\`)`);
      expect(matchesShape(written ?? [], parts)).toBe(true);
    }),
  );
});

test('an address with another word does not match, nor one with nothing in common', () => {
  expect(matchesShape(['orders', '{}'], ['items', '{}'])).toBe(false);
  expect(matchesShape(['{}'], ['items', '{}'])).toBe(false);
  expect(matchesShape(['{}', 'items', '{}'], ['v1', 'items', '{}'])).toBe(true);
});
