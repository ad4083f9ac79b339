import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectSlowDependencies } from '../../../../../../shared/rules/detection/detectors/slow-dependency.ts';
import { noise, type SimulatedCall, type SimulatedInvocation } from '../../../../../support/invocation-log.ts';
import { NOON, observed, windowOf } from '../../../../../support/observed-service.ts';

const EVERY_MS = 200_000;
const HOUR = 3_600_000;
const hourOf = (number: number): number => (number * EVERY_MS) / HOUR;

/** Some days at eighteen requests an hour, the call taking `ms` at that hour, give or take a fifth. */
const found = (hours: number, ms: (hour: number) => number, vary: (number: number) => Partial<SimulatedInvocation> = () => ({})): Finding[] => {
  const state = observed((hours * HOUR) / EVERY_MS, (number) => {
    const durationMs = ms(hourOf(number)) * (0.8 + 0.4 * noise(number * 1.7));
    const call: SimulatedCall = { shape: 'GET ledger/accounts/{}', at: 'index.mjs:30:7 account', startMs: 6, durationMs, key: `${number}` };
    return { at: NOON + number * EVERY_MS, calls: [call], durationMs: 14 + noise(number) * 6 + durationMs, ...vary(number) };
  }, { sliceSeconds: 600, pointSeconds: 3600, periodSeconds: 3600 });
  return detectSlowDependencies(windowOf(state), DETECTION_THRESHOLDS).map((finding) => Finding.parse(finding));
};

const HOURS = 75;
const CHANGE = 72;
const after = (before: number, changed: number) => (hour: number): number => (hour >= CHANGE ? changed : before);

describe('slow dependencies', () => {
  it('are found when a call takes half as long again as it did at this time of day, with since when and what it costs', () => {
    const [finding, ...others] = found(HOURS, after(20, 30));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'slow-dependency', evidence: { kind: 'dependency', shape: 'GET ledger/accounts/{}', method: 'GET', since: NOON + CHANGE * HOUR, sites: [{ line: 30, functionName: 'account' }, {}] } });
    if (finding?.evidence.kind !== 'dependency') throw new Error('no evidence of a dependency');
    expect(finding.evidence.usualMs.p50).toBeCloseTo(20, -1);
    expect(finding.evidence.currentMs.p50 / finding.evidence.usualMs.p50).toBeGreaterThan(1.35);
    // 10 of about 47 ms.
    expect(finding.gainPercent).toBeGreaterThan(14);
    expect(finding.gainPercent).toBeLessThan(28);
    expect(finding.gainInterval?.low).toBeLessThanOrEqual(finding.gainPercent);
    expect(finding.gainInterval?.high).toBeGreaterThanOrEqual(finding.gainPercent);
    expect(finding.confidence).toBeGreaterThan(0.7);
  });

  it('stay found for days, though the slow hours are among the earlier ones by then', () => {
    expect(found(CHANGE + 40, after(20, 30))).toMatchObject([{ kind: 'slow-dependency', evidence: { since: NOON + CHANGE * HOUR } }]);
  });

  it('are not found while nothing changes', () => {
    expect(found(HOURS, () => 20)).toEqual([]);
  });

  it('are not found when they got a tenth slower: too little to matter', () => {
    expect(found(HOURS, after(20, 22))).toEqual([]);
  });

  it('are not found when they got faster', () => {
    expect(found(HOURS, after(30, 20))).toEqual([]);
  });

  it('are not found for calls that are next to nothing of their requests', () => {
    expect(found(HOURS, after(20, 30), () => ({ durationMs: 900 }))).toEqual([]);
  });

  it('are not found when the call takes longer at that time of each day', () => {
    expect(found(HOURS, (hour) => 20 * (1 + 0.6 * Math.max(0, Math.sin((hour / 24) * 2 * Math.PI))))).toEqual([]);
  });

  it('are not found before there is a day to compare with', () => {
    expect(found(10, (hour) => (hour >= 7 ? 40 : 20))).toEqual([]);
  });

  it('are told with little confidence after one day', () => {
    const [finding] = found(30, (hour) => (hour >= 26 ? 40 : 20));
    expect(finding?.kind).toBe('slow-dependency');
    expect(finding?.confidence).toBeLessThan(0.7);
  });

  it('are not found for a single bad hour', () => {
    expect(found(HOURS, (hour) => (hour >= 74 ? 40 : 20))).toEqual([]);
  });

  it('are compared with what they were under another version and from another line', () => {
    expect(found(HOURS, after(20, 30), (number) => (hourOf(number) < 60 ? { version: '0' } : {}))).toMatchObject([{ kind: 'slow-dependency' }]);
  });

  it('that always took more than a second and most of the request are told with little confidence', () => {
    const findings = found(12, () => 1300);
    expect(findings).toMatchObject([{ kind: 'slow-dependency', severity: 'low' }]);
    expect(findings[0]?.confidence).toBeLessThan(0.7);
    expect(findings[0]?.gainPercent).toBeGreaterThan(5);
  });
});
