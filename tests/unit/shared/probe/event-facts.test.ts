import { expect, test } from 'vitest';
import { callerOf, routeOf } from '../../../../shared/probe/event-facts.ts';
import { inputBytes } from '../../../../shared/probe/input-size.ts';

const http = (method: string, path: string) => ({ routeKey: '$default', rawPath: path, requestContext: { http: { method, path, sourceIp: '203.0.113.9' } } });

test.each<[unknown, string | undefined]>([
  [{ ...http('GET', '/orders/7'), routeKey: 'GET /orders/{id}' }, 'GET /orders/{id}'],
  [http('POST', '/orders/ord-7/lines'), 'POST /orders/{}/lines'],
  [{ httpMethod: 'GET', resource: '/orders/{id}', path: '/orders/7' }, 'GET /orders/{id}'],
  [{ httpMethod: 'GET', path: '/orders/7' }, 'GET /orders/{}'],
  [{ Records: [{ eventSource: 'aws:sqs', body: 'x' }] }, 'aws:sqs'],
  [{ source: 'aws.events', 'detail-type': 'Scheduled Event' }, 'Scheduled Event'],
  [null, undefined],
  ['text', undefined],
])('the route of %j is %s', (event, route) => {
  expect(routeOf(event)).toBe(route);
});

test.each<[unknown, number]>([
  [{ ...http('POST', '/'), body: 'é' }, 2],
  [http('GET', '/'), 0],
  [{ Records: [{ body: 'abc' }, { body: 'de' }] }, 5],
  [{ a: 1 }, 7],
  [undefined, 0],
])('the input of %j has %d bytes', (event, bytes) => {
  expect(inputBytes(event)).toBe(bytes);
});

test('a caller is the same hash each time, another with another salt, and never the caller itself', () => {
  const event = { ...http('GET', '/'), headers: { 'x-api-key': 'key-1' } };
  expect(callerOf(event, 's')).toMatch(/^[0-9a-f]{16}$/);
  expect(callerOf(event, 's')).toBe(callerOf(event, 's'));
});

test('the authenticated subject counts before the key, the key before the address', () => {
  const byAddress = callerOf(http('GET', '/a'), 's');
  const byKey = callerOf({ ...http('GET', '/a'), headers: { 'x-api-key': 'key-2' } }, 's');
  const subject = (ip: string) => callerOf({ headers: { 'x-api-key': 'key-2' }, requestContext: { authorizer: { jwt: { claims: { sub: 'ada' } } }, http: { sourceIp: ip } } }, 's');
  expect(new Set([byAddress, byKey, subject('1.1.1.1')]).size).toBe(3);
  expect(subject('1.1.1.1')).toBe(subject('2.2.2.2'));
  expect(callerOf({}, 's')).toBeUndefined();
});
