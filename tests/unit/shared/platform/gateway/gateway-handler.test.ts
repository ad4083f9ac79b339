import type { Context } from 'aws-lambda';
import { PassThrough, Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gatewayHandler, type Respond, type WholeAnswer } from '../../../../../shared/platform/gateway/gateway-handler.ts';
import type { LambdaStreams } from '../../../../../shared/platform/gateway/lambda-streams.ts';

const CONTEXT = { awsRequestId: 'req-1', functionName: 'pawl-test-api', getRemainingTimeInMillis: () => 30_000 } as unknown as Context;
const EVENT = { resource: '/', httpMethod: 'GET', requestContext: { requestId: 'r', identity: { sourceIp: '192.0.2.1' } } };

/** Lambda's own streams: metadata apart, then the body's parts as they are written. */
const runtime = () => {
  const parts: string[] = [];
  const raw = new PassThrough();
  let metadata: { statusCode: number; headers: Record<string, string>; cookies: readonly string[] } | undefined;
  raw.on('data', (part: Buffer) => parts.push(part.toString()));
  const streams: LambdaStreams = {
    streamifyResponse: (handler) => async (event, context) => handler(event, raw, context),
    HttpResponseStream: {
      from: (stream: Writable, said) => {
        metadata = { ...said };
        return stream;
      },
    },
  };
  return { streams, raw, parts, said: () => metadata };
};

const whole = async (respond: Respond, event: unknown = EVENT): Promise<WholeAnswer> => (await gatewayHandler({ name: 'api', open: async () => respond }, undefined)(event, CONTEXT)) as WholeAnswer;

const logged: string[] = [];

beforeEach(() => {
  logged.length = 0;
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  for (const level of ['log', 'info', 'warn', 'error'] as const) vi.spyOn(console, level).mockImplementation((text: unknown) => void logged.push(String(text)));
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('a function behind the gateway', () => {

  it('writes status and headers first, then each part as it comes', async () => {
    const { streams, parts, said } = runtime();
    let next: (part: string | undefined) => void = () => {};
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => {
        next = (part) => (part === undefined ? controller.close() : controller.enqueue(Buffer.from(part)));
      },
    });
    const running = gatewayHandler({ name: 'api', open: async () => async () => new Response(body, { status: 201, headers: { 'content-type': 'text/event-stream', 'set-cookie': 'a=b' } }) }, streams)(EVENT, CONTEXT);
    next('one');
    await vi.waitFor(() => expect(parts.join('')).toBe('one'));
    expect(said()).toEqual({ statusCode: 201, headers: { 'content-type': 'text/event-stream' }, cookies: ['a=b'] });
    next('two');
    next(undefined);
    await running;
    expect(parts.join('')).toBe('onetwo');
  });

  it('compresses what is streamed whole, which the gateway does not do', async () => {
    const { streams, said } = runtime();
    const respond: Respond = async () => Response.json({ text: 'x'.repeat(5000) });
    await gatewayHandler({ name: 'api', open: async () => respond }, streams)({ ...EVENT, multiValueHeaders: { 'Accept-Encoding': ['gzip, br'] } }, CONTEXT);
    expect(said()?.headers['content-encoding']).toBe('gzip');
    expect((await whole(respond, { ...EVENT, multiValueHeaders: { 'Accept-Encoding': ['gzip, br'] } })).multiValueHeaders['content-encoding']).toBeUndefined();
  });

  it('stops asking for more when nobody listens any longer', async () => {
    const { streams, raw } = runtime();
    const seen: AbortSignal[] = [];
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: async (controller) => {
        await setImmediate();
        controller.enqueue(new Uint8Array(1000));
      },
      cancel: () => void (cancelled = true),
    });
    const running = gatewayHandler({ name: 'api', open: async () => async (_, signal) => (seen.push(signal), new Response(body)) }, streams)(EVENT, CONTEXT);
    await vi.waitFor(() => expect(seen.length).toBe(1));
    raw.destroy();
    await running;
    expect(cancelled).toBe(true);
    expect(seen[0]?.aborted).toBe(true);
  });

  it('leaves nothing waiting on the stream, however often it had to wait for room', async () => {
    const left: number[] = [];
    let written = 0;
    const slow = new Writable({ highWaterMark: 1, write: (part: Buffer, _, done) => {
      written += part.length;
      left.push(slow.listenerCount('close') + slow.listenerCount('error') + slow.listenerCount('drain'));
      setTimeout(done, 0);
    } });
    const streams: LambdaStreams = { streamifyResponse: (handler) => async (event, context) => handler(event, slow, context), HttpResponseStream: { from: (stream) => stream } };
    let parts = 0;
    const body = new ReadableStream<Uint8Array>({ pull: (controller) => (parts++ < 40 ? controller.enqueue(new Uint8Array(1000)) : controller.close()) });
    await gatewayHandler({ name: 'api', open: async () => async () => new Response(body) }, streams)(EVENT, CONTEXT);
    expect(written).toBe(40_000);
    expect(Math.max(...left)).toBeLessThanOrEqual(Math.min(...left) + 6);
  });

  it('hands the answer over whole where the runtime cannot stream: text as text, anything else in base64', async () => {
    expect(await whole(async () => Response.json({ ok: true }))).toMatchObject({ statusCode: 200, body: '{"ok":true}', isBase64Encoded: false, multiValueHeaders: { 'content-type': ['application/json'] } });
    expect(await whole(async () => new Response(new Uint8Array([1, 2]), { headers: { 'content-type': 'image/png' } }))).toMatchObject({ body: 'AQI=', isBase64Encoded: true });
    expect(await whole(async () => new Response('x', { headers: { 'content-type': 'text/html', 'content-encoding': 'br' } }))).toMatchObject({ isBase64Encoded: true });
  });

  it('tells the caller nothing of what nobody expected, and the log everything', async () => {
    const answer = await whole(async () => {
      throw new Error('the secret of /var/task');
    });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toMatch(/secret|var|stack/);
    expect(JSON.parse(answer.body)).toMatchObject({ status: 500, code: 'failed', instance: 'req-1' });
    expect(logged.join()).toContain('the secret of /var/task');
  });

  it('opens once, and again after it failed', async () => {
    let opened = 0;
    const handler = gatewayHandler({
      name: 'api',
      open: async () => {
        opened++;
        if (opened === 1) throw new Error('not yet');
        return async () => new Response('ok');
      },
    }, undefined);
    const status = async (): Promise<number> => ((await handler(EVENT, CONTEXT)) as WholeAnswer).statusCode;
    expect([await status(), await status(), await status()]).toEqual([500, 200, 200]);
    expect(opened).toBe(2);
  });

  it('answers what is no request of a gateway with 400', async () => {
    expect((await whole(async () => new Response('never'), { Records: [] })).statusCode).toBe(400);
  });
});
