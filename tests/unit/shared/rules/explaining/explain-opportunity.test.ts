import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Explanation } from '../../../../../shared/domain/explanation.ts';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';
import { cleanText } from '../../../../../shared/rules/explaining/clean-text.ts';
import { explainOpportunity } from '../../../../../shared/rules/explaining/explain-opportunity.ts';
import { isDue } from '../../../../../shared/rules/explaining/is-due.ts';
import { nextStep } from '../../../../../shared/rules/explaining/next-step.ts';
import { MOST_BYTES } from '../../../../../shared/rules/explaining/within-bytes.ts';
import { latencySeries, ONE_REQUEST } from '../../../../support/explained-opportunity.ts';
import { NOON, observed, ORDERS } from '../../../../support/observed-service.ts';
import { N_PLUS_ONE, NULL_DEREFERENCE } from '../../../../support/report-facts.ts';
import { explainedIn, minuteOf, opportunityWith } from './explained-service.ts';

const FILES = new Map([['index.mjs', "import { get } from './catalogue.mjs';\n\tfor (const id of ids) lines.push(await get(id));\n"]]);

/** A loop of calls after one call, and an exception now and then. */
const STATE = observed(600, (number) => ({
  ...(number % 60 === 0 ? { outcome: 'error' as const, error: { name: 'TypeError', message: `no city for person${number}@shop.example`, stack: ['index.mjs:5:1 label'] } } : {}),
  durationMs: 90,
  calls: [
    { shape: 'GET customers/{}', at: 'index.mjs:9:3 getCustomer', startMs: 1, durationMs: 18, key: `c${number}` },
    ...Array.from({ length: 6 }, (_, at) => ({ shape: 'GET products/{}', at: 'index.mjs:2:1 withProducts', startMs: 20 + at * 10, durationMs: 9, key: `${number}-${at}` })),
  ],
}));

const only = (explanations: readonly Explanation[], kind: string): Explanation => explanations.find((one) => one.kind === kind) ?? expect.fail(`no ${kind}`);

describe('an explanation', () => {
  it('fits its schema for whatever is found', async () => {
    const { opportunities, explanations } = await explainedIn(STATE, [minuteOf(0, 90), minuteOf(1, 90)], FILES);
    expect(explanations.map(({ opportunityId }) => opportunityId)).toEqual(opportunities.map(({ id }) => id));
    expect(explanations.length).toBeGreaterThan(1);
    for (const explanation of explanations) expect(Explanation.parse(JSON.parse(JSON.stringify(explanation)))).toEqual(explanation);
  });

  it('shows a loop of calls: how many, how long, from where, with the source around it', async () => {
    const loop = only((await explainedIn(STATE, [], FILES)).explanations, 'n-plus-one');
    expect(loop.headline).toMatch(/^The median request makes 6 calls of GET products\/\{\}: 54 ms of its time/);
    expect(loop.calls?.calls).toContainEqual(expect.objectContaining({ shape: 'GET products/{}', times: 6, ms: 54, how: 'in-turn', concerned: true, from: 'withProducts index.mjs:2' }));
    expect(loop.calls?.calls).toContainEqual(expect.objectContaining({ shape: 'GET customers/{}', times: 1, ms: 18, concerned: false }));
    expect(loop.calls?.requestMs).toBeCloseTo(90, 0);
    expect(loop.sites[0]).toMatchObject({ path: 'index.mjs', line: 2, source: { from: 1, lines: [expect.stringContaining('import'), expect.stringContaining('for (const id'), ''] } });
    expect(loop.next).toBe('Pawl writes a change that asks for all of it in one call. Once it is tested, a person says yes before it meets any traffic.');
  });

  it('lays calls made once out in the order in which the request waits for them', async () => {
    const state = observed(400, (number) => ({
      durationMs: 80,
      calls: [
        { shape: 'GET customers/{}', at: 'index.mjs:9:3 a', startMs: 1, durationMs: 30, key: `c${number}` },
        { shape: 'GET stock/{}', at: 'index.mjs:10:3 b', startMs: 32, durationMs: 40, key: `s${number}` },
      ],
    }));
    const { calls } = only((await explainedIn(state)).explanations, 'sequential-waits');
    expect(calls?.calls.map(({ shape, startMs, ms, how }) => [shape, startMs, ms, how])).toEqual([['GET customers/{}', 0, 30, 'alone'], ['GET stock/{}', 30, 40, 'alone']]);
  });

  it('shows no address of a person: not in a sample, a fact, a title or a key', async () => {
    const { explanations } = await explainedIn(STATE);
    const error = only(explanations, 'recurring-exception');
    expect(error.samples[0]?.text).toBe('TypeError: no city for <email>');
    expect(JSON.stringify(explanations)).not.toContain('@shop');
  });

  it('takes the score apart with the weights that it was computed with', () => {
    const { score } = explainOpportunity({ opportunity: opportunityWith(N_PLUS_ONE.evidence, { confidence: 0.6, risk: 'high', severity: 'critical' }), target: ORDERS, lessons: [], at: NOON });
    expect(score).toMatchObject({ severityWeight: 2, confidenceWeight: 0.5, riskWeight: 0.5 });
    expect(score.experience).toBeUndefined();
  });

  it('tells what earlier remedies of the kind came to on this target', () => {
    const lesson: Lesson = { id: 'les-1', improvementId: 'imp-1', targetId: 'orders', opportunityKind: 'n-plus-one', author: 'recipe:batch-calls', claimedGain: 0.5, measuredGain: 0.3, result: 'promoted', text: '', at: NOON };
    const lessons = [lesson, { ...lesson, id: 'les-2', measuredGain: 0.1, result: 'rolled-back' as const }, { ...lesson, id: 'les-3', opportunityKind: 'timeout' }, { ...lesson, id: 'les-4', targetId: 'other' }, { ...lesson, id: 'les-5', result: 'abstained' as const }];
    const { score } = explainOpportunity({ opportunity: { ...N_PLUS_ONE, gainInterval: { low: 40, high: 66 }, claimed: { gainPercent: 70, confidence: 0.99 } }, target: ORDERS, lessons, at: NOON });
    expect(score.experience).toBe('The gain lies between 40 % and 66 % (95 %). The detector claimed 70 % and was 99 % sure; what came true of earlier claims corrected it. 2 remedies of this kind met traffic here before, 1 of them stayed; 50 % claimed and 20 % measured on average.');
  });

  it('stays within 12 KB whatever the telemetry held, and keeps what everybody needs', () => {
    const long = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 900 });
    fc.assert(
      fc.property(long, long, fc.array(long, { maxLength: 5 }), (name, template, samples) => {
        const explanation = explainOpportunity({
          opportunity: { ...NULL_DEREFERENCE, title: template, key: name, evidence: { ...NULL_DEREFERENCE.evidence, kind: 'errors', name, template, samples, sites: Array.from({ length: 5 }, () => ({ path: name, line: 5, column: 1, functionName: template })), count: 3, perHour: 3, requests: 9, lastSeenAt: NOON } },
          target: ORDERS, lessons: [], at: NOON, sourceOf: () => `${template}\n`.repeat(9),
        });
        expect(Explanation.safeParse(explanation).error).toBeUndefined();
        expect(new TextEncoder().encode(JSON.stringify(explanation)).length).toBeLessThanOrEqual(MOST_BYTES);
        expect(explanation.headline.length + explanation.next.length).toBeGreaterThan(0);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a text from telemetry', () => {
  it('loses what commands a terminal or turns text round, and is cut where it is too long', () => {
    expect(cleanText('a\u001B[31mb\u0007c\u202Ed\r\ne', 100)).toBe('ab c d e');
    expect(cleanText('x'.repeat(20), 10)).toBe(`${'x'.repeat(9)}…`);
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 2, max: 40 }), (text, limit) => {
      expect(cleanText(text, limit).length).toBeLessThanOrEqual(limit);
    }));
  });
});

