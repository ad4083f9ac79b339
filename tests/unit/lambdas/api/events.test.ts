import { afterEach, expect, it } from 'vitest';
import { DEFAULT_LIMITS, type ApiLimits } from '../../../../lambdas/api/api-options.ts';
import { startApi, type ApiServer } from '../../../support/api-server.ts';

let api: ApiServer;
afterEach(() => api.close());

const open = async (limits: Partial<ApiLimits> = {}): Promise<void> => {
  api = await startApi({ limits: { ...DEFAULT_LIMITS, ...limits } });
};

/** Reads a stream until its text fits, or it ends. */
const reader = (response: Response) => {
  const stream = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  return {
    until: async (fits: (text: string) => boolean): Promise<string> => {
      while (!fits(text)) {
        const { done, value } = await stream.read();
        if (done) return `${text}ENDED`;
        text += decoder.decode(value, { stream: true });
      }
      return text;
    },
    leave: () => stream.cancel(),
  };
};
const ended = (): boolean => false;

it('is a stream of server-sent events that begins with the present', async () => {
  await open();
  const response = await api.ask('/v1/events', await api.token());
  expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([200, 'text/event-stream; charset=utf-8', 'no-store']);
  const events = reader(response);
  expect(await events.until((text) => text.includes('\n\nid: '))).toMatch(/^retry: 2000\n\nid: test-\d+\nevent: snapshot\ndata: \{"id":"test-/);
  await api.dependencies.facts.update('orders', () => ({ pausedBy: 'ada' }));
  expect(await events.until((text) => text.includes('event: target'))).toContain('orders is paused by ada.');
  await events.leave();
});

it('shows signs of life, and ends by itself after a while', async () => {
  await open({ heartbeatSeconds: 0.02, streamSeconds: 0.3 });
  const events = reader(await api.ask('/v1/events', await api.token()));
  await events.until((text) => text.includes(': on\n\n: on\n\n'));
  expect(await events.until(ended)).toMatch(/ENDED$/);
});

it('ends within a heartbeat for whoever may not listen any more', async () => {
  await open({ heartbeatSeconds: 0.02 });
  const token = await api.token();
  const events = reader(await api.ask('/v1/events', token));
  await events.until((text) => text.includes('snapshot'));
  const [{ id } = { id: '' }] = await api.credentials.list();
  await api.credentials.revoke(id, { by: 'test', at: api.dependencies.clock.now() });
  expect(await events.until(ended)).toMatch(/ENDED$/);
});

it('is for those who may read', async () => {
  await open();
  expect((await api.ask('/v1/events')).status).toBe(401);
  expect((await api.ask('/v1/events', await api.token({ may: ['decide'] }))).status).toBe(403);
});

it('may be had so many times by one caller, and so many times in all, and again when somebody left', async () => {
  await open({ streamsPerCaller: 2, streams: 3 });
  const [ada, grace] = [await api.token(), await api.token({ name: 'grace' })];
  const first = await api.ask('/v1/events', ada);
  await api.ask('/v1/events', ada);
  const third = await api.ask('/v1/events', ada);
  expect([third.status, third.headers.get('retry-after')]).toEqual([429, '5']);
  expect((await api.ask('/v1/events', grace)).status).toBe(200);
  expect((await api.ask('/v1/events', grace)).status).toBe(503);
  await first.body?.cancel();
  for (;;) {
    const again = await api.ask('/v1/events', grace);
    if (again.status === 200) break;
    expect(again.status).toBe(503);
  }
});

it('goes on for whoever comes back with the last event', async () => {
  await open();
  const token = await api.token();
  const first = reader(await api.ask('/v1/events', token));
  const id = /id: (\S+)/.exec(await first.until((text) => /id: \S+\n[\s\S]*\n\n$/.test(text)))?.[1] ?? '';
  await first.leave();
  await api.dependencies.facts.update('orders', () => ({ pausedBy: 'ada' }));
  const back = reader(await api.ask('/v1/events', token, { headers: { 'last-event-id': id } }));
  const text = await back.until((now) => now.includes('paused by ada'));
  expect(text).not.toContain('snapshot');
  await back.leave();
});
