import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../lambdas/reporting/cycle-report.ts';
import { renderCyclePage } from '../../lambdas/reporting/page/cycle-page.ts';
import { reportFacts } from '../support/report-facts.ts';

const EXECUTABLE = process.env['PAWL_CHROMIUM'] ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** WCAG 2.2 contrast of what is seen: each text's colour against the nearest background behind it; the pairs below 4.5. */
const POOR_CONTRAST = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const luminance = ([r, g, b]) => [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => { for (let at = element; at; at = at.parentElement) { const colour = rgba(getComputedStyle(at).backgroundColor); if (colour[3] > 250) return colour; } return [255, 255, 255]; };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!own || element.closest('title, desc, style') || !element.checkVisibility()) continue;
    const isSvg = element instanceof SVGElement;
    const style = getComputedStyle(element);
    const text = luminance(rgba(isSvg ? style.fill : style.color));
    // The numbers in the marks of the moments stand on the marks, not on the page.
    const ground = isSvg && style.fill === getComputedStyle(document.body).backgroundColor ? luminance(rgba(getComputedStyle(document.body).color)) : luminance(behind(element));
    const contrast = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (contrast < 4.5) poor.push(element.textContent.trim().slice(0, 40) + ' ' + contrast.toFixed(2));
  }
  return poor;
})()`;

describe.skipIf(EXECUTABLE === undefined)('the report in a browser (skipped without Chromium; PAWL_CHROMIUM names another)', () => {
  let browser: Browser;
  let url: string;

  beforeAll(async () => {
    const { facts, details } = reportFacts();
    const file = join(mkdtempSync(join(tmpdir(), 'pawl-page-')), 'report.html');
    writeFileSync(file, await renderCyclePage(buildCycleReport(facts), details));
    url = pathToFileURL(file).href;
    browser = await chromium.launch({ executablePath: EXECUTABLE ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => browser?.close());

  const open = async (width: number, colorScheme: 'light' | 'dark'): Promise<{ page: Page; said: string[]; asked: string[] }> => {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const said: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(error.message));
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(url);
    // What is folded is read too, once it is opened.
    await page.evaluate("document.querySelectorAll('details.explained').forEach((folded) => { folded.open = true; })");
    return { page, said, asked };
  };

  it.each([[360, 'light'], [390, 'dark'], [1000, 'light'], [1400, 'dark']] as const)('fits %i pixels in %s, asks for nothing else and breaks no rule of its own', async (width, scheme) => {
    const { page, said, asked } = await open(width, scheme);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(said).toEqual([]);
    expect(asked).toEqual([url]);
    await page.close();
  });

  it.each([['light'], ['dark']] as const)('can be read in %s: every text, also those in the charts, stands out', async (scheme) => {
    const { page } = await open(1000, scheme);
    expect(await page.evaluate(POOR_CONTRAST)).toEqual([]);
    await page.close();
  });

  it('draws the charts large enough to read, for the width there is', async () => {
    for (const [width, shown, hidden] of [[1000, '.wide', '.narrow'], [390, '.narrow', '.wide']] as const) {
      const { page } = await open(width, 'light');
      const figure = page.locator('#imp-1 figure');
      expect(await figure.locator(`${shown} svg`).isVisible()).toBe(true);
      expect(await figure.locator(`${hidden} svg`).isVisible()).toBe(false);
      const heights = await figure.locator(`${shown} text`).evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
      expect(Math.min(...heights)).toBeGreaterThan(9);
      await page.close();
    }
  });

  it('names its charts and tables for those who cannot see them', async () => {
    const { page } = await open(1000, 'light');
    expect(await page.getByRole('img', { name: 'Version 4 beside version 3' }).count()).toBe(1);
    expect(await page.getByRole('table', { name: 'Checks' }).count()).toBe(1);
    expect(await page.getByRole('img', { name: 'p95 latency over time' }).count()).toBe(2);
    expect(await page.getByRole('table', { name: 'Calls of one request' }).count()).toBe(2);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Three changes tried: one kept, one taken back, one not let out.');
    await page.close();
  });

  it('can be printed', async () => {
    const { page } = await open(1000, 'dark');
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.close();
  });
});
