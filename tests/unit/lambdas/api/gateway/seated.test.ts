import { beforeEach, describe, expect, it } from 'vitest';
import { seatedMcp } from '../../../../../lambdas/api/gateway/seated-mcp.ts';
import { seated } from '../../../../../lambdas/api/gateway/seated.ts';
import { SqliteItemStore } from '../../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Caller } from '../../../../../shared/domain/caller.ts';
import { Seats } from '../../../../../shared/store/seats.ts';
import { callerOf } from '../../../../support/doors-world.ts';
import { testClock } from '../../../../support/test-clock.ts';

const encoder = new TextEncoder();
const ADA = callerOf({ name: 'ada' });
const BOB = callerOf({ name: 'bob' });

let clock: ReturnType<typeof testClock>;
let store: SqliteItemStore;
let failures: unknown[];
let next: number;
beforeEach(() => {
  clock = testClock();
  store = new SqliteItemStore(':memory:', clock);
  failures = [];
  next = 0;
});
const options = (newestWins = true, over: object = {}) => ({ seats: new Seats(store, clock, 'test', { all: 3, each: 2, heldMs: 100_000, newestWins }), clock, ids: { next: () => `id-${next++}` }, onFailure: (error: unknown) => failures.push(error), ...over });
const taken = async (): Promise<number> => (await store.query({ pk: 'seats#test', limit: 10 })).items.length;

/** A stream as the app answers it, and what is done with it. */
const live = (type = 'text/event-stream; charset=utf-8') => {
  let say: (text: string) => void = () => {};
  let end: () => void = () => {};
  const was = { cancelled: false };
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      say = (text) => controller.enqueue(encoder.encode(text));
      end = () => controller.close();
    },
    cancel: () => void (was.cancelled = true),
  });
  return { answer: new Response(body, { headers: { 'content-type': type, etag: '"1"' } }), say, end, was };
};
const readerOf = (answer: Response) => (answer.body as ReadableStream<Uint8Array>).getReader();
const readFrom = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> => {
  const { done, value } = await reader.read();
  return done ? 'ENDED' : new TextDecoder().decode(value);
};

describe('a live stream behind the gateway', () => {
  const listen = async (caller: Caller) => {
    const stream = live();
    const answer = await seated(stream.answer, caller, options());
    return { ...stream, answer, reader: answer.status === 200 ? readerOf(answer) : undefined };
  };

  it('goes through as it is, and gives its seat back before it is over', async () => {
    const { say, end, reader, answer } = await listen(ADA);
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('etag')]).toEqual([200, 'text/event-stream; charset=utf-8', '"1"']);
    say('one');
    expect(reader && (await readFrom(reader))).toBe('one');
    expect(await taken()).toBe(1);
    end();
    expect(reader && (await readFrom(reader))).toBe('ENDED');
    expect(await taken()).toBe(0);
  });

  it('ends within a sign of life once its caller has opened too many newer ones; another’s goes on', async () => {
    const other = await listen(BOB);
    const own = [];
    for (let index = 0; index < 3; index++) {
      own.push(await listen(ADA));
      clock.advance(20_000);
    }
    for (const { say } of [...own, other]) say(': on');
    expect(await Promise.all([...own, other].map(async ({ reader }) => reader && readFrom(reader)))).toEqual(['ENDED', ': on', ': on', ': on']);
    expect(own[0]?.was.cancelled).toBe(true);
    expect(await taken()).toBe(3);
  });

  it('is refused when all seats are others’, and nothing is left running', async () => {
    await listen(ADA);
    await listen(ADA);
    await listen(BOB);
    const { answer, was } = await listen(callerOf({ name: 'eve' }));
    expect([answer.status, answer.headers.get('retry-after'), answer.headers.get('content-type'), answer.headers.get('x-content-type-options')]).toEqual([503, '30', 'application/problem+json', 'nosniff']);
    expect(await answer.json()).toMatchObject({ code: 'off', status: 503 });
    expect(was.cancelled).toBe(true);
  });

  it('gives its seat back when its reader is known to have gone', async () => {
    const { reader, was } = await listen(ADA);
    await reader?.cancel();
    expect([was.cancelled, await taken()]).toEqual([true, 0]);
  });

  it('goes on while nobody can look whether it may', async () => {
    const stream = live();
    const seat = { isHeld: () => Promise.reject(new Error('store')), leave: () => Promise.reject(new Error('store')) };
    const reader = readerOf(await seated(stream.answer, ADA, options(true, { seats: { take: async () => seat } })));
    clock.advance(60_000);
    stream.say('one');
    expect(await readFrom(reader)).toBe('one');
    stream.end();
    expect(await readFrom(reader)).toBe('ENDED');
    expect(failures).toHaveLength(2);
  });

  it('is the only thing that takes a seat', async () => {
    const others = [new Response('{}', { headers: { 'content-type': 'application/json' } }), new Response(null, { status: 304 }), new Response('no', { status: 401, headers: { 'content-type': 'text/event-stream' } }), live('text/html').answer];
    for (const answer of others) expect(await seated(answer, ADA, options())).toBe(answer);
    expect(await taken()).toBe(0);
  });
});

describe('an agent’s call behind the gateway', () => {
  const message = (progress: boolean): string => JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', arguments: {}, ...(progress ? { _meta: { progressToken: 'p' } } : {}) } });
  const asked = async (caller: Caller, progress: boolean): Promise<[string, ReadableStreamDefaultReader<Uint8Array>, () => void]> => {
    const stream = live();
    const door = (name: string) => async (request: Request): Promise<Response> => new Response(stream.answer.body, { headers: { 'x-door': name, 'x-body': String((await request.text()).length) } });
    const answer = await seatedMcp({ ...options(false), following: door('following'), atOnce: door('at once') })(new Request('https://x.example/mcp', { method: 'POST', body: message(progress) }), caller);
    expect(answer.headers.get('x-body')).toBe(String(message(progress).length));
    return [answer.headers.get('x-door') ?? '', readerOf(answer), stream.end];
  };

  it('is followed on a seat as long as there is one, and otherwise answered at once', async () => {
    const doors: string[] = [];
    const ends: (() => Promise<void>)[] = [];
    for (const caller of [ADA, ADA, ADA, BOB, BOB]) {
      const [door, reader, end] = await asked(caller, true);
      doors.push(door);
      ends.push(async () => {
        end();
        await readFrom(reader);
      });
    }
    expect(doors).toEqual(['following', 'following', 'at once', 'following', 'at once']);
    for (const end of ends) await end();
    expect(await taken()).toBe(0);
  });

  it('takes none where no progress is asked for', async () => {
    expect((await asked(ADA, false))[0]).toBe('at once');
    expect(await taken()).toBe(0);
  });

  it('gives its seat back when it fails', async () => {
    const failing = seatedMcp({ ...options(false), following: () => Promise.reject(new Error('broken')), atOnce: async () => new Response() });
    await expect(failing(new Request('https://x.example/mcp', { method: 'POST', body: message(true) }), ADA)).rejects.toThrow('broken');
    expect(await taken()).toBe(0);
  });
});
