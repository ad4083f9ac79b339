import { assert, jsonValue, property } from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../../../../shared/domain/json.ts';
import { packed, unpacked } from '../../../../shared/store/packed-body.ts';

test('whatever JSON can hold comes back as it was', () => {
  assert(
    property(jsonValue(), (value) => {
      expect(unpacked(packed(value, 'f1'))).toEqual({ format: 'f1', value: JSON.parse(JSON.stringify(value)) });
    }),
  );
});

test('a body that was stored before bodies were packed is read as it is', () => {
  const old: Json = { targetId: 'orders', slices: [{ from: 1 }] };
  expect(unpacked(old)).toEqual({ value: old });
  expect(unpacked({ z: 'x', more: 1 })).toEqual({ value: { z: 'x', more: 1 } });
});

test('text that repeats itself takes a fraction of its size', () => {
  const slices = Array.from({ length: 500 }, (_, index) => ({ from: index, requests: 10, failures: 0, durations: { 100: index % 7 } }));
  expect(JSON.stringify(packed({ slices }, 'f1')).length).toBeLessThan(JSON.stringify({ slices }).length / 5);
});

test.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is refused by the name of its field', (value) => {
  expect(() => packed({ metrics: { latency: { level: value } } }, 'f1')).toThrow('"level" is');
});

test('a null that is meant is kept', () => {
  expect(unpacked(packed({ serving: null, said: 'null' }, 'f1')).value).toEqual({ serving: null, said: 'null' });
});

test('a damaged body is an error', () => {
  expect(() => unpacked({ format: 'f1', z: 'bm90IGJyb3RsaQ==' })).toThrow();
});
