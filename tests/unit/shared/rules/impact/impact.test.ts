import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Improvement } from '../../../../../shared/domain/improvement.ts';
import type { Outcome } from '../../../../../shared/domain/outcome.ts';
import { gainOf } from '../../../../../shared/rules/impact/gain-of.ts';
import { preventionOf } from '../../../../../shared/rules/impact/prevention-of.ts';

const HOUR_MS = 3_600_000;
const OUTCOME: Outcome = {
  control: 'concurrent', stable: { requests: 900, failureRate: 0.02 }, candidate: { requests: 100, failureRate: 0.01 },
  latencyReductionPercent: { value: 40, low: 35, high: 45 }, meanReductionMs: { value: 100, low: 80, high: 120 }, requestsPerMinute: 60,
  errorRateChange: { value: -0.01, low: -0.02, high: -0.002 }, throughputChange: 0, degradationPercent: 0,
};
const KEPT: Improvement = {
  id: 'imp-1', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'Ask for all stock at once', state: 'promoted', stateSince: HOUR_MS, createdAt: 0,
  attempts: 0, systemWide: false, phaseMs: {}, history: [{ state: 'promoted', at: HOUR_MS, by: 'tick' }], outcome: OUTCOME,
};
const HARMFUL: Improvement = { ...KEPT, state: 'rolled-back', history: [], outcome: { ...OUTCOME, errorRateChange: { value: 0.05, low: 0.03, high: 0.07 }, degradationPercent: 250 } };
const DAY = { from: 0, until: 24 * HOUR_MS };

describe('what a kept remedy was worth', () => {
  it('is the measured difference times the requests since, with its interval', () => {
    expect(gainOf(KEPT, DAY)).toMatchObject({ requestsSince: 23 * 3600, secondsSaved: { value: 8280, low: 6624, high: 9936 }, failuresSpared: { value: 828, low: 165.6, high: 1656 } });
  });

  it.each([
    ['ends where it was reverted', { history: [...KEPT.history, { state: 'reverting', at: 2 * HOUR_MS, by: 'ada' }] }, 3600],
    ['counts from the beginning of the days asked for', { history: [{ state: 'promoted', at: 0, by: 'tick' }] }, 24 * 3600],
  ] as const)('%s', (_, vary, requestsSince) => expect(gainOf({ ...KEPT, ...vary, history: [...vary.history] }, DAY)?.requestsSince).toBe(requestsSince));

  it.each([
    ['of an owner’s deployment', { origin: 'deployment' }],
    ['of what was never kept', { history: [] }],
    ['where nothing was measured', { outcome: undefined }],
    ['where it was kept after these days', { history: [{ state: 'promoted', at: 48 * HOUR_MS, by: 'tick' }] }],
  ] as const)('is not claimed %s', (_, vary) => expect(gainOf({ ...KEPT, ...vary } as Improvement, DAY)).toBeUndefined());

  it('keeps low below value below high, whatever was measured', () => {
    const estimate = fc.tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 0, max: 1e3, noNaN: true }), fc.double({ min: 0, max: 1e3, noNaN: true })).map(([value, below, above]) => ({ value, low: value - below, high: value + above }));
    fc.assert(fc.property(estimate, estimate, (meanReductionMs, errorRateChange) => {
      const gain = gainOf({ ...KEPT, outcome: { ...OUTCOME, meanReductionMs, errorRateChange } }, DAY);
      for (const one of [gain?.secondsSaved, gain?.failuresSpared]) expect(one !== undefined && one.low <= one.value && one.value <= one.high).toBe(true);
    }));
  });
});

describe('what taking back spared', () => {
  it('is what one hour of the same traffic would have seen', () => {
    expect(preventionOf(HARMFUL)).toMatchObject({ failuresPrevented: { value: 180, low: 108, high: expect.closeTo(252) }, secondsPrevented: { value: -360, low: -432, high: -288 } });
  });

  it.each([
    ['when no harm was measured, whoever took it back', { outcome: OUTCOME }],
    ['when the failure rate’s interval reaches 0 and p95 is no worse', { outcome: { ...OUTCOME, errorRateChange: { value: 0.01, low: -0.001, high: 0.02 } } }],
    ['while it is still being watched', { state: 'watching' }],
  ] as const)('is nothing %s', (_, vary) => expect(preventionOf({ ...HARMFUL, ...vary })).toBeUndefined());

  it('counts a candidate that was measurably slower', () => {
    expect(preventionOf({ ...HARMFUL, outcome: { ...OUTCOME, latencyReductionPercent: { value: -30, low: -40, high: -20 }, degradationPercent: 30 } })?.degradationPercent).toBe(30);
  });
});
