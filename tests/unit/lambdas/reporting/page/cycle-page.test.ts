import { describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../../../lambdas/reporting/cycle-report.ts';
import { renderCyclePage } from '../../../../../lambdas/reporting/page/cycle-page.ts';
import { whyFacts } from '../../../../../shared/rules/explaining/why-facts.ts';
import { readVerdict, thresholdsOf } from '../../../../../shared/rules/judge/evidence-thresholds.ts';
import { reportFacts, N_PLUS_ONE, NULL_DEREFERENCE } from '../../../../support/report-facts.ts';
import { T0 } from '../../../../support/simulated-release.ts';

const { facts, details } = reportFacts();
const page = await renderCyclePage(buildCycleReport(facts), details);

/** Not `toContain`: a failure would print the whole page. */
const shows = (html: string, text: string) => expect(html.includes(text), text).toBe(true);

describe('the page of a cycle', () => {
  it('asks no network for anything and runs no script', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(/<script|<link|<img|<iframe|@import|url\((?!#)|\son\w+=/i.exec(page)?.[0]).toBeUndefined();
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target).filter((target) => target?.startsWith('#') !== true)).toEqual([]);
  });

  it('shows what was measured, what was changed, and what the judge said', () => {
    const kept = details.improvements[0]?.outcome;
    shows(page, `${Math.round(kept?.stable.latencyP95Ms ?? 0)} ms → ${Math.round(kept?.candidate.latencyP95Ms ?? 0)} ms`);
    shows(page, '<span class="added">+  const products = await getProducts');
    shows(page, 'src/order-view.ts:31 in withProducts');
    for (const release of details.releases) shows(page, readVerdict(release.verdict)?.reason === 'proven' ? 'Good enough after' : 'Slower than tolerated after');
    shows(page, 'the claim came true');
  });

  it('draws both versions of each release for wide pages and for phones, with a title and a description', () => {
    const drawings = page.match(/<svg role="img" aria-labelledby="chart-/g) ?? [];
    expect(drawings).toHaveLength(2 * details.releases.length);
    expect(/<desc id="chart-imp-1-wide-d">[^<]*Median of the p95: stable version \d+ ms, candidate \d+ ms/.test(page)).toBe(true);
    shows(page, 'stroke="var(--stable)"');
    shows(page, 'stroke="var(--candidate)"');
    for (const { moments } of details.releases) for (const { what } of moments) shows(page, `</time> ${what}`);
  });

  it('gives every reference a place to point to, and every id to one element only', () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target = ''] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
    for (const [, names = ''] of page.matchAll(/aria-labelledby="([^"]+)"/g)) for (const name of names.split(' ')) expect(ids).toContain(name);
  });

  it('shows hostile text from logs and sources as text', async () => {
    const evil = `</pre></code><script>alert(1)</script>"'><img src=x onerror=alert(1)>`;
    const hostile = {
      ...facts,
      cycle: { ...facts.cycle, targetIds: [evil], failure: evil },
      improvements: facts.improvements.map((each) => ({
        ...each,
        title: evil,
        proposedBy: evil,
        reason: evil,
        ...(each.opportunity && { opportunity: { ...each.opportunity, title: evil, evidence: { kind: 'errors' as const, name: evil, template: evil, sites: [{ path: evil, line: 1, column: 1, functionName: evil }], count: 1, perHour: 1, requests: 1, lastSeenAt: T0, samples: [] } } }),
        ...(each.remedy && { remedy: { ...each.remedy, reason: evil, files: [{ path: evil, before: evil, after: `${evil}\n${evil}` }] } }),
        ...(each.report && { report: { ...each.report, checks: each.report.checks.map((check) => ({ ...check, summary: evil, findings: [{ message: evil, advice: evil, path: evil }] })) } }),
      })),
      opportunities: facts.opportunities.map((each) => ({ ...each, title: evil })),
      lessons: facts.lessons.map((each) => ({ ...each, text: evil })),
    };
    const releases = facts.releases.map((each) => ({ ...each, candidateVersion: evil, moments: [{ at: T0, what: evil }] }));
    const audit = details.audit.map((each) => ({ ...each, who: evil, what: evil, reason: evil, previousVersion: evil }));
    const shown = await renderCyclePage(buildCycleReport(hostile), { improvements: hostile.improvements, releases, opportunities: hostile.opportunities, audit });
    expect(/<script|<img/i.test(shown)).toBe(false);
    expect(shown.split('&lt;script&gt;alert(1)').length).toBeGreaterThan(30);
  });

  it('leaves out what it knows nothing about', async () => {
    const bare = buildCycleReport({ ...facts, improvements: [], releases: [], opportunities: [], lessons: [], cycle: { ...facts.cycle, phaseMs: {} } });
    const empty = await renderCyclePage(bare, { improvements: [], releases: [], opportunities: [], audit: [] });
    shows(empty, 'Nothing new to improve was found.');
    expect(empty.includes('What was tried')).toBe(false);
    expect(empty.includes('Who did what')).toBe(false);
  });

  it('says so when a release ended before its first period', async () => {
    const shown = await renderCyclePage(buildCycleReport(facts), { ...details, releases: details.releases.map((each) => ({ ...each, periods: [], verdict: undefined })) });
    shows(shown, 'nothing to draw');
  });
});

