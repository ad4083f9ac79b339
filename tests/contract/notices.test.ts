import { createHmac } from 'node:crypto';
import type { lookup } from 'node:dns';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, test } from 'vitest';
import { createRecordingHost } from '../../local/terminal/recording-host.ts';
import { SqliteItemStore } from '../../shared/adapters/local/sqlite-item-store.ts';
import { postNotice } from '../../shared/adapters/webhook/post-notice.ts';
import { refusedAddress } from '../../shared/adapters/webhook/refused-address.ts';
import { deliverNotices } from '../../shared/commands/deliver-notices.ts';
import { NoticeChannel, NoticeChannels } from '../../shared/domain/notice-channel.ts';
import type { Notice } from '../../shared/ports/notifier.ts';
import { placeFromEnvironment } from '../../shared/rules/notices/place-from-environment.ts';
import { outboxNotifier } from '../../shared/store/outbox-notifier.ts';
import { testClock } from '../support/test-clock.ts';

const HOUR_MS = 3_600_000;
const NOTICE: Notice = { severity: 'high', subject: 'Rolled back <orders>', text: 'p95 doubled — ×2 & more', targetId: 'orders', improvementId: 'imp/1', key: 'rolled-back#imp/1' };

type Received = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly body: string };
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A real receiver that answers as it is told to, in turn; the last way for good. */
const receiver = async (...ways: readonly ((response: ServerResponse) => void)[]): Promise<{ url: string; received: Received[] }> => {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      received.push({ path: request.url ?? '', headers: request.headers, body });
      ways[Math.min(received.length, ways.length) - 1]?.(response);
    })().catch(() => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, received };
};
const status = (code: number, headers: Record<string, string> = {}) => (response: ServerResponse) => void response.writeHead(code, headers).end();
const hang = () => {};

/** Pawl's part: a store, channels, and one look of the sender. */
const telling = (said: object | readonly object[], environment: Record<string, string> = {}) => {
  const clock = testClock(Date.parse('2026-11-22T12:00:00Z'));
  const store = new SqliteItemStore(':memory:', clock);
  const channels = [said].flat().map((channel) => NoticeChannel.parse({ privateAddresses: true, ...channel }));
  const host = createRecordingHost();
  const look = (address?: string) => deliverNotices({ store, clock, channels, placeOf: (channel) => placeFromEnvironment(channel, environment), post: postNotice({ timeoutMs: 150 }), host, random: () => 1, address: () => address });
  return { clock, store, host, look, notifier: outboxNotifier({ store, clock, channels, host }) };
};

