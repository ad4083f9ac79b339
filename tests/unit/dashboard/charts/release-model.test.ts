import { describe, expect, it } from 'vitest';
import { evidenceTicks, failuresOf, failureTicks, formatEvidence, latencyOf, releaseTable, sayCurve, sayPeriod, sayRelease, spanOf } from '../../../../dashboard/src/charts/release-model.ts';
import type { ReleaseView } from '../../../../shared/domain/views/release-view.ts';
import { wilsonInterval } from '../../../../shared/rules/judge/wilson-interval.ts';

const side = (requests: number, failures: number, p95Ms?: number): ReleaseView['totals']['stable'] => ({ requests, failures, failureRate: { value: requests === 0 ? 0 : failures / requests, low: 0, high: 1 }, ...(p95Ms === undefined ? {} : { p95Ms }) });
const periods = [
  { at: 60_000, weight: 0.1, stable: side(900, 9, 200), candidate: side(0, 0) },
  { at: 120_000, weight: 0.5, stable: side(500, 5, 210), candidate: side(500, 0, 120) },
];
const release: ReleaseView = { functionName: 'orders', alias: 'live', stableVersion: '3', weight: 0.5, periodSeconds: 60, periods, totals: { stable: side(1400, 14, 204), candidate: side(500, 0, 120) }, evidence: [], moments: [] };
const curve = (means: 'harm' | 'no-harm' | 'gain', ...heights: number[]): ReleaseView['evidence'][number] => ({ name: 'x', label: 'slower than tolerated', means, decidesAt: Math.log(200), points: heights.map((height, index) => [index, height]) });

describe('a release as it is drawn', () => {
  it('adds up failures since the first traffic, with intervals that narrow and never leave 0 to 1', () => {
    const stable = failuresOf(release, 'stable');
    expect(stable.rate).toEqual([[90_000, 0.01], [150_000, 0.01]]);
    const widths = stable.interval.map(([, low, high]) => (high ?? 0) - (low ?? 0));
    expect(widths[1]).toBeLessThan(widths[0] ?? 0);
    const candidate = failuresOf(release, 'candidate');
    expect(candidate.interval[0]).toEqual([90_000, null, null]);
    expect(candidate.interval[1]?.[1]).toBe(0);
    // The rule of three: no failure among 500 leaves less than about 3/500 and a little.
    expect(candidate.interval[1]?.[2]).toBeCloseTo(0.0076, 3);
  });

  it('ends at the interval that the totals have, where failures come in bursts and count for less', () => {
    const { rate: value, low, high } = wilsonInterval(14, 1400, 3);
    const bursty: ReleaseView = { ...release, totals: { ...release.totals, stable: { ...release.totals.stable, failureRate: { value, low, high } } } };
    const last = failuresOf(bursty, 'stable').interval.at(-1);
    expect(last?.[1]).toBeCloseTo(low, 4);
    expect(last?.[2]).toBeCloseTo(high, 4);
  });

  it('knows no latency where nothing was served', () => {
    expect(latencyOf(release, 'candidate')).toEqual([[90_000, null], [150_000, 120]]);
    expect(failureTicks(release).at(-1)).toBeGreaterThanOrEqual(0.01);
  });

  it('spans all that happened, and is never without width', () => {
    expect(spanOf(release)).toEqual([60_000, 180_000]);
    expect(spanOf({ ...release, periods: [], exposedAt: 5000 })).toEqual([5000, 65_000]);
    expect(spanOf({ ...release, periods: [] })).toEqual([0, 1]);
  });

  it('shows the height of decision however small the evidence is, and no more than decides however large', () => {
    expect(evidenceTicks([curve('harm', 0, -30)]).at(-1)).toBeGreaterThanOrEqual(Math.log(200));
    expect(evidenceTicks([curve('harm', 0, -30)])[0]).toBeCloseTo(-2 * Math.LN10);
    expect(evidenceTicks([curve('gain', 0, 400)])).toHaveLength(7);
  });

  it('says evidence as a factor', () => {
    expect([0, Math.log(200), Math.log(0.02), -9, 6.5 * Math.LN10].map(formatEvidence)).toEqual(['1×', '200×', '0.02×', '< 0.01×', '10⁶×']);
  });

  it('says where a question stands: also that it was answered once and fell since', () => {
    expect(sayCurve(curve('harm', 0, 1))).toBe('Slower than tolerated: 2.7× of 200× needed, not enough to take it back.');
    expect(sayCurve(curve('harm', 0, 6, 5))).toContain('enough to take it back');
    expect(sayCurve(curve('gain'))).toBe('Slower than tolerated: no evidence yet.');
  });

  it('is told in words and as a table, with what is not known as a dash', () => {
    expect(sayRelease(release)).toBe('Candidate against stable, over 500 and 1,400 requests: p95 typically 120 ms against 210 ms; 0 % against 1 % failed. The candidate gets 50 % of the traffic.');
    expect(sayRelease({ ...release, periods: [] })).toBe('No period is complete yet.');
    expect(sayPeriod(release, 0)).toContain('candidate: no requests');
    expect(releaseTable(release).rows[0]?.slice(5)).toEqual(['0', '–', '–']);
  });
});
