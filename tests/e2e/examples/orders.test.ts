import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOrdersRepository, readDefects } from '../../../examples/orders/build-repository.ts';
import { CATALOGUE, PAYMENTS } from '../../../examples/orders/upstreams/routes.ts';

const run = promisify(execFile);
const PROPOSAL = fileURLToPath(new URL('../../../examples/orders/proposals/show-shop-notice.patch', import.meta.url));

interface Answer {
  statusCode: number;
  body: string;
}
type Handler = (event: unknown) => Promise<Answer>;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawl-orders-'));
  await mkdir(join(folder, 'probe'));
  await writeFile(join(folder, 'probe', 'package.json'), '{"name":"@pawl/probe","version":"0.1.0","type":"module","exports":"./probe.js"}');
  await writeFile(join(folder, 'probe', 'probe.js'), 'export const probe = (handler) => handler;');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let built = 0;
async function build(defects: 'all' | string[]): Promise<{ into: string; head: string }> {
  built += 1;
  const into = join(folder, `repository-${built}`);
  const { head } = await buildOrdersRepository({ into, defects, probe: { dir: join(folder, 'probe') } });
  return { into, head };
}

/** The team's own tests, as they run them. */
async function ownTests(into: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--test', '--test-isolation=none', '--test-reporter=tap'], { cwd: into, env: { PATH: process.env['PATH'] } });
  return stdout;
}

async function handlerOf(into: string): Promise<Handler> {
  const module = (await import(/* @vite-ignore */ pathToFileURL(join(into, 'src', 'handler.ts')).href)) as { handler: Handler };
  return module.handler;
}

const get = (path: string, query: Record<string, string> = {}) => ({ rawPath: path, requestContext: { http: { method: 'GET' } }, queryStringParameters: query });
const post = (path: string, body: unknown) => ({ rawPath: path, requestContext: { http: { method: 'POST' } }, body: JSON.stringify(body) });
const QUOTE = post('/quotes', { currency: 'USD', lines: [{ sku: 'sku-1', quantity: 1 }] });
const EVERY_ROUTE = [get('/orders/ord-8'), get('/orders', { customer: 'cus-2' }), get('/orders/ord-8/summary'), get('/orders/ord-8/status'), get('/orders/ord-8/invoice'), QUOTE, post('/orders', { customer: 'cus-2', lines: [{ sku: 'sku-1', quantity: 1 }] })];

/** Both upstreams without latency, which note when each call came and was answered. */
async function listenWithNotes({ missingRate = 0, silent = '' } = {}): Promise<{ notes: string[]; close: () => void }> {
  const notes: string[] = [];
  const table = { ...CATALOGUE, ...PAYMENTS };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://upstream');
    const [, resource = '', id = ''] = url.pathname.split('/');
    notes.push(`> ${resource}`);
    request.resume();
    if (resource === silent) return;
    setTimeout(() => {
      const body = table[`${request.method ?? ''} ${resource}${id === '' ? '' : '/{}'}`]?.answer({ id, query: url.searchParams }, { missingRate });
      notes.push(`< ${resource}`);
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
    }, 30);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env['CATALOGUE_URL'] = base;
  process.env['PAYMENTS_URL'] = base;
  return { notes, close: () => { server.closeAllConnections(); server.close(); } };
}

describe('the practice service', () => {
  it('has the same commits on every build, and a clean working copy', async () => {
    const [first, second] = await Promise.all([build('all'), build('all')]);
    const { stdout: status } = await run('git', ['status', '--short'], { cwd: first.into });
    const { stdout: log } = await run('git', ['log', '--format=%an'], { cwd: first.into });

    expect(first.head).toBe(second.head);
    expect(status).toBe('');
    expect(log.trim().split('\n')).toHaveLength(17);
    expect(new Set(log.trim().split('\n')).size).toBeGreaterThan(2);
  });

  it('says which defects there are when asked for another', async () => {
    await expect(build(['deadlock'])).rejects.toThrow(/no such defect: deadlock; there are n-plus-one/);
  });

  it('passes its own tests with and without the defects, and with the proposal', async () => {
    const { into: clean } = await build([]);
    const { into } = await build('all');
    expect(await ownTests(clean)).toContain('# fail 0');
    expect(await ownTests(into)).toContain('# fail 0');

    await run('git', ['apply', PROPOSAL], { cwd: into });
    expect(await ownTests(into)).toContain('# fail 0');
  });

  it('without defects answers every route, also without optional fields and with a silent loyalty programme', async () => {
    const { into } = await build([]);
    const upstreams = await listenWithNotes({ missingRate: 1, silent: 'loyalty' });
    const handler = await handlerOf(into);
    const statuses = await Promise.all(EVERY_ROUTE.map(async (event) => (await handler(event)).statusCode));
    upstreams.close();

    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 201]);
  });

  it('shows each defect on its own where it was planted', async () => {
    const handlers = new Map<string, Handler>();
    for (const kind of Object.keys(await readDefects())) handlers.set(kind, await handlerOf((await build([kind])).into));
    const ask = (kind: string, event: unknown): Promise<Answer> => {
      const handler = handlers.get(kind);
      if (!handler) throw new Error(`no handler for ${kind}`);
      return handler(event);
    };
    const upstreams = await listenWithNotes({ missingRate: 1, silent: 'loyalty' });
    const notesOf = async (kind: string, event: unknown): Promise<string[]> => {
      upstreams.notes.length = 0;
      await ask(kind, event);
      return [...upstreams.notes];
    };

    const { lines } = JSON.parse((await ask('n-plus-one', get('/orders/ord-8'))).body) as { lines: unknown[] };
    expect(await notesOf('n-plus-one', get('/orders/ord-8'))).toEqual(lines.flatMap(() => ['> products', '< products']));

    await notesOf('low-cache-hit-rate', QUOTE);
    expect(await notesOf('low-cache-hit-rate', QUOTE)).toContain('> rates');

    expect(await notesOf('sequential-waits', get('/orders/ord-8/summary'))).toEqual(['payments', 'accounts', 'deliveries'].flatMap((name) => [`> ${name}`, `< ${name}`]));

    await expect(ask('recurring-exception', get('/orders/ord-8/invoice'))).rejects.toThrow(/undefined \(reading 'country'\)/);

    const stalled = ask('timeout', get('/orders', { customer: 'cus-2' }));
    const first = await Promise.race([stalled.then(() => 'answered'), new Promise((resolve) => { setTimeout(resolve, 2500, 'still waiting'); })]);
    upstreams.close();
    expect(first).toBe('still waiting');
    expect((await stalled).statusCode).toBe(200);
  });
});
