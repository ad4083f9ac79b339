import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createRecordingHost } from '../../../../../local/terminal/recording-host.ts';
import { consoleNotifier } from '../../../../../shared/adapters/local/console-notifier.ts';
import { webhookNotifier } from '../../../../../shared/adapters/local/webhook-notifier.ts';
import type { Notice } from '../../../../../shared/ports/notifier.ts';

const NOTICE: Notice = { severity: 'high', subject: 'Rolled back', text: 'p95 doubled — ×2', targetId: 'orders', improvementId: 'imp-1', key: 'rolled back imp-1 ↩' };

type Received = { readonly headers: IncomingMessage['headers']; readonly body: string };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A real server that answers with the given statuses in turn, the last one for good; `hang` never answers. */
const serve = async (...statuses: readonly (number | 'hang')[]): Promise<{ url: string; received: Received[] }> => {
  const received: Received[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    received.push({ headers: request.headers, body });
    const status = statuses[Math.min(received.length, statuses.length) - 1];
    if (status === 'hang' || status === undefined) return;
    response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
};

describe('the webhook', () => {
  it('is told once under one key, as JSON that chat services and programs can read', async () => {
    const { url, received } = await serve(200);
    const host = createRecordingHost();
    const notifier = webhookNotifier({ url, host });
    await notifier.send(NOTICE);
    await notifier.send(NOTICE);
    await notifier.send({ ...NOTICE, key: 'another' });
    expect(received).toHaveLength(2);
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({ text: 'Rolled back\np95 doubled — ×2', source: 'pawl', severity: 'high', subject: 'Rolled back', target_id: 'orders', improvement_id: 'imp-1', key: NOTICE.key });
    expect(decodeURIComponent(String(received[0]?.headers['idempotency-key']))).toBe(NOTICE.key);
    expect(host.messages).toEqual([]);
  });

  it('is tried a second time', async () => {
    const { url, received } = await serve(503, 204);
    const host = createRecordingHost();
    await webhookNotifier({ url, host }).send(NOTICE);
    expect(received).toHaveLength(2);
    expect(host.messages).toEqual([]);
  });

  it.each([[500], ['hang'], [302]] as const)('that answers %s costs a warning, never an error, and is told the next time', async (status) => {
    const { url, received } = await serve(status, status, 200);
    const host = createRecordingHost();
    const notifier = webhookNotifier({ url, host, timeoutMs: 150 });
    await notifier.send(NOTICE);
    expect(host.messages).toMatchObject([{ code: 'PAWL-NOTICE-900', level: 'warning', text: expect.stringContaining('Rolled back') as string }]);
    await notifier.send(NOTICE);
    expect(received).toHaveLength(3);
    expect(host.messages).toHaveLength(1);
  });

  it('that is not there costs a warning only', async () => {
    const host = createRecordingHost();
    await webhookNotifier({ url: 'http://127.0.0.1:1/', host }).send(NOTICE);
    expect(host.codes()).toEqual(['PAWL-NOTICE-900']);
  });
});

describe('the console', () => {
  it('shows what is urgent as a warning, and each key once', async () => {
    const host = createRecordingHost();
    const notifier = consoleNotifier(host);
    await notifier.send(NOTICE);
    await notifier.send(NOTICE);
    await notifier.send({ ...NOTICE, severity: 'low', text: '', key: 'another' });
    expect(host.messages.map(({ level, text }) => [level, text])).toEqual([['warning', 'Rolled back\np95 doubled — ×2'], ['info', 'Rolled back']]);
  });
});
