import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PendingCallRecord, ProbeRecord } from '../../shared/domain/probe-record.ts';
import { deployFunction, messagesOf, testHost, type TestHost } from '../support/host.ts';

const HANDLER = `
import { probe } from '@pawl/probe';
const getProduct = async (sku) => (await fetch(process.env.UPSTREAM + '/products/' + sku)).json();
async function loadLines(skus) {
  const lines = [];
  for (const sku of skus) {
    lines.push(await getProduct(sku));
  }
  return lines;
}
export const handler = probe(async (event) => {
  if (event.rawPath === '/stuck') await fetch(process.env.UPSTREAM + '/never');
  const lines = await loadLines(['sku-1', 'sku-2', 'sku-3']);
  return { statusCode: 200, body: String(lines.length) };
});`;

let host: TestHost;
let upstream: Server;
beforeAll(async () => {
  upstream = createServer((request, response) => {
    if (request.url !== '/never') response.end('{}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const address = upstream.address();
  host = await testHost();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await deployFunction(host.client, 'probed', HANDLER, { environment: { UPSTREAM: `http://127.0.0.1:${port}` }, timeoutSeconds: 2 });
});
afterAll(async () => {
  upstream.closeAllConnections();
  upstream.close();
  await host.end();
});

const recordsOf = async (): Promise<unknown[]> => (await messagesOf(host.client, 'probed')).filter((message) => message.startsWith('{"pawl"')).map((message): unknown => JSON.parse(message));

test('in a real environment a loop of calls is one place in the bundle, the probe itself not in it', async () => {
  for (let round = 0; round < 2; round += 1) expect(await (await fetch(`${host.client.frontDoor('probed', 'live')}/orders/9`)).text()).toBe('3');
  const records = (await recordsOf()).map((record) => ProbeRecord.parse(record));
  expect(records).toHaveLength(2);
  expect(records.map(({ cold }) => cold)).toEqual([true, false]);
  expect(records[0]).toMatchObject({ version: '1', route: 'GET /orders/{}', outcome: 'ok', status: 200 });
  expect(records[0]?.calls).toHaveLength(1);
  const [call] = records[1]?.calls ?? [];
  expect(call).toMatchObject({ count: 3, distinctKeys: 3, repeats: 0, seenBefore: 3 });
  expect(call?.stack[0]).toMatch(/^index\.mjs:\d+:\d+ getProduct$/);
  expect(call?.stack[1]).toMatch(/^index\.mjs:\d+:\d+ loadLines$/);
  expect(call?.stack.join(' ')).not.toContain('pawl');
  expect(records[0]?.environment).toMatch(/\[1\][0-9a-f]{32}$/);
});

test('a call without end leaves its line before the invocation is killed', async () => {
  expect((await fetch(`${host.client.frontDoor('probed', 'live')}/stuck`)).status).toBe(504);
  const pending = PendingCallRecord.parse((await recordsOf()).at(-1));
  expect(pending.shape).toMatch(/\/never$/);
  expect((await messagesOf(host.client, 'probed')).at(-1)).toMatch(/^REPORT RequestId: .*Status: timeout$/);
});
