import { AsyncLocalStorage } from 'node:async_hooks';
import { Writable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { cacheHit, call, probe } from '../../../../shared/probe/probe.ts';
import { CONTEXT, inLambda } from './in-lambda.ts';

const log = inLambda(import.meta.dirname);

describe('what the handler gives is what comes back', () => {
  test('an object, an error and the promise itself are the same ones', async () => {
    const value = { statusCode: 200 };
    const error = new RangeError('too far');
    const promise = Promise.resolve(value);
    const promising = probe((_event: unknown, _context: unknown) => promise);
    expect(promising({}, CONTEXT)).toBe(promise);
    expect(await promise).toBe(value);
    await expect(probe(async (_event: unknown, _context: unknown) => Promise.reject(error))({}, CONTEXT)).rejects.toBe(error);
    expect(() =>
      probe((_event: unknown, _context: unknown) => {
        throw error;
      })({}, CONTEXT),
    ).toThrow(error);
    expect(log.records().map(({ outcome }) => outcome)).toEqual(['ok', 'error', 'error']);
  });

  test('event, context and `this` are the same ones', async () => {
    const event = Object.freeze({ a: 1 });
    const context = Object.freeze({ ...CONTEXT });
    const owner = {
      handler: probe(async function (this: unknown, ...args: unknown[]) {
        return [this, ...args];
      }),
    };
    const [self, gotEvent, gotContext] = await owner.handler(event, context);
    expect(self).toBe(owner);
    expect(gotEvent).toBe(event);
    expect(gotContext).toBe(context);
  });

  test('a thenable that works when asked is asked once', async () => {
    let asked = 0;
    const lazy = {
      // eslint-disable-next-line unicorn/no-thenable
      then(resolve: (value: number) => void) {
        asked += 1;
        resolve(7);
      },
    };
    expect(await probe((_event: unknown, _context: unknown) => lazy)({}, CONTEXT)).toBe(7);
    expect(asked).toBe(1);
    expect(log.records()).toHaveLength(1);
  });

  test('a result whose `then` cannot be read comes back as it is', () => {
    const trap = new Proxy({}, { has: () => true, get: () => { throw new Error('trap'); } });
    expect(probe((_event: unknown, _context: unknown) => trap)({}, CONTEXT)).toBe(trap);
    expect(log.last().outcome).toBe('ok');
  });
});

describe('a handler with a callback', () => {
  type Done = (error: unknown, value?: unknown) => void;
  const runWith = async (handler: (event: unknown, context: unknown, done: Done) => unknown): Promise<unknown[]> =>
    new Promise((resolve) => {
      probe(handler)({}, CONTEXT, (...answer) => resolve(answer));
    });

  test('answers by it later, and is recorded then', async () => {
    const value = { statusCode: 503 };
    const answer = await runWith((_event, _context, done) => {
      setTimeout(() => done(null, value), 5);
    });
    expect(answer[1]).toBe(value);
    expect(log.records()).toHaveLength(1);
    expect(log.last()).toMatchObject({ outcome: 'fault', status: 503 });
  });

  test('fails by it', async () => {
    const error = new TypeError('no');
    expect(await runWith((_event, _context, done) => done(error))).toEqual([error]);
    expect(log.last()).toMatchObject({ outcome: 'error', error: { name: 'TypeError' } });
  });

  test('that gives a promise all the same is recorded once', async () => {
    const handler = probe(async (_event: unknown, _context: unknown, _done: Done) => 'promised');
    expect(await handler({}, CONTEXT, () => undefined)).toBe('promised');
    expect(log.records()).toHaveLength(1);
  });

  test('still has as many arguments as before, by which the runtime knows it', () => {
    expect(probe((_event: unknown, _context: unknown, _done: Done) => undefined)).toHaveLength(3);
    expect(probe(async (_event: unknown) => undefined)).toHaveLength(1);
  });
});

describe('a streaming handler', () => {
  const MARK = Symbol.for('aws.lambda.runtime.handler.streaming');
  type Streaming = (event: unknown, stream: Writable, context: unknown) => Promise<void>;
  const sink = (): { stream: Writable; text: () => string } => {
    let text = '';
    return { stream: new Writable({ write: (chunk: Buffer, _encoding, done) => ((text += chunk.toString()), done()) }), text: () => text };
  };
  const write: Streaming = async (_event, stream) => {
    stream.end('streamed');
  };

  test('keeps the runtime\'s mark when the probe is outside', () => {
    const marked = Object.assign(async () => undefined, { [MARK]: 'response' });
    expect(Reflect.get(probe(marked), MARK)).toBe('response');
  });

  test('gets its stream, and its context is the third argument', async () => {
    const { stream, text } = sink();
    await probe(write)({}, stream, CONTEXT);
    expect(text()).toBe('streamed');
    expect(log.last()).toMatchObject({ requestId: 'r-1', outcome: 'ok' });
  });

  test('tells its status through the runtime\'s HttpResponseStream', async () => {
    const runtime = { HttpResponseStream: { from: (stream: Writable, _metadata: object): Writable => stream } };
    Reflect.set(globalThis, 'awslambda', runtime);
    try {
      const { stream } = sink();
      let given: unknown;
      await probe<Streaming>(async (_event, raw) => {
        given = runtime.HttpResponseStream.from(raw, { statusCode: 502 });
        raw.end();
      })({}, stream, CONTEXT);
      expect(given).toBe(stream);
      expect(log.last()).toMatchObject({ outcome: 'fault', status: 502 });
    } finally {
      Reflect.deleteProperty(globalThis, 'awslambda');
    }
  });
});

describe('requests at the same time', () => {
  const pause = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  test('are kept apart, also where one ends while the other goes on', async () => {
    const handler = probe(async ({ name, times, ms }: { name: string; times: number; ms: number }, _context: unknown) => {
      for (let round = 0; round < times; round += 1) {
        await call(`of-${name}`, round, async () => pause(ms));
        cacheHit(name);
      }
      return name;
    });
    const names = await Promise.all([
      handler({ name: 'a', times: 6, ms: 3 }, { ...CONTEXT, awsRequestId: 'a' }),
      handler({ name: 'b', times: 2, ms: 5 }, { ...CONTEXT, awsRequestId: 'b' }),
      handler({ name: 'c', times: 3, ms: 1 }, { ...CONTEXT, awsRequestId: 'c' }),
    ]);
    expect(names).toEqual(['a', 'b', 'c']);
    for (const { requestId, calls, cache } of log.records()) {
      const times = { a: 6, b: 2, c: 3 }[requestId];
      expect(calls.map(({ shape, count }) => [shape, count])).toEqual([[`of-${requestId}`, times]]);
      expect(cache).toEqual({ [requestId]: { hits: times, misses: 0 } });
    }
    expect(log.records()).toHaveLength(3);
  });

  test('what an ended one left running is counted nowhere', async () => {
    const later = pause(10);
    await probe(async (_event: unknown, _context: unknown) => {
      void later.then(() => call('late', 1, () => 1));
    })({}, CONTEXT);
    await probe(async (_event: unknown, _context: unknown) => pause(20))({}, CONTEXT);
    expect(log.records().map(({ calls }) => calls)).toEqual([[], []]);
  });

  test('a queue that was there before the request counts for it when it is the only one', async () => {
    // The queue's own context, as of a connection pool made while the module was loaded.
    const outside = AsyncLocalStorage.snapshot();
    await probe(async (_event: unknown, _context: unknown) => outside(() => call('queued', 1, () => 1)))({}, CONTEXT);
    expect(log.last().calls.map(({ shape }) => shape)).toEqual(['queued']);
  });
});

describe('a request that comes through two probes', () => {
  test('is one record, with the calls of both', async () => {
    const inner = probe(async (_event: unknown, _context: unknown) => call('inner', 1, () => ({ statusCode: 200 })));
    const outer = probe(async (event: unknown, context: unknown) => {
      call('outer', 1, () => 1);
      return inner(event, context);
    });
    expect(await outer({}, CONTEXT)).toEqual({ statusCode: 200 });
    expect(log.records()).toHaveLength(1);
    expect(log.last().calls.map(({ shape }) => shape)).toEqual(['outer', 'inner']);
  });

  test('is two when the second is a request of its own', async () => {
    const inner = probe(async (_event: unknown, _context: unknown) => 1);
    await probe(async (event: unknown, context: object) => inner(event, { ...context, awsRequestId: 'r-2' }))({}, CONTEXT);
    expect(log.records().map(({ requestId }) => requestId)).toEqual(['r-2', 'r-1']);
  });
});

test('a handler that never answers is not in the way of the next one', async () => {
  void probe(async (_event: unknown, _context: unknown) => new Promise(() => undefined))({}, { ...CONTEXT, awsRequestId: 'never' });
  const outside = AsyncLocalStorage.snapshot();
  await probe(async (_event: unknown, _context: unknown) => outside(() => call('queued', 1, () => 1)))({}, CONTEXT);
  expect(log.records()).toMatchObject([{ requestId: 'r-1', calls: [{ shape: 'queued' }] }]);
});