describe('an explanation that was kept', () => {
  const stored: Explanation = { ...explainOpportunity({ opportunity: N_PLUS_ONE, target: ORDERS, lessons: [], at: NOON }), series: latencySeries(NOON), calls: ONE_REQUEST };

  it('is made anew after an hour, or when something else is said, not for other numbers', () => {
    expect(isDue(undefined, N_PLUS_ONE, NOON)).toBe(true);
    expect(isDue(stored, N_PLUS_ONE, NOON + 59 * 60_000)).toBe(false);
    expect(isDue(stored, N_PLUS_ONE, NOON + 60 * 60_000)).toBe(true);
    expect(isDue({ ...stored, title: 'p95 is 41 % above' }, { ...N_PLUS_ONE, title: 'p95 is 43 % above' }, NOON + 1)).toBe(false);
    expect(isDue(stored, { ...N_PLUS_ONE, severity: 'critical' }, NOON + 1)).toBe(true);
    expect(isDue(stored, { ...N_PLUS_ONE, priority: 'low' }, NOON + 1)).toBe(true);
  });
});

describe('what happens next', () => {
  it('follows the autonomy of the target, and what there is a remedy for', () => {
    const of = (recipe: 'observe' | 'propose' | 'approve' | 'autonomous', priority: 'high' | 'low' = 'high') => nextStep({ ...N_PLUS_ONE, priority }, { autonomy: { recipe, model: 'observe', person: 'approve' } });
    expect(of('observe')).toContain('stays a finding');
    expect(of('propose')).toContain('stays on a branch');
    expect(of('approve')).toContain('a person says yes');
    expect(of('autonomous')).toContain('only if the numbers say so');
    expect(of('approve', 'low')).toContain('waits until its age lifts it');
  });

  it('leaves configuration to its owners, however much Pawl may do by itself', () => {
    const evidence = { kind: 'memory', memorySizeMb: 1024, memoryUsedMb: 90, proposedMb: 128, requests: 1, usdPerMonth: { now: 1, proposed: 0 } } as const;
    const of = (recipe: 'observe' | 'autonomous') => nextStep({ kind: 'over-provisioned-memory', priority: 'high', evidence }, { autonomy: { recipe, model: 'observe', person: 'approve' } });
    expect(of('autonomous')).toMatch(/yours to merge and deploy/);
    expect(of('observe')).toContain('stays a finding');
  });

  it('says of what no recipe is for whether a model is asked', () => {
    const { evidence } = NULL_DEREFERENCE;
    const of = (hasModel: boolean | undefined, model: 'observe' | 'approve' = 'approve') => nextStep({ kind: 'log-pattern', priority: 'critical', evidence }, { autonomy: { recipe: 'approve', model, person: 'approve' } }, { hasModel });
    expect(of(true)).toMatch(/a model is asked for a change\. .*a person says yes/);
    expect(of(true, 'observe')).toContain('lets no model write');
    expect(of(false)).toMatch(/no model is configured .*--model/);
    expect(of(undefined)).toContain('if one is configured');
    expect(nextStep({ kind: 'throughput-drop', priority: 'critical', evidence: { kind: 'memory', memorySizeMb: 512, memoryUsedMb: 90, proposedMb: 128, requests: 1, usdPerMonth: { now: 1, proposed: 0 } } }, ORDERS, { hasModel: true })).toMatch(/^Nothing here can write a remedy/);
  });
});
