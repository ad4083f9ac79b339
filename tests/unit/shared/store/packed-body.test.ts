import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../shared/domain/json.ts';
import { packed, unpacked } from '../../../../shared/store/packed-body.ts';

test('whatever JSON can hold comes back as it was', () => {
  assert(
    property(jsonValue(), (value) => {
      expect(unpacked(packed(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a body that was stored before bodies were packed is read as it is', () => {
  const old: Json = { targetId: 'orders', slices: [{ from: 1 }] };
  expect(unpacked(old)).toBe(old);
  expect(unpacked({ z: 'x', more: 1 })).toEqual({ z: 'x', more: 1 });
});

test('text that repeats itself takes a fraction of its size', () => {
  const slices = Array.from({ length: 500 }, (_, index) => ({ from: index, requests: 10, failures: 0, durations: { 100: index % 7 } }));
  expect(JSON.stringify(packed({ slices })).length).toBeLessThan(JSON.stringify({ slices }).length / 5);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is refused by the name of its field', (value) => {
  expect(() => packed({ metrics: { latency: { level: value } } })).toThrow('"level" is');
});

test('a null that is meant is kept', () => {
  expect(unpacked(packed({ serving: null, said: 'null' }))).toEqual({ serving: null, said: 'null' });
});

test('a damaged body is an error', () => {
  expect(() => unpacked({ z: 'bm90IGJyb3RsaQ==' })).toThrow();
});
