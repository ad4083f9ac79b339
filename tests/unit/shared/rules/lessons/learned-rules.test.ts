import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lesson } from '../../../../../shared/domain/lesson.ts';
import { learnedRules, UNSEEN_MS } from '../../../../../shared/rules/lessons/learned-rules.ts';
import { DAY, kept, lesson } from './lesson-of.ts';

const ruleOf = (lessons: readonly Lesson[], now = 40 * DAY) => {
  const [rule, ...others] = learnedRules(lessons, now);
  if (rule === undefined || others.length > 0) throw new Error(`one rule was meant, there are ${others.length + (rule ? 1 : 0)}`);
  return rule;
};
const TWICE = [lesson(1), lesson(2)];
const { id } = ruleOf(TWICE);
const modelFailed = (number: number, rule = 'TS2339', changes: Partial<Lesson> = {}) => lesson(number, { author: 'model:here/m', result: 'rejected', causes: [{ from: 'gate', check: 'types', rule }], ...changes });

describe('what lessons come to', () => {
  it('is a hint when a cause was seen once, and a rule when it was seen in two improvements', () => {
    expect(ruleOf([lesson(1)])).toMatchObject({ state: 'hint', seen: 1, subject: 'recipe:cache-reads', modules: ['src/view.ts'] });
    expect(ruleOf(TWICE)).toMatchObject({ state: 'rule', seen: 2, since: 2 * DAY, firstSeenAt: DAY, lastSeenAt: 2 * DAY, strongestGain: 0.3 });
  });

  it('counts an improvement once, however many lessons it gave', () => {
    expect(ruleOf([lesson(1), lesson(1, { id: 'imp-1#again', at: 3 * DAY })])).toMatchObject({ state: 'hint', seen: 1 });
  });

  it.each([
    ['another recipe', lesson(2, { author: 'recipe:batch-calls' })],
    ['another module', lesson(2, { modules: ['src/other.ts'] })],
    ['another cause', lesson(2, { causes: [{ from: 'judge', measure: 'failures' }] })],
    ['another target', lesson(2, { targetId: 'payments' })],
  ])('does not take %s for the same', (_, other) => {
    expect(learnedRules([lesson(1), other], 3 * DAY).map(({ state }) => state)).toEqual(['hint', 'hint']);
  });

  it('takes a check that models fail for the same in any module, for any kind, by any model; what traffic showed by kind', () => {
    expect(ruleOf([modelFailed(1), modelFailed(2, 'TS2339', { author: 'model:there/n', modules: ['src/b.ts'], opportunityKind: 'timeout' })])).toMatchObject({ state: 'rule', subject: 'model', modules: [] });
    const slower = (number: number, opportunityKind: string) => lesson(number, { author: 'model:here/m', opportunityKind });
    expect(learnedRules([slower(1, 'timeout'), slower(2, 'n-plus-one')], 3 * DAY).map(({ state, opportunityKind }) => [state, opportunityKind])).toEqual([['hint', 'timeout'], ['hint', 'n-plus-one']]);
  });

  it('learns from what the gate sent back even where the answer after it was promoted', () => {
    expect(ruleOf([modelFailed(1, 'TS2339', { result: 'promoted' }), modelFailed(2)]).state).toBe('rule');
  });

  it('learns from a model whose answers came to nothing', () => {
    const nothing = (number: number) => modelFailed(number, 'TS2339', { author: 'none', result: 'abstained', modules: [] });
    expect(ruleOf([nothing(1), nothing(2)])).toMatchObject({ state: 'rule', subject: 'model' });
    const rule = ruleOf([nothing(1), nothing(2)]).id;
    expect(ruleOf([nothing(1), nothing(2), { ...nothing(3), heldOut: [rule] }]).heldOut).toEqual({ improvements: 1, recurred: 1 });
  });

  it('is nothing for people\'s patches and for endings without a cause', () => {
    expect(learnedRules([lesson(1, { author: 'person:ada' }), kept(2), lesson(3, { causes: [] }), { ...kept(4), author: 'none' }], 5 * DAY)).toEqual([]);
  });

  it('tells what happened and what to do', () => {
    expect(ruleOf(TWICE).text).toBe('What the recipe cache-reads writes in src/view.ts made requests slower in real traffic. Another approach is needed than the one that was tried.');
    expect(ruleOf([modelFailed(1)]).text).toBe('A change by a model did not pass the check "types" (TS2339). Write what compiles under the tsconfig of the service.');
  });
});

