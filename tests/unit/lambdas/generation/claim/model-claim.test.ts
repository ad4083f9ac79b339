import { describe, expect, it } from 'vitest';
import { modelClaim } from '../../../../../lambdas/generation/claim/model-claim.ts';
import type { Evidence } from '../../../../../shared/domain/evidence.ts';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';
import type { OpportunityKind } from '../../../../../shared/domain/opportunity.ts';
import { callEvidence, failures, inputWith, opportunityWith } from '../recipe-input.ts';

const claim = (kind: OpportunityKind, evidence: Evidence, { gainPercent = 30, lessons = [] as Lesson[] } = {}) =>
  modelClaim({ ...inputWith(new Map(), { ...opportunityWith(kind, evidence), gainPercent }), lessons }, 'here/m');
const SITE = [{ path: 'src/a.ts', line: 1, column: 1 }];

describe('what a model\'s change claims', () => {
  it('is fewer failures where requests fail', () => {
    expect(claim('recurring-exception', failures(SITE, new Map()))).toEqual({ on: 'failures', gain: 0.5 });
  });

  it('is half of what the detector thinks possible, on the latency of all or of the slow requests', () => {
    expect(claim('n-plus-one', { kind: 'calls', call: callEvidence(SITE) })).toEqual({ on: 'latency', gain: 0.15 });
    expect(claim('n-plus-one', { kind: 'calls', call: callEvidence(SITE, { shareOfRequests: 0.1 }) })).toEqual({ on: 'slow-requests', gain: 0.15, thresholdMs: 111 });
  });

  it('is nothing where the evidence promises next to nothing, or speaks of something else than time', () => {
    expect(claim('n-plus-one', { kind: 'calls', call: callEvidence(SITE) }, { gainPercent: 6 })).toBeUndefined();
    expect(claim('log-pattern', { kind: 'log-pattern', what: 'new', template: 't', level: 'error', count: 9, usualPerHour: 0, currentPerHour: 9, since: 0, samples: [] })).toBeUndefined();
  });

  it('is less after this model claimed too much here', () => {
    const lesson: Lesson = { id: 'l', improvementId: 'i', targetId: 'shop', author: 'model:here/m', claimedGain: 0.4, measuredGain: 0, result: 'rolled-back', text: '', at: 1 };
    expect(claim('recurring-exception', failures(SITE, new Map()), { lessons: [lesson] })).toEqual({ on: 'failures', gain: 0.25 });
    expect(claim('recurring-exception', failures(SITE, new Map()), { lessons: [{ ...lesson, author: 'model:here/other' }] })).toEqual({ on: 'failures', gain: 0.5 });
  });
});
