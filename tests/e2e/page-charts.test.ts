import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDashboard } from '../../scripts/build-dashboard.ts';
import type { PageServer } from '../support/page-server.ts';
import { servePage } from '../support/page-server.ts';
import { improvementDetail, ledgerView, targetDetail, targetView } from '../support/page-views.ts';
import { seen } from '../support/seen.ts';

const EXECUTABLE = process.env['PAWL_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NOW = Date.UTC(2026, 10, 21, 18);
const TARGETS = 400;
const BIG = `--- a/src/big.ts\n+++ b/src/big.ts\n@@ -1,1 +1,3001 @@\n same\n${Array.from({ length: 3000 }, (_, index) => `+line ${index}\n`).join('')}`;

type Violation = { readonly id: string; readonly impact: string | null; readonly nodes: readonly { readonly html: string }[] };

describe.skipIf(EXECUTABLE === undefined)('charts and their pages in a browser (skipped without Chromium; PAWL_CHROMIUM names another)', () => {
  let browser: Browser;
  let server: PageServer;
  let seconds = 10;
  const asked: string[] = [];

  beforeAll(async () => {
    const { folder } = await buildDashboard();
    const all = Array.from({ length: TARGETS }, (_, index) => targetView(index, NOW));
    const details: Readonly<Record<string, () => unknown>> = {
      'imp-kept': () => improvementDetail({ id: 'imp-kept' }), 'imp-back': () => improvementDetail({ id: 'imp-back', state: 'rolled-back' }),
      'imp-big': () => ({ ...improvementDetail({ id: 'imp-big' }), diff: BIG }),
    };
    server = await servePage(folder, {
      'who-am-i': () => ({ name: 'ada', kind: 'person', door: 'page', may: ['read', 'operate', 'decide', 'administer'], tenants: 'all', groups: ['owners'] }),
      status: () => ({ targets: all.slice(0, 20), awaiting: [], watching: [], recent: [], version: '0.1.0' }),
      'list-targets': ({ limit = '50', after = '0' }) => ({ items: all.slice(Number(after), Number(after) + Number(limit)), ...(Number(after) + Number(limit) < TARGETS ? { next: String(Number(after) + Number(limit)) } : {}) }),
      'show-target': ({ targetId = '', hours = '24' }) => {
        asked.push(targetId);
        const whole = targetDetail({ minutes: Number(hours) * 60, now: NOW, index: Math.max(0, all.findIndex(({ id }) => id === targetId)) });
        return targetId === 'silent' ? { ...whole, series: { ...whole.series, points: [] }, moments: [], opportunities: [] } : whole;
      },
      'show-improvement': ({ improvementId = '' }) => details[improvementId]?.() ?? improvementDetail({ id: improvementId, seconds }),
      'read-ledger': ({ days }) => ledgerView({ now: NOW, empty: days === '7' }),
    });
    browser = await chromium.launch({ executablePath: EXECUTABLE ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  const open = async (route: string, { width = 1280, scheme = 'light' }: { readonly width?: number; readonly scheme?: 'light' | 'dark' } = {}): Promise<{ page: Page; said: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const said: string[] = [];
    // The fixture knows no more rows than these pages ask.
    page.on('console', (message) => (message.text().includes('404') ? undefined : said.push(message.text())));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => (request.url().startsWith(server.origin) ? undefined : said.push(`asked ${request.url()}`)));
    await page.goto(`${server.origin}/#token=0123456789abcdef`);
    await page.goto(`${server.origin}/#${route}`);
    await page.locator('main h1').waitFor();
    return { page, said };
  };

  it.each([
    ['/improvements/imp-kept', 1280, 'light'], ['/improvements/imp-back', 360, 'dark'], ['/targets/orders', 1280, 'dark'], ['/targets/orders', 360, 'light'], ['/targets', 360, 'light'], ['/ledger', 360, 'dark'],
  ] as const)('%s fits %i pixels in %s, keeps to the policy, and axe finds nothing serious', async (route, width, scheme) => {
    const { page, said } = await open(route, { width, scheme });
    await page.locator('.skeleton').waitFor({ state: 'detached' });
    if (route === '/targets/orders') await page.locator('canvas').nth(2).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await page.evaluate(AXE);
    const { violations } = await page.evaluate<{ violations: Violation[] }>("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })");
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)).toEqual([]);
    expect(said).toEqual([]);
    await page.close();
  });

  it('tells an improvement from its evidence to its verdict on one page, each chart also in words and numbers', async () => {
    const { page } = await open('/improvements/imp-kept');
    const headings = await page.locator('main h2').allTextContents();
    expect(headings).toEqual(['What was seen', 'What was changed', 'What was checked', 'How it did beside the stable version', 'What it came to', 'What happened', 'What it cost', 'Audit trail']);
    for (const [name, words] of [['p95 latency over time', 'went from about 180 ms to about 290 ms'], ['Both versions, side by side', 'Candidate against stable'], ["The judge's evidence", 'What was claimed'], ['One request', '54 ms of it in the marked call']] as const) {
      await seen(() => page.getByRole('figure').filter({ hasText: name }).first().textContent()).toContain(words);
    }
    const versions = page.getByRole('figure', { name: 'Both versions, side by side' });
    await versions.getByText('Show the numbers').click();
    await seen(() => versions.getByRole('table').locator('tbody tr').count()).toBe(improvementDetail({ id: 'imp-kept' }).release?.periods.length);
    await page.close();
  });

  it('is drawn anew while it is live without moving, closing or forgetting anything that somebody has before them', async () => {
    seconds = 10;
    const { page } = await open('/improvements/imp-live');
    const versions = page.getByRole('figure', { name: 'Both versions, side by side' });
    await versions.getByText('Show the numbers').click();
    const cursor = versions.getByRole('slider');
    await cursor.focus();
    for (const key of ['Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    const read = await cursor.getAttribute('aria-valuetext');
    await page.evaluate("document.querySelector('.time-panels svg').setAttribute('data-same', 'yes'); scrollBy(0, 240)");
    const before = await page.evaluate('scrollY');
    seconds = 14;
    server.tell({ type: 'release', improvementId: 'imp-live', targetId: 'orders' });
    await versions.locator('[role=slider][aria-valuemax="13"]').waitFor();
    await seen(() => cursor.getAttribute('aria-valuetext')).toBe(read);
    expect(await page.evaluate("document.activeElement.getAttribute('role')")).toBe('slider');
    expect(await page.evaluate('scrollY')).toBe(before);
    expect(await page.evaluate("document.querySelector('.time-panels svg').getAttribute('data-same')")).toBe('yes');
    await seen(() => versions.getByRole('table').locator('tbody tr').count()).toBe(14);
    await page.close();
  });

  it('takes a canary back only with a reason, once', async () => {
    const { page } = await open('/improvements/imp-live');
    await page.getByRole('button', { name: 'Roll back …' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Roll back' }).isDisabled()).toBe(true);
    await dialog.getByRole('textbox').fill('The shop reports slow pages.');
    await dialog.getByRole('button', { name: 'Roll back' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(server.acts.filter(({ name }) => name === 'roll-back')).toEqual([{ name: 'roll-back', body: { improvementId: 'imp-live', reason: 'The shop reports slow pages.' } }]);
    await page.close();
  });

  it('shows a patch side by side where there is room and line by line where there is none, and goes from change to change by key', async () => {
    const wide = await open('/improvements/imp-kept');
    await seen(() => wide.page.locator('.diff-table.split').count()).toBe(1);
    await wide.page.locator('.diff-scroll').first().focus();
    await wide.page.keyboard.press('n');
    await seen(() => wide.page.evaluate("document.activeElement.closest('.diff-hunk') !== null")).toBe(true);
    await wide.page.close();
    const narrow = await open('/improvements/imp-kept', { width: 360 });
    await seen(() => narrow.page.locator('.diff-table.split').count()).toBe(0);
    await seen(() => narrow.page.locator('.diff-table').count()).toBe(2);
    await narrow.page.close();
  });

  it('is printed dark on light from a dark screen too, with what is only for pointing and pressing left out', async () => {
    const { page } = await open('/improvements/imp-kept', { scheme: 'dark' });
    const ground = "getComputedStyle(document.documentElement).backgroundColor.match(/[0-9]+/g).map(Number)";
    expect(Math.max(...await page.evaluate<number[]>(ground))).toBeLessThan(80);
    await page.emulateMedia({ media: 'print' });
    expect(Math.min(...await page.evaluate<number[]>(ground))).toBeGreaterThan(200);
    await seen(() => page.locator('.reading-line').first().isVisible()).toBe(false);
    await seen(() => page.getByRole('navigation', { name: 'On this page' }).isVisible()).toBe(false);
    await page.close();
  });

  it('folds a large patch, and draws it piece by piece', async () => {
    const { page } = await open('/improvements/imp-big');
    await seen(() => page.locator('.diff-table tr').count()).toBe(0);
    await page.locator('.diff-file summary').click();
    await page.locator('.diff-table tr').first().waitFor();
    await seen(() => page.locator('.diff-table tr').count()).toBeLessThan(500);
    await page.getByRole('button', { name: /^Show .* more lines$/ }).click();
    await page.locator('.diff-table tr').nth(3001).waitFor();
    await seen(() => page.locator('.diff-table tr').last().textContent()).toContain('line 2999');
    await page.close();
  });

  it('draws a week of minutes, zooms by key and by button, and reads it point by point and hour by hour', async () => {
    const { page, said } = await open('/targets/orders');
    await page.getByRole('button', { name: 'a week' }).click();
    await page.getByText(/Health over time/).waitFor();
    const health = page.getByRole('figure', { name: 'Health over time' });
    const cursor = health.getByRole('slider');
    await page.waitForFunction("Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuemax')) > 9000");
    await seen(() => health.locator('canvas').count()).toBe(3);
    const whole = Number(await cursor.getAttribute('aria-valuemax'));
    await cursor.focus();
    await page.keyboard.press('ArrowLeft');
    await seen(() => cursor.getAttribute('aria-valuetext')).toMatch(/p95 \d+ ms · p50 .* failed · .* requests\/min/);
    await page.keyboard.press('+');
    await page.waitForFunction(`Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuemax')) < ${whole * 0.6}`);
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await page.waitForFunction(`Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuemax')) < ${whole * 0.3}`);
    await page.getByRole('button', { name: 'All of it' }).click();
    await page.waitForFunction(`Number(document.querySelector('[role=slider]')?.getAttribute('aria-valuemax')) === ${whole}`);
    await health.getByText('Show the numbers').click();
    await seen(() => health.getByRole('table').locator('tbody tr').count()).toBeLessThanOrEqual(168);
    expect(said).toEqual([]);
    await page.close();
  });

  it('lists hundreds of targets page by page, and asks for a line only when its row comes into view', async () => {
    const { page } = await open('/targets');
    asked.length = 0;
    await page.reload();
    await page.locator('.sparkline').first().waitFor();
    await page.getByRole('img', { name: /^p95 of 6 hours: between/ }).first().waitFor();
    await seen(() => page.locator('tbody tr').count()).toBe(50);
    expect(new Set(asked).size).toBeLessThan(35);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('link', { name: 'service-0050', exact: true }).waitFor();
    await seen(() => page.getByText('Page 2').count()).toBe(1);
    await page.close();
  });

  it('pauses a target', async () => {
    const { page } = await open('/targets/orders');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('orders is paused').waitFor();
    expect(server.acts.some(({ name, body }) => name === 'pause' && JSON.stringify(body) === '{"targetId":"orders"}')).toBe(true);
    await page.close();
  });

  it('hides no doubt in the ledger, and says plainly when nothing stands in it', async () => {
    const { page } = await open('/ledger');
    const row = page.getByRole('row', { name: /Ask the carrier and the warehouse/ });
    await row.waitFor();
    await seen(() => row.locator('.estimate-bar.unsure').count()).toBe(1);
    await seen(() => row.textContent()).toContain('-1.4 % to 24.8 %');
    await page.getByRole('button', { name: '7 days' }).click();
    await page.getByText('Nothing to account for yet').waitFor();
    await page.close();
  });
});