describe('a rule', () => {
  const held = (number: number, changes: Partial<Lesson> = {}) => kept(number, { heldOut: [id], ...changes });
  const abstained = (number: number) => lesson(number, { author: 'none', result: 'abstained', causes: [], applied: [id] });

  it('is withdrawn when those without it do no worse, and not before there are enough of them', () => {
    const before = [...TWICE, ...[3, 4, 5, 6, 7, 8].map(abstained), ...[10, 11, 12].map((number) => held(number))];
    expect(ruleOf(before)).toMatchObject({ state: 'rule', applied: { improvements: 6, recurred: 0 }, heldOut: { improvements: 3, recurred: 0 } });
    expect(ruleOf([...before, held(13)])).toMatchObject({ state: 'withdrawn', withdrawal: { why: 'holdout' } });
  });

  it('stays when those without it meet the cause again', () => {
    const rule = ruleOf([...TWICE, ...[3, 4, 5, 6, 7, 8].map(abstained), ...[10, 11, 12, 13, 14, 15].map((number) => lesson(number, { heldOut: [id] }))]);
    expect(rule).toMatchObject({ state: 'rule', seen: 8, heldOut: { improvements: 6, recurred: 6 } });
    expect(rule.helps).toBeGreaterThan(0.9);
  });

  it('learns nothing from an improvement that was overtaken, waited, or was written by somebody else', () => {
    const silent = [held(3, { result: 'superseded' }), held(4, { result: 'failed' }), held(5, { author: 'recipe:batch-calls' }), held(6, { result: 'abstained', author: 'none' })];
    expect(ruleOf([...TWICE, ...silent]).heldOut).toEqual({ improvements: 0, recurred: 0 });
  });

  it('counts a promotion that is taken back later once, as recurred when the cause is its own', () => {
    const revert = { causes: [{ from: 'revert' as const }] };
    const twice = [lesson(1, revert), lesson(2, revert)];
    const revertRule = ruleOf(twice).id;
    expect(ruleOf([...twice, kept(3, { heldOut: [revertRule] }), lesson(3, { ...revert, id: 'imp-3#reverted', result: 'reverted', heldOut: [revertRule], at: 4 * DAY })]).heldOut).toEqual({ improvements: 1, recurred: 1 });
  });

  it('is withdrawn after 90 days in which nobody met its cause, at that moment', () => {
    expect(ruleOf(TWICE, 2 * DAY + UNSEEN_MS - 1).state).toBe('rule');
    expect(ruleOf(TWICE, 2 * DAY + UNSEEN_MS)).toMatchObject({ state: 'withdrawn', withdrawal: { why: 'unseen', at: 2 * DAY + UNSEEN_MS } });
  });

  it('is withdrawn when its code is gone, and begins anew as a hint when its cause is met again', () => {
    const gone = [...TWICE, kept(3, { gone: [id] })];
    expect(ruleOf(gone)).toMatchObject({ state: 'withdrawn', withdrawal: { why: 'code-gone', at: 3 * DAY } });
    expect(ruleOf([...gone, lesson(4)])).toMatchObject({ state: 'hint', seen: 1, id });
    expect(ruleOf([...gone, lesson(4), lesson(5)])).toMatchObject({ state: 'rule', seen: 2, since: 5 * DAY });
  });
});

it('comes to the same whatever order the lessons are read in, and never to a rule that fewer than two improvements showed', () => {
  const anyLesson = fc.record({ number: fc.nat(30), isKept: fc.boolean(), measure: fc.constantFrom('latency' as const, 'failures' as const), heldOut: fc.boolean() });
  fc.assert(fc.property(fc.uniqueArray(anyLesson, { selector: ({ number }) => number, maxLength: 20 }), fc.nat(), (drawn, seed) => {
    const lessons = drawn.map(({ number, isKept, measure, heldOut }) => lesson(number, { ...(isKept ? { result: 'promoted', causes: [] } : { causes: [{ from: 'judge', measure }] }), ...(heldOut ? { heldOut: [id] } : { applied: [id] }) }));
    const rules = learnedRules(lessons, 31 * DAY);
    const turned = [...lessons.slice(seed % (lessons.length + 1)), ...lessons.slice(0, seed % (lessons.length + 1))].reverse();
    expect(learnedRules(turned, 31 * DAY)).toEqual(rules);
    for (const { state, seen, applied, heldOut } of rules) expect([state !== 'rule' || seen >= 2, applied.recurred <= applied.improvements, heldOut.recurred <= heldOut.improvements]).toEqual([true, true, true]);
  }), { numRuns: 60 });
});
