import { expect, test } from 'vitest';
import { gatewayEvent, type GatewayRequest } from '../../../../local/host/gateway-event.ts';
import { gatewayResponse } from '../../../../local/host/gateway-response.ts';

const request: GatewayRequest = {
  method: 'GET',
  path: '/orders/7',
  query: '',
  headers: { host: 'localhost:1', 'user-agent': 'test' },
  body: Buffer.alloc(0),
  remoteAddress: '127.0.0.1',
  at: Date.UTC(2026, 2, 12, 19, 3, 58),
};

test('an event of payload format 2.0 names method, path, caller and time', () => {
  expect(gatewayEvent(request)).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/orders/7',
    rawQueryString: '',
    headers: { 'user-agent': 'test' },
    requestContext: { http: { method: 'GET', path: '/orders/7', sourceIp: '127.0.0.1', userAgent: 'test' }, stage: '$default', time: '12/Mar/2026:19:03:58 +0000' },
    isBase64Encoded: false,
  });
});

test('a request without query, cookies or body has none of these fields', () => {
  const event = gatewayEvent(request);
  for (const field of ['queryStringParameters', 'cookies', 'body']) expect(event).not.toHaveProperty(field);
});

test('values of a repeated query name are joined with commas', () => {
  expect(gatewayEvent({ ...request, query: 'sku=a&sku=b&x=%20y' })).toMatchObject({ rawQueryString: 'sku=a&sku=b&x=%20y', queryStringParameters: { sku: 'a,b', x: ' y' } });
});

test('cookies move from the headers into a list', () => {
  const event = gatewayEvent({ ...request, headers: { cookie: 'a=1; b=2' } });
  expect(event).toMatchObject({ cookies: ['a=1', 'b=2'] });
  expect(event['headers']).not.toHaveProperty('cookie');
});

test('a text body stays text and a binary one becomes base64', () => {
  const body = Buffer.from('{"a":"é"}');
  expect(gatewayEvent({ ...request, headers: { 'content-type': 'application/json' }, body })).toMatchObject({ body: '{"a":"é"}', isBase64Encoded: false });
  expect(gatewayEvent({ ...request, headers: { 'content-type': 'image/png' }, body })).toMatchObject({ body: body.toString('base64'), isBase64Encoded: true });
});

test('a forwarded request keeps the address of who sent it', () => {
  expect(gatewayEvent({ ...request, headers: { 'x-forwarded-for': '203.0.113.9, 10.0.0.1' } })).toMatchObject({ requestContext: { http: { sourceIp: '203.0.113.9' } } });
});

test('an object with a status code is answered as it says', () => {
  const answer = gatewayResponse({ kind: 'result', result: { statusCode: 201, headers: { 'Content-Type': 'application/json', 'Content-Length': 999 }, cookies: ['a=1'], body: '{}' } });
  expect(answer).toEqual({ status: 201, headers: { 'content-type': 'application/json', 'set-cookie': ['a=1'] }, body: '{}' });
});

test('anything else is the JSON body of a 200', () => {
  expect(gatewayResponse({ kind: 'result', result: { ok: true } })).toEqual({ status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}' });
  expect(gatewayResponse({ kind: 'result', result: 'hi' })).toMatchObject({ status: 200, body: 'hi' });
});

test('a base64 body is answered as bytes', () => {
  expect(gatewayResponse({ kind: 'result', result: { statusCode: 200, body: 'AAEC', isBase64Encoded: true } }).body).toEqual(Buffer.from([0, 1, 2]));
});

test.each([{ statusCode: 'abc' }, { statusCode: 99 }, { statusCode: 200, body: { not: 'text' } }])('a malformed answer %j is an internal error', (result) => {
  expect(gatewayResponse({ kind: 'result', result }).status).toBe(500);
});

test('the handler failing is a 502 with its error, running out of time a 504', () => {
  const error = { errorType: 'TypeError', errorMessage: 'x', trace: [] };
  expect(gatewayResponse({ kind: 'error', cause: 'handled', error })).toMatchObject({ status: 502, body: JSON.stringify(error) });
  expect(gatewayResponse({ kind: 'error', cause: 'timeout', error }).status).toBe(504);
});
