import { describe, expect, it } from 'vitest';
import { PRICES, usdOf } from '../../../../shared/rules/telemetry/prices.ts';
import { plus, times, UNITS } from '../../../../shared/rules/telemetry/usage.ts';
import { rowBytes, serviceOf, usageOf, type WireRequest } from '../../../../lab/cost/requests.ts';

const row = (bytes: number) => ({ pk: { S: 'target' }, sk: { S: 'one' }, body: { S: 'x'.repeat(bytes) } });
const request = (over: Partial<WireRequest>): WireRequest => ({ method: 'POST', path: '/', service: 'dynamodb', operation: undefined, body: '{}', answer: '{}', status: 200, ...over });
const dynamo = (operation: string, body: unknown, answer: unknown = {}, status = 200): WireRequest => request({ operation, body: JSON.stringify(body), answer: JSON.stringify(answer), status });

describe('what a request to DynamoDB is billed as', () => {
  it('measures a row by its names and values', () => {
    expect(rowBytes({ pk: { S: 'ü' }, n: { N: '1234' } })).toBe(2 + 2 + 1 + 3);
  });

  it('counts a put by begun kilobytes, and in a transaction twice', () => {
    expect(usageOf(dynamo('PutItem', { Item: row(100) }))).toEqual({ dynamoWrites: 1 });
    expect(usageOf(dynamo('PutItem', { Item: row(1024) }))).toEqual({ dynamoWrites: 2 });
    expect(usageOf(dynamo('TransactWriteItems', { TransactItems: [{ Put: { Item: row(3000) } }, { ConditionCheck: {} }, { Delete: {} }] }))).toEqual({ dynamoWrites: 10 });
  });

  it('counts a consistent read by begun 4 KB, a query by what it read together, and nothing found as one', () => {
    expect(usageOf(dynamo('GetItem', {}, { Item: row(4000) }))).toEqual({ dynamoReads: 1 });
    expect(usageOf(dynamo('GetItem', {}, { Item: row(4096) }))).toEqual({ dynamoReads: 2 });
    expect(usageOf(dynamo('GetItem', {}, {}))).toEqual({ dynamoReads: 1 });
    expect(usageOf(dynamo('Query', {}, { Items: [row(1000), row(1000), row(1000)] }))).toEqual({ dynamoReads: 1 });
    expect(usageOf(dynamo('Query', {}, { Items: [] }))).toEqual({ dynamoReads: 1 });
  });

  it('counts a write that was refused as well: DynamoDB does', () => {
    expect(usageOf(dynamo('PutItem', { Item: row(100) }, { __type: 'ConditionalCheckFailedException' }, 400))).toEqual({ dynamoWrites: 1 });
  });

  it('fails on an operation that nobody has put a price to', () => {
    expect(() => usageOf(dynamo('Scan', {}))).toThrow('Scan');
  });
});

describe('what other requests are billed as', () => {
  it('tells S3\'s two kinds apart, and its free one', () => {
    const s3 = (method: string, path: string) => usageOf(request({ service: 's3', method, path }));
    expect([s3('PUT', '/b/key'), s3('GET', '/b/key'), s3('GET', '/b/?list-type=2&prefix=spool'), s3('DELETE', '/b/key')]).toEqual([{ s3Puts: 1 }, { s3Gets: 1 }, { s3Puts: 1 }, {}]);
  });

  it('counts events and metrics one by one, whatever call they come in', () => {
    expect(usageOf(request({ service: 'events', body: '{"Entries":[{"DetailType":"a"},{"DetailType":"b"}]}' }))).toEqual({ customEvents: 2 });
    expect(usageOf(request({ service: 'monitoring', body: 'MetricName..MetricName..MetricName' }))).toEqual({ metricsAsked: 3 });
  });

  it('charges nothing for the API of Lambda and Step Functions', () => {
    expect([usageOf(request({ service: 'lambda' })), usageOf(request({ service: 'states' }))]).toEqual([{}, {}]);
  });

  it('reads the service off the signature', () => {
    expect(serviceOf('AWS4-HMAC-SHA256 Credential=KEY/20261121/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0')).toBe('s3');
    expect(serviceOf('')).toBe('unknown');
  });
});

describe('a bill', () => {
  it('adds and stretches usage', () => {
    expect(plus({ alarms: 1, s3Puts: 2 }, { s3Puts: 3 })).toEqual({ alarms: 1, s3Puts: 5 });
    expect(times({ s3Puts: 2.5 }, 4)).toEqual({ s3Puts: 10 });
  });

  it('has a price for each unit, with the page that names it', () => {
    expect(UNITS.filter((unit) => !(PRICES[unit].usd > 0 && PRICES[unit].per > 0 && PRICES[unit].page.includes('aws.amazon.com')))).toEqual([]);
    expect(usdOf('stateTransitions', 40_000)).toBeCloseTo(1);
  });
});
