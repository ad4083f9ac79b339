import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../support/pawl-cli.ts';
import { pageWorld, type PageWorld } from '../support/page-world.ts';
import { seen } from '../support/seen.ts';

const EXECUTABLE = process.env['PAWL_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Where pictures go; none are taken without it. */
const PICTURES = process.env['PAWL_PAGE_PICTURES'];

type Violation = { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] };

describe.skipIf(EXECUTABLE === undefined)('the page in a browser (skipped without Chromium; PAWL_CHROMIUM names another)', () => {
  let browser: Browser;
  let world: PageWorld;
  let context: BrowserContext;
  let page: Page;
  /** What the browser complained of, and everything that was asked of anybody. */
  let complaints: string[];
  let asked: Set<string>;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: EXECUTABLE ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => browser?.close());

  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<void> => {
    context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
    page.on('console', (message) => message.type() !== 'log' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
  };
  const signIn = async (): Promise<void> => {
    await page.goto(`${world.url}/#token=${await world.token()}`);
    await page.getByRole('heading', { name: 'Now', level: 1 }).waitFor();
  };
  const goTo = async (route: string): Promise<void> => {
    await page.evaluate((hash) => { (globalThis as unknown as { location: { hash: string } }).location.hash = hash; }, route);
    await page.locator('main h1').waitFor();
    await page.locator('main .skeleton').first().waitFor({ state: 'detached' });
  };
  const picture = async (name: string): Promise<void> => {
    if (PICTURES === undefined) return;
    mkdirSync(PICTURES, { recursive: true });
    await page.screenshot({ path: `${PICTURES}/${name}.png` });
  };
  const seriously = async (): Promise<string[]> => {
    await page.evaluate(AXE);
    const { violations } = (await page.evaluate('axe.run()')) as { violations: readonly Violation[] };
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  };

  beforeEach(async () => {
    complaints = [];
    asked = new Set();
    world = await pageWorld();
    await open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await picture(`failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 40)}`);
    await context.close();
    await world.close();
  });

  it('shows a cycle as it goes, takes a canary back, and says so without being loaded again', async () => {
    await signIn();
    expect(page.url()).not.toContain('token');
    const card = page.getByRole('listitem').filter({ hasText: 'Ask for all stock of an order at once' });
    await card.getByText('Queued').first().waitFor();
    await world.step('generating');
    await card.getByText('Writing a remedy').waitFor();
    await world.step('validating');
    await card.getByText('Being checked').waitFor();
    await world.step('releasing');
    await world.step('watching');
    await card.getByText('20 % on version 4').waitFor();
    // Nobody had to say yes to it, and nothing says that somebody did.
    await card.getByText('Approval, not needed').waitFor();
    await seen(() => card.getByRole('row', { name: /^4/ }).textContent()).toMatch(/ms/);
    await page.getByText('Running').first().waitFor();
    await picture('now');

    await card.getByRole('button', { name: 'Roll back' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Why?').fill('Customers report wrong totals');
    await picture('roll-back');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await card.getByText('Rolling back').first().waitFor();
    expect(await world.dependencies.improvements.get(world.live)).toMatchObject({ state: 'rolling-back', ending: { reason: expect.stringContaining('Customers report wrong totals') as string } });
    await world.step('rolled-back');
    await page.getByRole('row').filter({ hasText: 'Ask for all stock' }).getByText('Rolled back').waitFor();
    expect(complaints).toEqual([]);
    expect([...asked]).toEqual([world.url]);
  });

  it('lets a person say yes beside the diff, bound to what was read', async () => {
    await signIn();
    await page.getByRole('link', { name: 'Recompute the totals of every order once' }).first().click();
    const decision = page.getByRole('region', { name: 'Your decision' });
    await decision.getByRole('button', { name: 'Approve' }).waitFor();
    await page.getByText('getProducts([...new Set(order.lines').first().waitFor();
    await picture('approve');
    await decision.getByRole('button', { name: 'Reject' }).click();
    await decision.getByText('Say in a sentence why not').waitFor();
    await decision.getByLabel('Reason').fill('It is what I would have written');
    await decision.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved: Recompute the totals').waitFor();
    const { approval, report } = await world.dependencies.improvements.get(world.waiting);
    expect(approval).toMatchObject({ by: 'ada', digest: report?.digest, reason: 'It is what I would have written' });
    expect(complaints).toEqual([]);
  });

  it('says so when what was read has changed meanwhile, and takes no yes to the old', async () => {
    await signIn();
    await goTo(`#/approvals/${world.waiting}`);
    const approve = page.getByRole('region', { name: 'Your decision' }).getByRole('button', { name: 'Approve' });
    await approve.waitFor();
    await world.dependencies.improvements.amend(world.waiting, ['awaiting-approval'], (one) => ({ ...one, ...(one.report ? { report: { ...one.report, digest: 'another' } } : {}) }));
    await approve.click();
    await page.getByRole('alert').waitFor();
    expect((await world.dependencies.improvements.get(world.waiting)).approval).toBeUndefined();
  });

  it('shows a report in a frame where nothing runs', async () => {
    await signIn();
    await goTo(`#/cycles/${world.reported}`);
    const report = page.frameLocator('iframe[title="Report of the cycle"]');
    await report.getByRole('heading', { level: 1 }).waitFor();
    expect(await report.locator('body').evaluate((body) => (globalThis as unknown as { getComputedStyle(of: unknown): { maxWidth: string } }).getComputedStyle((body as unknown as { querySelector(what: string): unknown }).querySelector('main')).maxWidth)).not.toBe('none');
    await picture('report');
    expect(complaints).toEqual([]);
  });

  it.each([['light', 1280], ['dark', 360]] as const)('has nothing serious for axe in %s at %i pixels, and nothing wider than the screen', { timeout: 90_000 }, async (colorScheme, width) => {
    await context.close();
    await open({ colorScheme, viewport: { width, height: 800 } });
    await world.step('generating');
    await world.step('validating');
    await world.step('releasing');
    await world.step('watching');
    await signIn();
    for (const route of ['#/', '#/approvals', `#/approvals/${world.waiting}`, '#/opportunities', '#/opportunities/opp-1', '#/improvements', `#/improvements/${world.live}`, '#/targets', '#/targets/orders', '#/cycles', `#/cycles/${world.reported}`, '#/ledger', '#/lessons', '#/audit', '#/settings', '#/nowhere']) {
      await goTo(route);
      expect(await seriously(), route).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth'), route).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
    expect([...asked]).toEqual([world.url]);
  });

  it('is driven by keys alone: skip link, places, help, rows', async () => {
    await signIn();
    await page.keyboard.press('Tab');
    await seen(() => page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await seen(() => page.locator(':focus').getAttribute('id')).toBe('main');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('heading', { name: 'Opportunities', level: 1 }).waitFor();
    const rows = page.locator('main tbody th a');
    await rows.nth(1).waitFor();
    await rows.first().focus();
    await page.keyboard.press('j');
    expect(await page.locator(':focus').getAttribute('href')).toBe(await rows.nth(1).getAttribute('href'));
  });

  it('says when it stands still, and comes back by itself', async () => {
    await signIn();
    await page.getByText('Live', { exact: true }).waitFor({ state: 'attached' });
    await context.setOffline(true);
    world.cut();
    await page.getByText('What you see has stood still').waitFor();
    await context.setOffline(false);
    await page.getByText('What you see has stood still').waitFor({ state: 'detached' });
    await world.step('generating');
    await page.getByText('Writing a remedy').waitFor();
  });

  it('signs out whoever is no longer known, and takes a token that is pasted', async () => {
    const token = await world.token({ name: 'grace' });
    await page.goto(world.url);
    await page.getByLabel('Token').fill('no token');
    await page.getByRole('button', { name: 'Sign in with the token' }).click();
    await page.getByText('does not look like a token').waitFor();
    await page.getByLabel('Token').fill(`${world.url}/#token=${token}`);
    await page.getByRole('button', { name: 'Sign in with the token' }).click();
    await page.getByRole('heading', { name: 'Now', level: 1 }).waitFor();
    for (const { id, name } of await world.credentials.list()) if (name === 'grace') await world.credentials.revoke(id, { by: 'ada', at: Date.now() });
    await page.reload();
    await page.getByText('Your token is no longer accepted').waitFor();
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  it('stops everything only after it was typed, and says so on every page', async () => {
    await signIn();
    await page.getByRole('button', { name: 'Stop everything' }).click();
    const dialog = page.getByRole('dialog');
    const stop = dialog.getByRole('button', { name: 'Stop everything' });
    await dialog.getByLabel('Why?').fill('The carrier is down');
    expect(await stop.isDisabled()).toBe(true);
    await dialog.getByLabel(/^Type/).fill('stop everything');
    await stop.click();
    await page.getByText('Everything is stopped.', { exact: true }).waitFor();
    await goTo('#/audit');
    await page.getByText('Everything is stopped.', { exact: true }).waitFor();
    await eventually('It was not stopped', 5000, async () => (await world.dependencies.switches.stopped()) ?? undefined);
  });
});