describe('the reasons of an opportunity', () => {
  const label = (evidence: Parameters<typeof whyFacts>[0]) => Object.fromEntries(whyFacts(evidence));
  const call = N_PLUS_ONE.evidence.kind === 'calls' ? N_PLUS_ONE.evidence.call : undefined;

  it('name the place and the numbers, whatever the kind of evidence', () => {
    if (call === undefined) throw new Error('the fixture changed');
    expect(label(N_PLUS_ONE.evidence)).toMatchObject({ Where: 'src/order-view.ts:31 in withProducts', 'Calls in one request': '6 at the median, 14 at the 95th percentile' });
    expect(label(NULL_DEREFERENCE.evidence)).toMatchObject({ Where: 'src/receipt.ts:12 in shippingLine' });
    expect(label({ kind: 'sequential-waits', calls: [call, call], savableMs: 40, requestMs: { p50: 100, p95: 200 }, requests: 50, shareOfRequests: 0.5 })['Could be saved']).toBe('40 ms of a request that takes 100 ms at the median');
    expect(label({ kind: 'stalled-call', shape: 'POST pay', method: 'POST', sites: [], stalls: 3, stalledMs: 9000, timeouts: 2, requests: 100, usualP99Ms: 80 })).toMatchObject({ Stalled: '3 times, for 9.00 s', 'Usually back within': '80 ms (99th percentile)' });
    expect(label({ kind: 'metric', metric: 'failureRate', baseline: 0.001, current: 0.02, changePercent: 1900, since: T0, requests: 10 })['Before → now']).toBe('0.10 % → 2.0 % (+1900 %)');
    expect(label({ kind: 'metric', metric: 'requestsPerMinute', baseline: 1000, current: 500, changePercent: -50, since: T0, requests: 10 })['Before → now']).toBe('1\u202f000 → 500 (−50 %)');
    expect(label({ kind: 'cache', cache: 'rates', hits: 10, misses: 30, requestsPerHour: 400 })['Hit rate']).toBe('25 % (10 hits, 30 misses)');
  });
});

it('holds the chart to the thresholds of the verdict, or to the usual ones', () => {
  const verdict = readVerdict(details.releases[0]?.verdict);
  expect(thresholdsOf(verdict)).toEqual({ harm: 200, promotion: 20 });
  expect(readVerdict({ kind: 'nonsense' })).toBeUndefined();
  expect(thresholdsOf(undefined)).toEqual({ harm: 200, promotion: 20 });
});
