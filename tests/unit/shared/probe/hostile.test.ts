import * as fc from 'fast-check';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { PendingCallRecord } from '../../../../shared/domain/probe-record.ts';
import { cacheHit, call, probe } from '../../../../shared/probe/probe.ts';
import { CONTEXT, inLambda } from './in-lambda.ts';

const log = inLambda(import.meta.dirname);
let silent: Server;
let base: string;
beforeAll(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const address = silent.address();
  base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const boom = (): never => {
  throw new Error('trap');
};
const traps = new Proxy({}, { get: boom, has: boom, ownKeys: boom, getOwnPropertyDescriptor: boom, getPrototypeOf: boom });
const cyclic: Record<string, unknown> = { big: 10n, when: new Date(Number.NaN) };
cyclic['self'] = [cyclic, { cyclic }];
const throwingJson = { toJSON: boom, body: { toString: boom }, Records: new Proxy([], { get: boom }) };
const STRANGE = [undefined, null, 0, 'text', Symbol('s'), 1n, () => 1, traps, cyclic, throwingJson, Object.freeze({}), Object.create(null) as object, { body: traps, headers: traps, requestContext: traps }];

test('whatever comes as event and context, the handler gets it and its answer comes back, and there is a record', async () => {
  for (const event of STRANGE) {
    for (const context of STRANGE) {
      const got: unknown[] = [];
      const answer = probe(async (...all: unknown[]) => {
        got.push(...all);
        return 'fine';
      })(event, context);
      expect(await answer).toBe('fine');
      expect(got[0]).toBe(event);
      expect(got[1]).toBe(context);
    }
  }
  expect(log.records()).toHaveLength(STRANGE.length ** 2);
});

test('whatever is thrown comes through as it is, and there is a record', async () => {
  const thrown = [...STRANGE, Object.assign(new Error('x'), { stack: 7, name: traps }), Object.defineProperty(new Error('y'), 'message', { get: boom })];
  for (const value of thrown) {
    // In a list, since a promise would ask the value itself whether it is one.
    const [caught] = await probe(async (_event: unknown, _context: unknown) => Promise.reject(value as Error))({}, CONTEXT).then(
      () => ['nothing was thrown'],
      (error: unknown) => [error],
    );
    expect(Object.is(caught, value)).toBe(true);
  }
  expect(log.records().map(({ outcome }) => outcome)).toEqual(thrown.map(() => 'error'));
});

test('any event of plain data does no harm', async () => {
  const handler = probe(async (event: unknown, _context: unknown) => event);
  await fc.assert(
    fc.asyncProperty(fc.anything({ withBigInt: true, withNullPrototype: true, withDate: true, withMap: true }), async (event) => {
      expect(Object.is(await handler(event, CONTEXT), event)).toBe(true);
    }),
    { numRuns: 200 },
  );
  expect(log.records()).toHaveLength(200);
});

test('an output that fails, at once or later, is not the service\'s trouble', async () => {
  const handler = probe(async (_event: unknown, _context: unknown) => 'fine');
  const write = vi.spyOn(process.stdout, 'write');
  write.mockImplementationOnce(boom);
  expect(await handler({}, CONTEXT)).toBe('fine');
  const before = process.stdout.listenerCount('error');
  write.mockImplementationOnce((...args: unknown[]) => {
    const done = args.at(-1);
    const error = Object.assign(new Error('closed'), { code: 'EPIPE' });
    if (typeof done === 'function') Reflect.apply(done, undefined, [error]);
    return process.stdout.emit('error', error);
  });
  expect(await handler({}, CONTEXT)).toBe('fine');
  expect(process.stdout.listenerCount('error')).toBe(before);
});

test('JSON and Date put out of order by the service lose at most the record', async () => {
  const handler = probe(async (_event: unknown, _context: unknown) => call('x', 1, () => 'fine'));
  const now = vi.spyOn(Date, 'now').mockImplementation(boom);
  const text = vi.spyOn(JSON, 'stringify').mockImplementation(boom);
  const answer = await handler({}, CONTEXT);
  now.mockRestore();
  text.mockRestore();
  expect(answer).toBe('fine');
});

test('calls, keys and names of any kind do no harm', async () => {
  const strange = [traps, cyclic, throwingJson, undefined, Symbol('k')];
  const answers = await probe(async (_event: unknown, _context: unknown) => {
    for (const name of strange) cacheHit(name as string);
    const named = strange.map((name) => call(name as string, name, () => 1));
    const fetched = await Promise.all(strange.map(async (input) => fetch(input as string, { headers: traps }).catch(() => 2)));
    return [...named, ...fetched];
  })({}, CONTEXT);
  expect(answers).toEqual([...strange.map(() => 1), ...strange.map(() => 2)]);
  expect(log.records()).toHaveLength(1);
});

test('10,000 calls in one request leave one record of the usual size', async () => {
  await probe(async (_event: unknown, _context: unknown) => {
    for (let index = 0; index < 10_000; index += 1) call('directory', index % 6_000, () => index);
  })({}, CONTEXT);
  const [only] = log.last().calls;
  expect(only).toMatchObject({ shape: 'directory', count: 10_000 });
  expect(JSON.stringify(log.lines()).length).toBeLessThan(4_000);
});

test('before the deadline what waits is told, also where the time-out is below a second', async () => {
  const patience = new AbortController();
  const context = { ...CONTEXT, getRemainingTimeInMillis: () => 250 };
  const answer = probe(async (_event: unknown, _context: unknown) => fetch(`${base}/stuck`, { signal: patience.signal }).catch(() => 'given up'))({}, context);
  await vi.waitFor(() => expect(log.lines()).toHaveLength(1), { timeout: 2_000 });
  const pending = PendingCallRecord.parse(log.lines()[0]);
  expect(pending).toMatchObject({ requestId: 'r-1', shape: `GET ${base.slice(7)}/stuck` });
  patience.abort();
  expect(await answer).toBe('given up');
});

test('left out by sampling, an invocation tells how it ended and says that its calls were not looked at', async () => {
  const handler = probe(async (_event: unknown, _context: unknown) => call('x', 1, () => ({ statusCode: 500 })), { sample: 0 });
  await handler({}, CONTEXT);
  expect(log.last()).toMatchObject({ outcome: 'fault', detail: false, calls: [], spans: [] });
});

test('a share of the invocations is looked at, the same ones each time', async () => {
  const handler = probe(async (_event: unknown, _context: unknown) => call('x', 1, () => 1), { sample: 0.25 });
  const ids = Array.from({ length: 400 }, (_, index) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`);
  for (const id of [...ids, ...ids]) await handler({}, { ...CONTEXT, awsRequestId: id });
  const looked = log.records().map(({ detail, calls }) => {
    expect(calls.length).toBe(detail === false ? 0 : 1);
    return detail !== false;
  });
  expect(looked.slice(400)).toEqual(looked.slice(0, 400));
  const share = looked.filter(Boolean).length / looked.length;
  expect(share).toBeGreaterThan(0.15);
  expect(share).toBeLessThan(0.35);
});
