import { describe, expect, it } from 'vitest';
import { lessonOf } from '../../../../lambdas/reporting/lesson.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import { countDuration } from '../../../../shared/domain/histogram.ts';
import { heldBackBecause } from '../../../../shared/rules/scoring/held-back.ts';
import { reportFacts } from '../../../support/report-facts.ts';

const { improvements } = reportFacts().facts;
const find = (id: string): Improvement => {
  const improvement = improvements.find((each) => each.id === id);
  if (improvement === undefined) throw new Error(id);
  return improvement;
};
const at = { id: 'les-1', at: 5 };

describe('a lesson', () => {
  it('sets what was claimed beside what was measured', () => {
    const lesson = lessonOf(find('imp-1'), at);
    expect(lesson).toMatchObject({ author: 'recipe:batch-calls', result: 'promoted', claimedGain: 0.5, opportunityKind: 'n-plus-one', targetId: 'orders' });
    expect(lesson?.measuredGain).toBeCloseTo((find('imp-1').outcome?.latencyReductionPercent?.value ?? 0) / 100, 10);
    expect(lesson?.text).toContain('the claim came true');
  });

  it('holds it against nobody that a question was not answered', () => {
    const silent: Improvement = { ...find('imp-1'), state: 'rejected', outcome: undefined, ending: undefined, reason: 'Nobody said yes or no within 72 h.', history: [{ state: 'rejected', at: 1, by: 'expiry' }] };
    const lesson = lessonOf(silent, at);
    expect(lesson).toMatchObject({ result: 'superseded', text: 'Nobody said yes or no within 72 h.' });
    expect(lesson?.causes).toBeUndefined();
    const key = lesson?.opportunityKey ?? '';
    expect([key !== '', heldBackBecause(key, lesson === undefined ? [] : [lesson], 0, 10)]).toEqual([true, undefined]);
    expect(heldBackBecause(key, [lessonOf({ ...silent, history: [{ state: 'rejected', at: 1, by: 'ada' }] }, at)].filter((one) => one !== undefined), 0, 10)).toContain('rejected');
  });

  it('keeps what the detector claimed before experience corrected it, and the threshold that was crossed', () => {
    const improvement = find('imp-1');
    const { opportunity } = improvement;
    if (opportunity === undefined) throw new Error('the fixture lacks it');
    const crossed = { threshold: 'minCalls', value: 8, limit: 3 } as const;
    const lesson = lessonOf({ ...improvement, opportunity: { ...opportunity, gainPercent: 20, confidence: 0.5, claimed: { gainPercent: 60, confidence: 0.9 }, crossed } }, at);
    expect(lesson).toMatchObject({ expectedGain: 0.6, claimedConfidence: 0.9, crossed });
    expect(lessonOf(improvement, at)).toMatchObject({ expectedGain: opportunity.gainPercent / 100, claimedConfidence: opportunity.confidence });
  });

  it('says so when less than half of the claim came true', () => {
    const improvement = find('imp-1');
    const outcome = improvement.outcome && { ...improvement.outcome, latencyReductionPercent: { value: 10, low: 2, high: 18 } };
    expect(lessonOf({ ...improvement, ...(outcome && { outcome }) }, at)?.text).toContain('the claim did not come true');
  });

  it('measures a claim on failures on the failures', () => {
    const improvement = find('imp-1');
    const { remedy, outcome } = improvement;
    if (remedy === undefined || outcome === undefined) throw new Error('the fixture lacks them');
    const claimed: Improvement = {
      ...improvement,
      remedy: { ...remedy, claim: { on: 'failures', gain: 0.9 } },
      outcome: { ...outcome, stable: { ...outcome.stable, failureRate: 0.02 }, candidate: { ...outcome.candidate, failureRate: 0.001 } },
    };
    expect(lessonOf(claimed, at)?.measuredGain).toBeCloseTo(0.95, 10);
  });

  it('measures a claim on slow requests on the durations, and on nothing else', () => {
    const improvement = find('imp-1');
    if (improvement.remedy === undefined) throw new Error('the fixture lacks it');
    const claimed: Improvement = { ...improvement, remedy: { ...improvement.remedy, claim: { on: 'slow-requests', gain: 0.8, thresholdMs: 1000 } } };
    const durations = (slow: number): Record<string, number> => {
      const histogram = {};
      for (let index = 0; index < 100; index += 1) countDuration(histogram, index < slow ? 3000 : 20);
      return histogram;
    };
    const totals = { stable: { requests: 100, failures: 0, durations: durations(10) }, candidate: { requests: 100, failures: 0, durations: durations(1) } };
    expect(lessonOf(claimed, { ...at, totals })?.measuredGain).toBeCloseTo(0.9, 10);
    expect(lessonOf(claimed, at)?.measuredGain).toBeUndefined();
    expect(lessonOf(claimed, at)?.text).toContain('never measured');
  });

  it('keeps why there was no remedy', () => {
    expect(lessonOf(find('imp-3'), at)).toMatchObject({ author: 'none', result: 'abstained', text: expect.stringContaining('no fallback') as string });
  });

  it('is not drawn before the improvement has settled', () => {
    expect(lessonOf({ ...find('imp-1'), state: 'watching' }, at)).toBeUndefined();
  });
});
