import type { lookup } from 'node:dns';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { postNotice } from '../../../shared/adapters/webhook/post-notice.ts';
import { NoticeChannel } from '../../../shared/domain/notice-channel.ts';
import { besieged } from './besieged.ts';

const siege = besieged();

let inside: Server;
let asked: string[];
let port: number;
beforeAll(async () => {
  asked = [];
  inside = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.url === '/redirect' ? 307 : 200, request.url === '/redirect' ? { location: `http://127.0.0.1:${port}/secret` } : {}).end('secret-of-the-inside');
  }).listen(0, '127.0.0.1');
  await once(inside, 'listening');
  port = (inside.address() as AddressInfo).port;
});
afterAll(() => inside.close());

/** Names lead where somebody's DNS says; each look-up may say something else. */
const leadingTo = (...answers: readonly (readonly string[])[]): typeof lookup => {
  let turn = 0;
  return ((_: string, __: object, callback: (error: null, found: { address: string; family: number }[]) => void) =>
    callback(null, (answers[Math.min(turn++, answers.length - 1)] ?? []).map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))) as unknown as typeof lookup;
};
const post = (url: string, { privateAddresses = false, names }: { readonly privateAddresses?: boolean; readonly names?: typeof lookup } = {}) =>
  postNotice({ timeoutMs: 500, ...(names ? { lookup: names } : {}) })({ url: url.replaceAll('PORT', String(port)), headers: {}, body: '{}', privateAddresses });

describe('a webhook’s address leads to nothing inside', () => {
  it.each([
    'http://169.254.169.254/latest/meta-data/iam/security-credentials/', 'https://169.254.169.254/', 'https://169.254.170.2/v2/credentials', 'https://[fd00:ec2::254]/latest/', 'https://100.100.100.200/', 'https://metadata@169.254.169.254/', 'https://0xa9fea9fe/', 'https://2852039166/', 'https://0251.0376.0251.0376/', 'https://[::ffff:169.254.169.254]/', 'https://[::ffff:a9fe:a9fe]/', 'https://[64:ff9b::a9fe:a9fe]/', 'https://[2002:a9fe:a9fe::]/', 'https://169.254.169.254.:443/', 'https://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
    'https://127.0.0.1:PORT/', 'https://localhost:PORT/', 'https://[::1]:PORT/', 'https://127.1:PORT/', 'https://0:PORT/', 'https://0.0.0.0:PORT/', 'https://10.0.0.1/', 'https://172.16.0.1/', 'https://192.168.1.1/', 'https://[fc00::1]/', 'https://[fe80::1]/', 'https://100.64.0.1/', 'https://224.0.0.1/',
    'http://example.com/', 'ftp://127.0.0.1/', 'file:///etc/passwd', 'gopher://127.0.0.1:PORT/', 'unix:/var/run/docker.sock', 'data:text/plain,x', 'javascript:1', '//127.0.0.1:PORT/', 'https://', '',
  ])('%j', async (url) => {
    const before = asked.length;
    const names = url.includes('localhost') ? leadingTo(['127.0.0.1']) : undefined;
    const posted = await post(url, names ? { names } : {});
    // Refused for where it leads, not because nobody answered there.
    expect(posted).toEqual({ ok: false, problem: expect.stringMatching(/^its (?:address|host) /) as string });
    expect(asked).toHaveLength(before);
  });

  it.each<[string, readonly (readonly string[])[]]>([
    ['this machine', [['127.0.0.1']]], ['a private network', [['10.1.2.3']]], ['metadata', [['169.254.169.254']]], ['metadata among public ones', [['93.184.216.34', '169.254.169.254']]], ['metadata in another family', [['93.184.216.34', '::ffff:169.254.169.254']]], ['public first and private at the second look', [['10.0.0.1'], ['93.184.216.34']]], ['nothing', [[]]],
  ])('by a name that leads to %s', async (_, answers) => {
    expect(await post('https://hooks.example.com/', { names: leadingTo(...answers) })).toEqual({ ok: false, problem: expect.stringMatching(/^its host /) as string });
  });

  it('by a redirect from a place that may be asked', async () => {
    const before = asked.length;
    expect(await post('http://127.0.0.1:PORT/redirect', { privateAddresses: true })).toMatchObject({ ok: false, problem: expect.stringContaining('redirect') as string });
    expect(asked.slice(before)).toEqual(['/redirect']);
  });

  it('to metadata even where private addresses are meant', async () => {
    for (const url of ['http://169.254.169.254/', 'http://[fd00:ec2::254]/', 'http://169.254.170.2/', 'http://100.100.100.200/']) expect(await post(url, { privateAddresses: true })).toMatchObject({ ok: false, problem: expect.stringContaining('nothing is ever sent') as string });
  });

  it('and what was answered there is told nobody', async () => {
    expect(JSON.stringify(await post('http://127.0.0.1:PORT/redirect', { privateAddresses: true }))).not.toContain('secret-of-the-inside');
  });
});

describe('no door sets an address', () => {
  it.each([{ url: 'file:///etc/passwd' }, { url: 'http://x.example', method: 'GET' }, { url: 'https://x.example', headers: { authorization: 'x' } }, { url: 'https://x.example', body: 'x' }])('a channel with %j is none', (said) => {
    expect(NoticeChannel.safeParse({ kind: 'webhook', ...said }).success).toBe(false);
  });

  it('by any command’s input', async () => {
    const { api, tokens } = siege();
    for (const [command, input] of [['start-cycle', {}], ['ask-approval', { improvementId: 'imp-2' }], ['pause', { targetId: 'orders' }]] as const) for (const word of ['url', 'webhook', 'callback', 'notify']) expect((await api.act(command, tokens.owner, { ...input, [word]: 'http://169.254.169.254/' })).status).toBe(422);
  });
});
