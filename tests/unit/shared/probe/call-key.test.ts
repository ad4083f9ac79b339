import { expect, test } from 'vitest';
import { callKey } from '../../../../shared/probe/call-key.ts';

const URL_A = 'http://h/products/1';
const json: [string, string][] = [['accept', 'application/json']];

test('the same method, address, headers and body are the same key', () => {
  expect(callKey('POST', URL_A, json, '{"a":1}')).toBe(callKey('POST', URL_A, json, '{"a":1}'));
  expect(callKey('POST', URL_A, [], new URLSearchParams('a=1'))).toBe(callKey('POST', URL_A, [], new URLSearchParams('a=1')));
  expect(callKey('POST', URL_A, [], Buffer.from('xy'))).toBe(callKey('POST', URL_A, [], Buffer.from('xy')));
});

test('another method, address, caller or body is another key', () => {
  const base = callKey('GET', URL_A, json, undefined);
  expect(callKey('HEAD', URL_A, json, undefined)).not.toBe(base);
  expect(callKey('GET', `${URL_A}0`, json, undefined)).not.toBe(base);
  expect(callKey('GET', URL_A, [['Authorization', 'Bearer x']], undefined)).not.toBe(callKey('GET', URL_A, [['Authorization', 'Bearer y']], undefined));
  expect(callKey('GET', URL_A, [['x-tenant-id', '1']], undefined)).not.toBe(callKey('GET', URL_A, [['x-tenant-id', '2']], undefined));
  expect(callKey('GET', URL_A, json, 'body')).not.toBe(base);
});

test('headers that differ from call to call anyway do not count', () => {
  expect(callKey('GET', URL_A, [['traceparent', '1']], undefined)).toBe(callKey('GET', URL_A, [['traceparent', '2']], undefined));
});

test('a body that cannot be read is never the same as another', () => {
  const stream = new ReadableStream();
  const [a, b] = [callKey('POST', URL_A, [], stream), callKey('POST', URL_A, [], stream)];
  expect(a).toBeLessThan(0);
  expect(a).not.toBe(b);
});