describe('a webhook', () => {
  it('gets one signed body a notice, which says what, about what, and where to look', async () => {
    const { url, received } = await receiver(status(204));
    const { notifier, look, clock } = telling({ kind: 'webhook', url, secretVariable: 'SECRET' }, { SECRET: 's3cret' });
    await notifier.send(NOTICE);
    await notifier.send(NOTICE);
    expect(await look('http://127.0.0.1:4380/')).toEqual({ delivered: 1, postponed: 0, givenUp: 0 });
    expect(await look()).toEqual({ delivered: 0, postponed: 0, givenUp: 0 });
    await notifier.send(NOTICE);
    await look();
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    expect(JSON.parse(body)).toEqual({ source: 'pawl', version: 1, id: headers['idempotency-key'], at: '2026-11-22T12:00:00.000Z', severity: 'high', about: 'rollback', subject: NOTICE.subject, text: NOTICE.text, target_id: 'orders', improvement_id: 'imp/1', link: 'http://127.0.0.1:4380/#/improvements/imp%2F1' });
    const [, seconds = '', hash] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(headers['pawl-signature'])) ?? [];
    expect(Number(seconds) * 1000).toBe(clock.now());
    expect(hash).toBe(createHmac('sha256', 's3cret').update(`${seconds}.${body}`).digest('hex'));
  });

  it.each<[string, (response: ServerResponse) => void, RegExp]>([
    ['fails', status(500), /answered 500/],
    ['hangs', hang, /did not answer within/],
    ['leads elsewhere', status(302, { location: 'http://127.0.0.1:9/' }), /redirect \(302\), which is not followed/],
    ['closes the connection', (response) => void response.destroy(), /cannot be reached \(ECONNRESET\)/],
    ['refuses', status(403), /answered 403/],
  ])('that %s is tried again later with the same id, and people are told so once', async (_, way, problem) => {
    const { url, received } = await receiver(way, way, status(200));
    const { notifier, look, clock, host } = telling({ kind: 'webhook', url });
    await notifier.send(NOTICE);
    expect(await look()).toEqual({ delivered: 0, postponed: 1, givenUp: 0 });
    expect(await look()).toEqual({ delivered: 0, postponed: 0, givenUp: 0 });
    clock.advance(5_000);
    expect(await look()).toMatchObject({ postponed: 1 });
    clock.advance(10_000);
    expect(await look()).toMatchObject({ delivered: 1 });
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
    expect(received.map(({ path }) => path)).toEqual(['/hook', '/hook', '/hook']);
    expect(host.messages).toMatchObject([{ code: 'PAWL-NOTICE-900', text: expect.stringMatching(problem) as string }]);
    expect(JSON.stringify(host.messages)).not.toContain('/hook');
  });

  it('that says how long to wait is not asked before', async () => {
    const { url, received } = await receiver(status(429, { 'retry-after': '120' }), status(200));
    const { notifier, look, clock } = telling({ kind: 'webhook', url });
    await notifier.send(NOTICE);
    await look();
    clock.advance(119_000);
    await look();
    expect(received).toHaveLength(1);
    clock.advance(1_000);
    expect(await look()).toMatchObject({ delivered: 1 });
  });

  it('may answer without end: its answer is not read', async () => {
    let sent = 0;
    const { url } = await receiver((response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) sent += 1;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    const { notifier, look } = telling({ kind: 'webhook', url });
    await notifier.send(NOTICE);
    expect(await look()).toMatchObject({ delivered: 1 });
    expect(sent * 65_536).toBeLessThan(16 * 1024 * 1024);
  });

  it('that is down for a day is given up, and people are told', async () => {
    const { url, received } = await receiver(status(500));
    const { notifier, look, clock, host } = telling({ kind: 'webhook', url });
    await notifier.send(NOTICE);
    let looks = 0;
    for (; looks < 200 && (await look()).givenUp === 0; looks += 1) clock.advance(HOUR_MS / 2);
    expect(host.codes()).toEqual(['PAWL-NOTICE-900', 'PAWL-NOTICE-902']);
    expect(received.length).toBeGreaterThan(20);
    expect(received.length).toBeLessThan(60);
    clock.advance(HOUR_MS);
    expect(await look()).toEqual({ delivered: 0, postponed: 0, givenUp: 0 });
  });

  it('is told what a process that died with it had not delivered', async () => {
    const { url, received } = await receiver(hang, status(200));
    const { notifier, store, clock, look } = telling({ kind: 'webhook', url });
    await notifier.send(NOTICE);
    const { items: [item] } = await store.query({ pk: 'notices#outbox', limit: 1 });
    // As it stands when a process dies between its claim and its post.
    await store.write([{ kind: 'put', key: item?.key ?? { pk: '', sk: '' }, body: { ...(item?.body as object), attempts: 1, nextAt: clock.now() + 60_000 }, when: item?.version ?? 'absent' }]);
    expect(await look()).toMatchObject({ delivered: 0 });
    clock.advance(60_000);
    expect(await look()).toMatchObject({ postponed: 1 });
    clock.advance(10_000);
    expect(await look()).toMatchObject({ delivered: 1 });
    expect(received).toHaveLength(2);
  });

  it('is told once by many senders that look at the same moment', async () => {
    const { url, received } = await receiver(status(200));
    const { notifier, look } = telling({ kind: 'webhook', url });
    for (let number = 0; number < 20; number += 1) await notifier.send({ ...NOTICE, key: `promoted#${number}` });
    await Promise.all([look(), look(), look(), look()]);
    expect(new Set(received.map(({ headers }) => headers['idempotency-key'])).size).toBe(20);
    expect(received).toHaveLength(20);
  });

  it('whose address or secret is not set costs a warning that names the variable', async () => {
    const { notifier, look, host } = telling({ kind: 'webhook', urlVariable: 'HOOK_URL', secretVariable: 'SECRET' });
    await notifier.send(NOTICE);
    expect(await look()).toMatchObject({ postponed: 1 });
    expect(host.messages[0]?.text).toContain('HOOK_URL is not set');
  });
});

describe('Slack', () => {
  it('gets one message that reads well and in which nothing is markup but ours', async () => {
    const { url, received } = await receiver(status(200));
    const { notifier, look } = telling({ kind: 'slack', url });
    await notifier.send({ ...NOTICE, text: `${NOTICE.text}${'&'.repeat(4000)}` });
    await look('https://pawl.example.com/stage/');
    const message = JSON.parse(received[0]?.body ?? '') as { text: string; blocks: { type: string; text?: { text: string }; elements?: { text: string }[] }[] };
    expect(message.text).toBe(':warning: Rolled back &lt;orders&gt;');
    expect(message.blocks.map(({ type }) => type)).toEqual(['section', 'section', 'context']);
    expect(message.blocks[1]?.text?.text.length).toBeLessThanOrEqual(3000);
    expect(message.blocks[1]?.text?.text).toMatch(/^p95 doubled — ×2 &amp; more(&amp;)+…$/);
    expect(message.blocks[2]?.elements?.[0]?.text).toBe('high · orders · imp/1 · <https://pawl.example.com/stage/#/improvements/imp%2F1|Look at it>');
    expect(received[0]?.headers['pawl-signature']).toBeUndefined();
  });
});

