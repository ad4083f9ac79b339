import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';
import type { Finding, Opportunity } from '../../../../../shared/domain/opportunity.ts';
import { calibration } from '../../../../../shared/rules/scoring/calibration/calibrate-finding.ts';
import { standingOf } from '../../../../../shared/rules/scoring/ageing.ts';
import { heldBackBecause } from '../../../../../shared/rules/scoring/held-back.ts';
import { impactScore, priorityOf } from '../../../../../shared/rules/scoring/impact.ts';
import { opportunityOf } from '../../../../../shared/rules/scoring/opportunity-of.ts';
import { rank } from '../../../../../shared/rules/scoring/rank.ts';

const NOW = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;

const FINDING: Finding = {
  kind: 'n-plus-one', key: 'k', title: 't', severity: 'medium', confidence: 0.9, risk: 'low', gainPercent: 30, affectedUsersPerHour: 1000, occurrencesPerDay: 24,
  evidence: { kind: 'cache', cache: 'c', hits: 1, misses: 1, requestsPerHour: 1 },
};

const opportunity = (over: Partial<Opportunity>): Opportunity => ({ ...opportunityOf(FINDING, { id: 'orders', shared: false }, NOW, { id: over.key ?? 'o' }), ...over });
const keysOf = (list: readonly Opportunity[]): string[] => list.map(({ key }) => key);

const lesson = (over: Partial<Lesson>): Lesson => ({ id: 'l', improvementId: 'i', targetId: 'orders', opportunityKey: 'k', opportunityKind: 'n-plus-one', author: 'recipe batch-calls', claimedGain: 0.4, measuredGain: 0.4, result: 'promoted', text: 'the p95 fell', at: NOW, ...over });

describe('impact score', () => {
  it('is 7200 for 30 % of 1000 users an hour all day', () => {
    expect(impactScore(FINDING)).toBe(7200);
  });

  it.each([
    [{ severity: 'critical' }, 14_400], [{ severity: 'high' }, 10_800], [{ severity: 'low' }, 3600],
    [{ confidence: 0.69 }, 3600], [{ confidence: 0.7 }, 7200],
    [{ risk: 'medium' }, 5760], [{ risk: 'high' }, 3600],
    [{ severity: 'critical', confidence: 0.5, risk: 'high' }, 3600],
  ] as const)('with %o is %d', (over, score) => {
    expect(impactScore({ ...FINDING, ...over })).toBeCloseTo(score);
  });

  it.each([[5000.1, 'critical'], [5000, 'high'], [1000, 'medium'], [100.1, 'medium'], [100, 'low'], [0, 'low']] as const)('of %d has priority %s', (score, priority) => {
    expect(priorityOf(score)).toBe(priority);
  });
});

describe('ranking', () => {
  it('puts critical severity first, whatever the score', () => {
    expect(keysOf(rank([opportunity({ key: 'rich', impactScore: 9000 }), opportunity({ key: 'critical', severity: 'critical', impactScore: 5 })], NOW))).toEqual(['critical', 'rich']);
  });

  it('puts the higher score first', () => {
    expect(keysOf(rank([opportunity({ key: 'b', impactScore: 100 }), opportunity({ key: 'a', impactScore: 112, risk: 'high' })], NOW))).toEqual(['a', 'b']);
  });

  it('prefers low risk, then confidence, where scores are within ten per cent', () => {
    const list = [opportunity({ key: 'risky', impactScore: 100, risk: 'high' }), opportunity({ key: 'unsure', impactScore: 92, confidence: 0.8 }), opportunity({ key: 'sure', impactScore: 91, confidence: 0.95 })];
    expect(keysOf(rank(list, NOW))).toEqual(['sure', 'unsure', 'risky']);
  });

  it('is the same order however the list came in', () => {
    const anyOpportunity = fc.record({ key: fc.string({ maxLength: 4 }), impactScore: fc.integer({ min: 0, max: 300 }), confidence: fc.constantFrom(0.5, 0.9), risk: fc.constantFrom('low' as const, 'medium' as const, 'high' as const), severity: fc.constantFrom('critical' as const, 'low' as const) });
    fc.assert(fc.property(fc.uniqueArray(anyOpportunity, { selector: ({ key }) => key, maxLength: 12 }), fc.nat(11), (list, turn) => {
      const opportunities = list.map((one) => opportunity(one));
      const turned = [...opportunities.slice(turn), ...opportunities.slice(0, turn)];
      expect(keysOf(rank(turned, NOW))).toEqual(keysOf(rank(opportunities, NOW)));
    }));
  });

  it('lets nothing starve: the least of all is first after it has waited long enough', () => {
    const patient = opportunity({ key: 'patient', impactScore: 0, severity: 'low', confidence: 0.2, risk: 'high' });
    for (let day = 0; day < 40; day += 1) {
      const now = NOW + day * DAY;
      const fresh = opportunity({ key: 'fresh', impactScore: 50_000, severity: 'critical', firstSeenAt: now });
      if (rank([patient, fresh], now)[0] === patient) return expect(day).toBeGreaterThan(6);
    }
    return expect.unreachable('it starved');
  });

  it('rises from low to medium by waiting, without changing its score', () => {
    const low = opportunity({ impactScore: 30 });
    expect([0, 1, 2].map((days) => standingOf(low, NOW + days * DAY).priority)).toEqual(['low', 'low', 'medium']);
    expect(low.impactScore).toBe(30);
  });
});

describe('lessons', () => {
  it('leave a finding alone while there are none', () => {
    expect(calibration([])(FINDING)).toMatchObject({ gainPercent: 30, confidence: 0.9 });
  });

  it('correct gain and confidence by what earlier claims came to, and keep what the detector claimed', () => {
    const half = [lesson({ measuredGain: 0.2, claimedConfidence: 0.9 }), lesson({ measuredGain: -0.1, claimedConfidence: 0.9 })];
    const corrected = calibration(half)(FINDING);
    expect(corrected.gainPercent).toBeLessThan(25);
    expect(corrected.confidence).toBeLessThan(0.9);
    expect(corrected.claimed).toEqual({ gainPercent: 30, confidence: 0.9 });
  });

  it('hold back what failed on this very code', () => {
    const failed = lesson({ result: 'rolled-back', at: NOW - 1000 });
    expect(heldBackBecause('k', [failed], NOW - 2000, NOW)).toContain('rolled-back');
    expect(heldBackBecause('k', [failed], NOW - 500, NOW)).toBeUndefined();
    expect(heldBackBecause('other', [failed], NOW - 2000, NOW)).toBeUndefined();
    expect(heldBackBecause('k', [lesson({ result: 'promoted' })], NOW - 2000, NOW)).toBeUndefined();
    const waiting = lesson({ result: 'abstained', retryAt: NOW + 1000 });
    expect(heldBackBecause('k', [waiting], NOW - 2000, NOW)).toContain('waits until');
    expect(heldBackBecause('k', [waiting], NOW - 2000, NOW + 1000)).toBeUndefined();
  });

  it('hold back for a week where it is not known since when the code serves', () => {
    expect(heldBackBecause('k', [lesson({ result: 'abstained', at: NOW - 6 * DAY })], undefined, NOW)).toBeDefined();
    expect(heldBackBecause('k', [lesson({ result: 'abstained', at: NOW - 8 * DAY })], undefined, NOW)).toBeUndefined();
  });
});
