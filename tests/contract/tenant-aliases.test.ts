import { afterAll, beforeAll, expect, test } from 'vitest';
import { hostTelemetry } from '../../shared/adapters/local/host-telemetry.ts';
import type { Period } from '../../shared/domain/period.ts';
import { emptyTargetState } from '../../shared/domain/target-state.ts';
import { bypassOf } from '../../shared/rules/detection/bypass.ts';
import { FOLD_DEFAULTS } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import { bundleOf, deployFunction, testHost, type TestHost } from '../support/host.ts';

const handler = (answer: string): string => `
import { probe } from '@pawl/probe';
export const handler = probe(async (event) => {
  if (event.rawPath === '/crash') process.exit(3);
  return { statusCode: event.rawPath === '/fail' ? 503 : 200, body: '${answer}' };
});`;

let host: TestHost;
beforeAll(async () => {
  host = await testHost();
  await deployFunction(host.client, 'orders', handler('old'));
  await host.client.createAlias('orders', 'acme', { version: '1' });
  await host.client.createAlias('orders', 'globex', { version: '1' });
  await host.client.updateCode('orders', { bundle: bundleOf(handler('new')) });
  const { version } = await host.client.publish('orders', { description: 'second' });
  await host.client.updateAlias('orders', 'acme', { version: '1', additional: { version, weight: 0.5 } });
});
afterAll(async () => host.end());

/** Asks a door so often, four at a time; answers how often each version answered. */
const ask = async (alias: string, path: string, times: number): Promise<Record<string, number>> => {
  const served: Record<string, number> = {};
  for (let sent = 0; sent < times; sent += 4) {
    await Promise.all(Array.from({ length: Math.min(4, times - sent) }, async () => {
      const answer = await fetch(`${host.client.frontDoor('orders', alias)}${path}`);
      await answer.text();
      const version = answer.headers.get('x-amz-executed-version') ?? 'none';
      served[version] = (served[version] ?? 0) + 1;
    }));
  }
  return served;
};

const readAll = async (): Promise<{ aliases: Record<string, Period['versions']>; state: ReturnType<typeof emptyTargetState> }> => {
  const telemetry = hostTelemetry(host.client);
  let state = emptyTargetState('orders');
  for (;;) {
    const page = await telemetry.read('orders', state.cursor, 10_000);
    // One period long enough to hold them all.
    state = foldPage(state, page, { ...FOLD_DEFAULTS, periodSeconds: 86_400, alias: 'live', tenantAliases: ['acme', 'globex'], exposed: { version: '2', alias: 'acme' } }).state;
    if (page.caughtUp) break;
  }
  return { aliases: state.openPeriods[0]?.aliases ?? {}, state };
};

test('one tenant’s canary is seen in that tenant’s traffic, and what another tenant meets in the other’s', async () => {
  const acme = await ask('acme', '/orders/1', 80);
  const globex = await ask('globex', '/fail', 40);
  const everybody = await ask('live', '/orders/1', 20);
  const past = await ask('1', '/orders/1', 20);
  expect(globex).toEqual({ '1': 40 });
  expect(everybody).toEqual({ '1': 20 });
  expect(past).toEqual({ '1': 20 });

  const { aliases, state } = await readAll();
  const requests = (alias: string): Record<string, number> => Object.fromEntries(Object.entries(aliases[alias] ?? {}).map(([version, served]) => [version, served.requests]));
  expect({ acme: requests('acme'), globex: requests('globex'), live: requests('live') }).toEqual({ acme, globex, live: everybody });
  expect(Object.keys(acme)).toEqual(expect.arrayContaining(['1', '2']));
  expect([aliases['acme']?.['1']?.failures, aliases['acme']?.['2']?.failures, aliases['globex']?.['1']?.failures]).toEqual([0, 0, 40]);
  expect(bypassOf(state)).toEqual({ requests: 160, share: 0.125, isProtected: false });
});

test('a candidate that dies without a word dies in its own tenant’s figures', async () => {
  const before = (await readAll()).aliases['acme']?.['2']?.failures ?? 0;
  const crashed = await ask('acme', '/crash', 24);
  const { aliases } = await readAll();
  expect((aliases['acme']?.['2']?.failures ?? 0) - before).toBe(crashed['2'] ?? 0);
  expect(aliases['globex']?.['2']).toBeUndefined();
});
