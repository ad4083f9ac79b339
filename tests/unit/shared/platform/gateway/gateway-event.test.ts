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

  it('is understood with everything that the gateway sends beside it, most of which is null', async () => {
    const host = 'abc123.execute-api.eu-north-1.amazonaws.com';
    const sent = (signed: boolean): unknown => ({
      resource: signed ? '/iam/{proxy+}' : '/{proxy+}', path: signed ? '/iam/v1/pause' : '/v1/pause', httpMethod: 'POST',
      headers: { Host: host, 'Content-Type': 'application/json' },
      multiValueHeaders: { Accept: ['*/*'], 'Accept-Encoding': ['gzip, deflate, br'], Host: [host], Origin: [`https://${host}`], 'Content-Type': ['application/json'], 'User-Agent': ['curl/8'], 'X-Amzn-Trace-Id': ['Root=1-0'], 'X-Forwarded-For': ['192.0.2.1'], 'X-Forwarded-Port': ['443'], 'X-Forwarded-Proto': ['https'] },
      queryStringParameters: null, multiValueQueryStringParameters: null, pathParameters: { proxy: 'v1/pause' }, stageVariables: null,
      requestContext: {
        resourceId: 'r1', resourcePath: '/{proxy+}', httpMethod: 'POST', extendedRequestId: 'e=', requestTime: '22/Nov/2026:10:00:00 +0000', path: '/pawl/v1/pause', accountId: '111122223333', protocol: 'HTTP/1.1', stage: 'pawl', domainPrefix: 'abc123', requestTimeEpoch: 1, requestId: 'q-1', domainName: host, deploymentId: 'd1', apiId: 'abc123',
        identity: { cognitoIdentityPoolId: null, accountId: signed ? '111122223333' : null, cognitoIdentityId: null, caller: signed ? 'AROA:run-7' : null, sourceIp: '192.0.2.1', principalOrgId: null, accessKey: signed ? 'ASIA' : null, cognitoAuthenticationType: null, cognitoAuthenticationProvider: null, userArn: signed ? 'arn:aws:sts::111122223333:assumed-role/deployer/run-7' : null, userAgent: 'curl/8', user: signed ? 'AROA:run-7' : null },
      },
      body: '{"targetId":"orders"}', isBase64Encoded: false,
    });
    for (const signed of [true, false]) {
      const parsed = GatewayEvent.parse(sent(signed));
      expect([parsed.resource, parsed.requestContext.identity.userArn]).toEqual(signed ? ['/iam/{proxy+}', 'arn:aws:sts::111122223333:assumed-role/deployer/run-7'] : ['/{proxy+}', null]);
      const request = requestOf(parsed);
      expect([request.method, request.url, request.headers.get('host'), request.headers.get('origin'), await request.json()]).toEqual(['POST', `https://${host}/v1/pause`, host, `https://${host}`, { targetId: 'orders' }]);
    }
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
