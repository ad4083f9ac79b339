import { describe, expect, it } from 'vitest';
import { Finding } from '../../../../../../shared/domain/opportunity.ts';
import { DETECTION_THRESHOLDS } from '../../../../../../shared/rules/detection/detector.ts';
import { detectSlowDependencies } from '../../../../../../shared/rules/detection/detectors/slow-dependency.ts';
import { noise, type SimulatedCall, type SimulatedInvocation } from '../../../../../support/invocation-log.ts';
import { healthyCalls, NOON, observed, windowOf } from '../../../../../support/observed-service.ts';

const COUNT = 2400;
const CHANGE = 1800;
/** A request each second, in slices of a minute. */
const at = (number: number): number => NOON + number * 1000;

const found = (ms: (number: number) => number, vary: (number: number) => Partial<SimulatedInvocation> = () => ({}), count = COUNT): Finding[] => {
  const state = observed(count, (number) => {
    const durationMs = ms(number) * (0.8 + 0.4 * noise(number * 1.7));
    const call: SimulatedCall = { shape: 'GET ledger/accounts/{}', at: 'index.mjs:30:7 account', startMs: 16, durationMs, key: `${number}` };
    return { at: at(number), calls: [...healthyCalls(number), call], durationMs: 24 + noise(number) * 12 + durationMs, ...vary(number) };
  }, { sliceSeconds: 60 });
  return detectSlowDependencies(windowOf(state), DETECTION_THRESHOLDS).map((finding) => Finding.parse(finding));
};

const after = (before: number, changed: number) => (number: number): number => (number >= CHANGE ? changed : before);

describe('slow dependencies', () => {
  it('are found when a call takes half as long again as it did, with since when and what it costs', () => {
    const [finding, ...others] = found(after(20, 30));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ kind: 'slow-dependency', evidence: { kind: 'dependency', shape: 'GET ledger/accounts/{}', method: 'GET', sites: [{ line: 30, functionName: 'account' }, {}] } });
    if (finding?.evidence.kind !== 'dependency') throw new Error('no evidence of a dependency');
    expect(Math.abs(finding.evidence.since - at(CHANGE))).toBeLessThanOrEqual(120_000);
    expect(finding.evidence.usualMs.p50).toBeCloseTo(20, -1);
    expect(finding.evidence.currentMs.p50 / finding.evidence.usualMs.p50).toBeGreaterThan(1.35);
    // 10 of about 60 ms.
    expect(finding.gainPercent).toBeGreaterThan(10);
    expect(finding.gainPercent).toBeLessThan(25);
    expect(finding.gainInterval?.low).toBeLessThanOrEqual(finding.gainPercent);
    expect(finding.gainInterval?.high).toBeGreaterThanOrEqual(finding.gainPercent);
    expect(finding.confidence).toBeGreaterThan(0.7);
  });

  it('are not found while nothing changes', () => {
    expect(found(() => 20)).toEqual([]);
  });

  it('are not found when they got a tenth slower: too little to matter', () => {
    expect(found(after(20, 22))).toEqual([]);
  });

  it('are not found when they got faster', () => {
    expect(found(after(30, 20))).toEqual([]);
  });

  it('are not found for calls that are next to nothing of their requests', () => {
    expect(found(after(20, 30), () => ({ durationMs: 900 }))).toEqual([]);
  });

  it('are not found when the call got slower little by little, as with the time of day', () => {
    expect(found((number) => 20 * (1 + 0.6 * (number / COUNT)))).toEqual([]);
  });

  it('are not found where they vary as much from one time to the next anyway', () => {
    expect(found((number) => 20 * (1 + noise(Math.floor(number / 60) * 3.1)))).toEqual([]);
  });

  it('are not found for a single bad minute', () => {
    expect(found((number) => (number >= 2340 ? 40 : 20))).toEqual([]);
  });

  it('are known again when another version calls them from another line', () => {
    const redeployed = (number: number): Partial<SimulatedInvocation> => (number < 1200 ? { version: '0' } : {});
    expect(found(after(20, 30), redeployed)).toMatchObject([{ kind: 'slow-dependency' }]);
  });

  it('that always took more than a second and most of the request are told with little confidence', () => {
    const findings = found(() => 1300);
    expect(findings).toMatchObject([{ kind: 'slow-dependency', severity: 'low' }]);
    expect(findings[0]?.confidence).toBeLessThan(0.7);
    expect(findings[0]?.gainPercent).toBeGreaterThan(5);
  });
});