describe('channels', () => {
  test('get what they want, and tenants\' what is theirs', async () => {
    const { url, received } = await receiver(status(200));
    const { notifier, look, store } = telling([{ kind: 'webhook', name: 'urgent', url: `${url}/urgent`, atLeast: 'high' }, { kind: 'webhook', name: 'rollbacks', url: `${url}/rollbacks`, about: ['rollback'] }, { kind: 'webhook', name: 'acme', url: `${url}/acme`, tenants: ['acme'] }]);
    await notifier.send({ ...NOTICE, key: 'promoted#1', severity: 'low' });
    await notifier.send({ ...NOTICE, key: 'rolled-back#2', about: 'guard', severity: 'medium' });
    await notifier.send({ ...NOTICE, key: 'emergency#3', severity: 'critical', tenantId: 'globex' });
    await notifier.send({ ...NOTICE, key: 'approval#4', severity: 'medium', tenantId: 'acme' });
    await look();
    expect(received.map(({ path, body }) => `${path} ${(JSON.parse(body) as { about: string }).about}`).toSorted()).toEqual(['/hook/acme approval', '/hook/rollbacks guard', '/hook/urgent emergency']);
    expect((await store.query({ pk: 'notices#outbox', limit: 10 })).items).toEqual([]);
  });

  test.each([
    ['no address', { kind: 'webhook' }], ['an address of another kind', { kind: 'webhook', url: 'file:///etc/passwd' }], ['a secret that Slack would not look at', { kind: 'slack', url: 'https://x.example', secretVariable: 'A' }], ['an unknown word', { kind: 'webhook', url: 'https://x.example', method: 'GET' }],
  ])('with %s are not taken', (_, said) => {
    expect(NoticeChannel.safeParse(said).success).toBe(false);
  });
});

test('channels that cannot be told apart are not taken', () => {
  const one = { kind: 'webhook', url: 'https://hooks.example/a' };
  expect(NoticeChannels.safeParse([one, { ...one, url: 'https://hooks.example/b' }]).success).toBe(false);
  expect(NoticeChannels.safeParse([one, { ...one, name: 'other' }, { ...one, kind: 'slack' }]).success).toBe(true);
});

describe('addresses', () => {
  const post = (url: string, { privateAddresses = false, resolved }: { privateAddresses?: boolean; resolved?: readonly string[] } = {}) => {
    const names = ((_: string, __: object, callback: (error: null, found: { address: string; family: number }[]) => void) => callback(null, (resolved ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))) as unknown as typeof lookup;
    return postNotice({ timeoutMs: 300, ...(resolved ? { lookup: names } : {}) })({ url, headers: {}, body: '{}', privateAddresses });
  };

  it.each([
    ['http://127.0.0.1:9/'], ['https://127.0.0.1/'], ['https://[::1]/'], ['https://10.1.2.3/'], ['https://192.168.0.1/'], ['https://172.20.0.1/'], ['https://[fd12::1]/'], ['https://0/'], ['https://0x7f000001/'], ['https://2130706433/'], ['https://[::ffff:127.0.0.1]/'], ['https://[::ffff:a9fe:a9fe]/'], ['https://100.64.1.1/'],
    ['http://example.com/'], ['ftp://example.com/'], ['https://ada:secret@example.com/'], ['not an address'],
  ])('nothing is sent to %s unless it is said to be private', async (url) => {
    expect(await post(url)).toMatchObject({ ok: false, problem: expect.stringMatching(/^its (address|host) /) as string });
  });

  it.each([['https://169.254.169.254/latest/meta-data/'], ['http://169.254.170.2/'], ['https://[fd00:ec2::254]/'], ['https://[fe80::1]/'], ['https://0.0.0.0/'], ['https://[::ffff:169.254.169.254]/'], ['https://[64:ff9b::a9fe:a9fe]/'], ['https://[2002:a9fe:a9fe::1]/'], ['https://[::a9fe:a9fe]/'], ['https://255.255.255.255/']])('nothing is ever sent to %s', async (url) => {
    expect(await post(url, { privateAddresses: true })).toMatchObject({ ok: false, problem: expect.stringContaining('nothing is ever sent to') as string });
  });

  it('a name is checked by what it leads to, all of it, and that is what is connected to', async () => {
    expect(await post('https://hooks.example/', { resolved: ['10.0.0.1'] })).toEqual({ ok: false, problem: expect.stringContaining('private') as string });
    expect(await post('https://hooks.example/', { resolved: ['93.184.216.34', '169.254.169.254'] })).toEqual({ ok: false, problem: expect.stringContaining('nothing is ever sent') as string });
    const { url, received } = await receiver(status(200));
    const named = url.replace('127.0.0.1', 'hooks.example');
    expect(await post(named, { privateAddresses: true, resolved: ['127.0.0.1'] })).toEqual({ ok: true });
    expect(received).toHaveLength(1);
  });

  it('public ones are not refused', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:2800:220:1::1', '172.32.0.1', '192.169.0.1']) expect(refusedAddress(address, false), address).toBeUndefined();
    expect([refusedAddress('127.0.0.1', true), refusedAddress('::1', true), refusedAddress('10.0.0.1', true)]).toEqual([undefined, undefined, undefined]);
  });
});
