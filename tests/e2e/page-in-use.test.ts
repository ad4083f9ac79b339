import { existsSync } from 'node:fs';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ImprovementRow } from '../../shared/domain/views/improvement-row.ts';
import { buildDashboard } from '../../scripts/build-dashboard.ts';
import type { PageServer } from '../support/page-server.ts';
import { servePage } from '../support/page-server.ts';
import { improvementDetail, ledgerView, targetDetail, targetView } from '../support/page-views.ts';

const EXECUTABLE = process.env['PAWL_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const NOW = Date.UTC(2026, 10, 21, 18);
const IMPROVEMENTS = 5000;

const { improvement: sample } = improvementDetail({ id: 'imp-old', seconds: 30 });
const row = (index: number): ImprovementRow => ({ ...sample, id: `imp-${index}`, title: `Improvement ${index}`, state: index < 60 ? 'queued' : 'promoted' });
const paged = <Item>(all: readonly Item[], { limit = '50', after = '0' }: Readonly<Record<string, string>>) => {
  const end = Number(after) + Number(limit);
  return { items: all.slice(Number(after), end), ...(end < all.length ? { next: String(end) } : {}) };
};

describe.skipIf(EXECUTABLE === undefined)('the page as it is used (skipped without Chromium; PAWL_CHROMIUM names another)', () => {
  let browser: Browser;
  let server: PageServer;
  let page: Page;
  const all = Array.from({ length: IMPROVEMENTS }, (_, index) => row(index));
  let isDecided = false;
  let may = ['read', 'operate', 'decide', 'administer'];
  let tenants: unknown = 'all';
  let targets = 1;

  beforeAll(async () => {
    const { folder } = await buildDashboard();
    server = await servePage(folder, {
      'who-am-i': () => ({ name: 'ada', kind: 'person', door: 'page', may, tenants, groups: ['owners'] }),
      // On the traffic for longer than anything else that is listed.
      status: () => ({ targets: [...Array.from({ length: 30 }, (_, index) => targetView(index + 1, NOW)), { ...targetView(31, NOW), id: 'on-fire', health: { until: NOW, requestsPerMinute: 90, failureRate: 0.93, p95Ms: 2900 } }], awaiting: [], watching: [{ ...sample, title: 'The canary that is out' }], recent: [], version: '0.1.0' }),
      'list-targets': (query) => paged(Array.from({ length: targets }, (_, index) => targetView(index, NOW)), query),
      'list-cycles': () => ({ items: [] }),
      'list-approvals': () => ({ items: [] }),
      'show-target': ({ hours = '24' }) => {
        const whole = targetDetail({ minutes: Number(hours) * 60, now: NOW });
        const [best] = whole.opportunities;
        // As it is answered: the best fifty, and how many there are.
        return { ...whole, target: { ...whole.target, opportunities: 400 }, opportunities: best ? Array.from({ length: 50 }, (_, index) => ({ ...best, id: `opp-${index}` })) : [] };
      },
      'read-ledger': () => {
        const ledger = ledgerView({ now: NOW });
        const [gain] = ledger.gained;
        return { ...ledger, gained: gain ? Array.from({ length: 700 }, (_, index) => ({ ...gain, improvementId: `imp-${index}`, requestsSince: 33_467_465 })) : [] };
      },
      'list-improvements': (query) => paged(all, query),
      'show-improvement': ({ improvementId = '' }) => (improvementId === 'imp-waits' && !isDecided ? improvementDetail({ id: improvementId, state: 'awaiting-approval' }) : improvementDetail({ id: improvementId, seconds: 30 })),
    });
    browser = await chromium.launch({ executablePath: EXECUTABLE ?? '', args: ['--no-sandbox'] });
  });
  afterEach(async () => page.context().close());
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  /** A page that nobody has signed in to yet. */
  const fresh = async (options: BrowserContextOptions = {}): Promise<void> => {
    page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })).newPage();
    page.setDefaultTimeout(10_000);
  };
  const open = async (route: string, options: BrowserContextOptions = {}): Promise<void> => {
    await fresh(options);
    await page.goto(`${server.origin}/#token=0123456789abcdef`);
    await page.goto(`${server.origin}/#${route}`);
    await page.locator('main h1').waitFor();
  };

  it('leads whoever follows a link from a message to what it names, with a sign-in in between', async () => {
    await fresh();
    await page.route('**/config.json', (route) => route.fulfill({ json: { issuer: `${server.origin}/provider`, clientId: 'pawl' } }));
    await page.route('**/provider/.well-known/openid-configuration', (route) => route.fulfill({ json: { authorization_endpoint: `${server.origin}/provider/authorize`, token_endpoint: `${server.origin}/provider/token` } }));
    await page.route('**/provider/authorize?**', (route) => {
      const asked = new URL(route.request().url()).searchParams;
      return route.fulfill({ status: 302, headers: { location: `${asked.get('redirect_uri') ?? ''}?code=1&state=${asked.get('state') ?? ''}` } });
    });
    await page.route('**/provider/token', (route) => route.fulfill({ json: { access_token: '0123456789abcdef' } }));
    await page.goto(`${server.origin}/#/improvements/imp-7`);
    await page.getByRole('button', { name: /^Sign in with/ }).first().click();
    await page.getByRole('heading', { level: 1, name: sample.title }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/improvements/imp-7');
    expect(page.url()).not.toContain('code');
  });

  it('brings back whoever opened one of five thousand to the page of the list, and to the place on it, where they were', async () => {
    await open('/improvements');
    for (const first of [50, 100]) {
      await page.getByRole('button', { name: 'Next' }).click();
      await page.getByRole('link', { name: `Improvement ${first}`, exact: true }).waitFor();
    }
    const link = page.getByRole('link', { name: 'Improvement 140', exact: true });
    await link.scrollIntoViewIfNeeded();
    const y = await page.evaluate('scrollY');
    expect(y).toBeGreaterThan(300);
    await link.click();
    await page.getByRole('heading', { level: 1, name: sample.title }).waitFor();
    await page.goBack();
    await link.waitFor();
    expect(await page.getByText('Page 3').count()).toBe(1);
    await expect.poll(() => page.evaluate('scrollY')).toBe(y);
    await page.getByLabel('Show').selectOption('kept');
    await page.getByText('Page 3').waitFor({ state: 'detached' });
    await page.getByLabel('Show').selectOption('all');
    await page.getByRole('link', { name: 'Improvement 0', exact: true }).waitFor();
  });

  it('shows what is on the traffic however much is queued after it, and the service that fails before thirty that do not, calling neither well', async () => {
    await open('/');
    await page.getByRole('listitem').filter({ hasText: 'The canary that is out' }).getByRole('button', { name: 'Roll back' }).waitFor();
    expect(await page.getByRole('link', { name: /More is in flight/ }).getAttribute('href')).toBe('#/improvements?show=open');
    const targets = page.getByRole('region', { name: 'Targets' }).locator('tbody tr');
    expect(await targets.first().textContent()).toContain('on-fire');
    expect(await targets.first().locator('.badge.good').count()).toBe(0);
  });

  it('lists what is queued in lines, not in cards that push all else off a phone', async () => {
    await open('/', { viewport: { width: 375, height: 780 } });
    await page.getByRole('list', { name: 'Also in flight' }).getByRole('listitem').first().waitFor();
    expect(await page.locator('.cards > li').count()).toBe(6);
    expect(await page.locator('main h2').allTextContents()).toEqual(['In flight', 'Targets', 'Cycles']);
  });

  it('shows the first of seven hundred gains, more on demand, and no digit of an estimate that nobody can know', async () => {
    await open('/ledger');
    const rows = page.getByRole('region', { name: 'What was gained' }).locator('tbody tr');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(20);
    expect(await rows.first().textContent()).toContain('33.5M');
    await page.getByRole('button', { name: 'Show 200 more' }).click();
    expect(await rows.count()).toBe(220);
  });

  it('says how many opportunities a target has, not how many came along', async () => {
    await open('/targets/orders');
    await page.getByText('The best 20 of 400').waitFor();
    await page.getByRole('link', { name: 'All 400' }).waitFor();
  });

  it('shows an answer that is slower than the events that come meanwhile', async () => {
    await fresh();
    let asked = 0;
    await page.route('**/v1/list-improvements?**', async (route) => {
      asked += 1;
      await new Promise((resolve) => setTimeout(resolve, 900));
      await route.continue().catch(() => undefined);
    });
    await page.goto(`${server.origin}/#token=0123456789abcdef`);
    await page.goto(`${server.origin}/#/improvements`);
    const ticking = setInterval(() => server.tell({ type: 'improvement', improvementId: 'imp-1' }), 100);
    try {
      await page.getByRole('link', { name: 'Improvement 0', exact: true }).waitFor();
      const before = asked;
      await expect.poll(() => asked, { timeout: 5000 }).toBeGreaterThan(before);
    } finally {
      clearInterval(ticking);
    }
  });

  it('shows what came of a decision also where no live event can come', async () => {
    await fresh();
    await page.route('**/v1/events', (route) => route.abort());
    await page.goto(`${server.origin}/#token=0123456789abcdef`);
    await page.goto(`${server.origin}/#/approvals/imp-waits`);
    const approve = page.getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    const { awaits, ...rest } = improvementDetail({ id: 'imp-waits', state: 'awaiting-approval' });
    await page.route('**/v1/show-improvement?**', (route) => route.fulfill({ json: { ...rest, awaits: { ...awaits, may: false, why: 'It was approved by ada already.' }, approval: { by: 'ada', at: NOW, digest: awaits?.digest, systemWide: false } } }));
    await approve.click();
    const decision = page.getByRole('region', { name: 'Your decision' });
    await decision.getByText('Approved by ada').waitFor();
    expect(await decision.textContent()).not.toContain('may not');
    await page.unroute('**/v1/show-improvement?**');
    isDecided = true;
    await page.reload();
    await page.getByText('It no longer waits').waitFor();
  });

  it('does not take for the present what a phone that slept has on its screen', async () => {
    await open('/');
    await page.getByText('Live', { exact: true }).waitFor();
    const again = page.waitForRequest('**/v1/events');
    await page.evaluate(`{ const { now } = Date; Date.now = () => now() + 30_000; document.dispatchEvent(new Event('visibilitychange')); }`);
    await again;
    await page.getByText('Live', { exact: true }).waitFor();
  });

  it('does not announce over and over what only grows older', async () => {
    await open('/');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.route('**/v1/**', (route) => route.abort());
    await page.evaluate(`{ const { now } = Date; Date.now = () => now() + 30_000; document.dispatchEvent(new Event('visibilitychange')); }`);
    await page.getByText('What you see has stood still').waitFor();
    const said = page.getByRole('alert').filter({ hasText: 'Connection lost' });
    expect(await said.textContent()).toContain('tries again by itself');
    expect(await said.textContent()).not.toMatch(/\d/);
  });

  it('has times on the clock, and an order of the opportunities, also without a keyboard', async () => {
    await open('/improvements', { viewport: { width: 360, height: 780 }, hasTouch: true });
    await page.getByText(/\d d ago|\d h ago/).first().waitFor();
    await page.getByRole('button', { name: 'Menu' }).tap();
    await page.getByRole('button', { name: 'Clock times' }).tap();
    await page.getByText(/^\d{4}-\d\d-\d\d/).first().waitFor({ state: 'attached' });
  });

  it('says of what is not there which page it is and where the others are, and offers no trying again', async () => {
    await fresh();
    await page.route('**/v1/show-*', (route) => route.fulfill({ status: 404, json: { title: 'Not found', detail: 'There is no such thing.' } }));
    await page.goto(`${server.origin}/#token=0123456789abcdef`);
    for (const [route, title, others] of [['improvements/imp-0', 'Improvement imp-0', 'All improvements'], ['targets/nope', 'nope', 'All targets']] as const) {
      await page.goto(`${server.origin}/#/${route}`);
      await page.getByText('There is no such thing.').waitFor();
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(title);
      expect(await page.title()).toBe(`${title} · Pawl`);
      expect(await page.getByRole('link', { name: others }).count()).toBe(1);
      expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0);
    }
  });

  it('leaves single letters alone for whoever switches them off, also the next time', async () => {
    await open('/improvements');
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByLabel(/^Single keys/).uncheck();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.reload();
    await page.getByRole('heading', { name: 'Improvements', level: 1 }).waitFor();
    await page.keyboard.press('?');
    await page.keyboard.press('g');
    await page.keyboard.press('a');
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    expect(new URL(page.url()).hash).toBe('#/improvements');
  });

  it('closes the menu of a phone by Escape, and shows times on the clock without one column over another', async () => {
    await open('/improvements', { viewport: { width: 360, height: 780 } });
    await page.getByRole('link', { name: 'Improvement 0', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('button', { name: 'Clock times' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('navigation', { name: 'Pages', exact: true }).waitFor({ state: 'hidden' });
    expect(await page.locator(':focus').textContent()).toContain('Menu');
    const wide = await page.locator('td').evaluateAll((cells) => cells.filter((cell) => { const { scrollWidth, clientWidth } = cell as unknown as { scrollWidth: number; clientWidth: number }; return scrollWidth > clientWidth + 1; }).length);
    expect(wide).toBe(0);
  });

  it.each([820, 1000])('cuts no column off at %i pixels', async (width) => {
    await open('/improvements', { viewport: { width, height: 900 } });
    await page.getByRole('link', { name: 'Improvement 0', exact: true }).waitFor();
    expect(await page.locator('.table-place').evaluateAll((places) => places.map((place) => { const { scrollWidth, clientWidth } = place as unknown as { scrollWidth: number; clientWidth: number }; return scrollWidth - clientWidth; }))).toEqual([0]);
  });

  it('lets a target be written where there are more than a menu can hold', async () => {
    targets = 400;
    await open('/improvements');
    await page.getByLabel('Target', { exact: true }).fill('service-0399');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/improvements?target=service-0399');
    targets = 1;
  });

  it('offers a switch only to those for whom it works', async () => {
    [may, tenants] = [['read', 'operate'], ['acme']];
    await open('/');
    await page.getByRole('button', { name: 'Start a cycle' }).waitFor();
    expect(await page.getByRole('button', { name: 'Stop everything' }).count()).toBe(0);
    [may, tenants] = [['read', 'operate', 'decide', 'administer'], 'all'];
  });
});
