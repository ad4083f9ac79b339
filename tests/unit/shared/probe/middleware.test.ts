import makeMiddy, { type MiddlewareObj } from '@middy/core';
import { expect, test } from 'vitest';
import { call, probe, probeMiddleware } from '../../../../shared/probe/probe.ts';
import { CONTEXT, inLambda } from './in-lambda.ts';

const log = inLambda(import.meta.dirname);

type Answer = { statusCode: number };
const run = async (handler: (event: object) => Promise<Answer>, more: MiddlewareObj<object, Answer>[] = [], awsRequestId = 'r-1'): Promise<unknown> => {
  const app = makeMiddy<object, Answer>(handler).use(probeMiddleware());
  for (const each of more) app.use(each);
  return Promise.resolve(Reflect.apply(app, undefined, [{ rawPath: '/orders/7', requestContext: { http: { method: 'GET' } } }, { ...CONTEXT, awsRequestId, getRemainingTimeInMillis: () => 3_000 }])).catch((error: unknown) => error);
};

test('middy\'s handler is recorded with what it called', async () => {
  const value = { statusCode: 200 };
  expect(await run(async () => {
    await call('directory', 7, async () => 1);
    await Promise.resolve();
    call('directory', 7, () => 1);
    return value;
  })).toBe(value);
  expect(log.records()).toHaveLength(1);
  expect(log.last()).toMatchObject({ requestId: 'r-1', route: 'GET /orders/{}', outcome: 'ok', status: 200 });
  expect(log.last().calls.map(({ count }) => count)).toEqual([1, 1]);
});

test('calls of middlewares behind it count too, and those around an await', async () => {
  await run(async () => ({ statusCode: 204 }), [
    { before: async () => { await Promise.resolve(); await call('session', 1, async () => 1); } },
    { after: async () => { await call('audit', 1, async () => 1); } },
  ]);
  expect(log.last().calls.map(({ shape }) => shape)).toEqual(['session', 'audit']);
});

test('an error comes through as it is', async () => {
  const error = new TypeError('no');
  expect(await run(async () => Promise.reject(error))).toBe(error);
  expect(log.records()).toHaveLength(1);
  expect(log.last()).toMatchObject({ outcome: 'error', error: { name: 'TypeError', message: 'no' } });
});

test('an error that another middleware answers is its status', async () => {
  const answer = { statusCode: 502 };
  expect(await run(async () => Promise.reject(new Error('no')), [{ onError: (request) => { request.response = answer; } }])).toBe(answer);
  expect(log.last()).toMatchObject({ outcome: 'fault', status: 502 });
});

test('two requests at the same time are kept apart', async () => {
  const wait = async (name: string, ms: number): Promise<Answer> => {
    for (let round = 0; round < 3; round += 1) await call(name, round, async () => new Promise((resolve) => setTimeout(resolve, ms)));
    return { statusCode: 200 };
  };
  await Promise.all([run(async () => wait('slow', 4), [], 'r-1'), run(async () => wait('quick', 1), [], 'r-2')]);
  expect(log.records().map(({ calls }) => calls.map(({ shape, count }) => [shape, count]))).toEqual([[['quick', 3]], [['slow', 3]]]);
});

test('within a wrapper it leaves one record', async () => {
  const app = probe(makeMiddy<object, Answer>(async () => call('directory', 1, async () => ({ statusCode: 200 }))).use(probeMiddleware()));
  await Reflect.apply(app, undefined, [{}, CONTEXT]);
  expect(log.records()).toHaveLength(1);
  expect(log.last()).toMatchObject({ status: 200, calls: [{ shape: 'directory' }] });
});

test('outside Lambda it does nothing', async () => {
  const name = process.env['AWS_LAMBDA_FUNCTION_NAME'];
  delete process.env['AWS_LAMBDA_FUNCTION_NAME'];
  expect(await run(async () => ({ statusCode: 200 }))).toEqual({ statusCode: 200 });
  process.env['AWS_LAMBDA_FUNCTION_NAME'] = name;
  expect(log.records()).toEqual([]);
});
