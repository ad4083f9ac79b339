import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GatewayEvent, requestOf } from '../../../../../shared/platform/gateway/gateway-event.ts';

const event = (changes: object = {}): GatewayEvent =>
  GatewayEvent.parse({ resource: '/{proxy+}', httpMethod: 'GET', pathParameters: { proxy: 'v1/status' }, requestContext: { requestId: 'r', domainName: 'abc.execute-api.eu-north-1.amazonaws.com', identity: { sourceIp: '192.0.2.1', userArn: null } }, ...changes });

describe('a request out of what the gateway sends', () => {
  it('is the same with and without a signature: the route is not part of it', () => {
    expect(requestOf(event()).url).toBe('https://abc.execute-api.eu-north-1.amazonaws.com/v1/status');
    expect(requestOf(event({ resource: '/iam/{proxy+}', path: '/iam/v1/status' })).url).toBe(requestOf(event()).url);
    expect(requestOf(event({ resource: '/', pathParameters: null })).url).toBe('https://abc.execute-api.eu-north-1.amazonaws.com/');
  });

  it('keeps repeated parameters and headers, and what they hold', async () => {
    const request = requestOf(event({
      httpMethod: 'POST', multiValueQueryStringParameters: { state: ['watching', 'a&b=c'] }, multiValueHeaders: { 'Idempotency-Key': ['k-1'], accept: ['a', 'b'] }, body: '{"reason":"spät"}',
    }));
    expect(new URL(request.url).searchParams.getAll('state')).toEqual(['watching', 'a&b=c']);
    expect(request.headers.get('idempotency-key')).toBe('k-1');
    expect(request.headers.get('accept')).toBe('a, b');
    expect(await request.json()).toEqual({ reason: 'spät' });
    expect(await requestOf(event({ httpMethod: 'POST', body: Buffer.from('{}').toString('base64'), isBase64Encoded: true })).text()).toBe('{}');
  });

  it('stays on its host and, whatever the path says, never throws for it', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('//evil.example/x', '../../etc/passwd', '%2e%2e/%2e%2e/secret', '\\\\evil', '%', '?a=b#c', '@evil.example')), (proxy) => {
      const { host, search, hash } = new URL(requestOf(event({ pathParameters: { proxy } })).url);
      expect([host, search, hash]).toEqual(['abc.execute-api.eu-north-1.amazonaws.com', '', '']);
    }));
  });

  it('an event of something else is none', () => {
    for (const other of [undefined, 'x', {}, { Records: [] }, { version: '2.0', rawPath: '/' }]) expect(GatewayEvent.safeParse(other).success).toBe(false);
  });
});
