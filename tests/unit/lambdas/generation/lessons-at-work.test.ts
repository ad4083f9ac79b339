import { describe, expect, it } from 'vitest';
import { lessonsAtWork } from '../../../../lambdas/generation/lessons-at-work.ts';
import type { Lesson } from '../../../../shared/domain/lesson.ts';
import type { Patch } from '../../../../shared/domain/remedy.ts';
import { isHeldOut } from '../../../../shared/rules/lessons/holdout.ts';
import { learnedRules } from '../../../../shared/rules/lessons/learned-rules.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';
import { DAY, lesson } from '../../shared/rules/lessons/lesson-of.ts';

const recipe = (number: number, changes: Partial<Lesson> = {}) => lesson(number, { opportunityGain: N_PLUS_ONE.gainPercent / 100, ...changes });
const model = (number: number, changes: Partial<Lesson> = {}) => lesson(number, { author: 'model:here/m', result: 'rejected', causes: [{ from: 'gate', check: 'types', rule: 'TS2339' }], ...changes });
const patch = (path = 'src/view.ts', name = 'cache-reads'): Pick<Patch, 'author' | 'files'> => ({ author: { kind: 'recipe', name }, files: [{ path, before: 'a', after: 'b' }, { path: 'test/view.test.ts', before: null, after: 'c' }] });
const asPatch = (each: Pick<Patch, 'author' | 'files'>): Patch => ({ kind: 'patch', title: '', reason: '', baseCommit: 'c', confidence: 0.9, risk: 'low', ...each });
const ruleId = (lessons: readonly Lesson[]): string => learnedRules(lessons, 3 * DAY)[0]?.id ?? '';
/** The first improvement that the rule of these lessons is for, in the holdout or not. */
const improvementFor = (lessons: readonly Lesson[], heldOut: boolean): string => {
  for (let number = 100; ; number += 1) if (isHeldOut(ruleId(lessons), `imp-${number}`) === heldOut) return `imp-${number}`;
};
const work = (lessons: readonly Lesson[], heldOut: boolean, { gainPercent = N_PLUS_ONE.gainPercent, paths = new Set(['src/view.ts']) } = {}) =>
  lessonsAtWork({ lessons, improvement: { id: improvementFor(lessons, heldOut) }, opportunity: { ...N_PLUS_ONE, gainPercent }, paths, now: 3 * DAY });

describe('a recipe that went wrong twice in a module', () => {
  const twice = [recipe(1), recipe(2)];

  it('keeps its patch back there, and says why', () => {
    const { against, used } = work(twice, false);
    expect(against(asPatch(patch()))).toMatch(/^What the recipe cache-reads writes in src\/view\.ts made requests slower in real traffic.*: 2 times here, on evidence of up to 58 % \(rule-/);
    expect(used()).toEqual({ applied: [ruleId(twice)], heldOut: [], gone: [] });
  });

  it.each([
    ['after one time', [recipe(1)], patch(), {}],
    ['in another module', twice, patch('src/other.ts'), {}],
    ['by another recipe', twice, patch('src/view.ts', 'batch-calls'), {}],
    ['on evidence half as strong again', twice, patch(), { gainPercent: N_PLUS_ONE.gainPercent * 1.5 }],
  ])('goes ahead %s, and is no trial of the rule', (_, lessons, each, options) => {
    const { against, used } = work(lessons, false, options);
    expect([against(asPatch(each)), used()]).toEqual([undefined, { applied: [], heldOut: [], gone: [] }]);
  });

  it('goes ahead in the holdout, which is noted', () => {
    const { against, used } = work(twice, true);
    expect([against(asPatch(patch())), used()]).toEqual([undefined, { applied: [], heldOut: [ruleId(twice)], gone: [] }]);
  });

  it('is forgotten with the module', () => {
    const { used } = work(twice, false, { paths: new Set(['src/other.ts']) });
    expect(used()).toEqual({ applied: [], heldOut: [], gone: [ruleId(twice)] });
  });
});

describe('a model', () => {
  it('is told what was seen once as a hint, which is no trial', () => {
    const { hints, used } = work([model(1)], true);
    expect([hints.map(({ kind }) => kind), used().applied, used().heldOut]).toEqual([['hint'], [], []]);
  });

  it('is told what was seen twice as a rule, but in the holdout', () => {
    const twice = [model(1), model(2)];
    expect(work(twice, false)).toMatchObject({ hints: [{ kind: 'rule', id: ruleId(twice), text: expect.stringContaining('TS2339') as string }] });
    expect(work(twice, false).used().applied).toEqual([ruleId(twice)]);
    expect([work(twice, true).hints, work(twice, true).used().heldOut]).toEqual([[], [ruleId(twice)]]);
  });

  it('is not told what recipes did wrong, nor what traffic showed of another kind', () => {
    expect(work([recipe(1), model(2, { causes: [{ from: 'judge', measure: 'latency' }], opportunityKind: 'timeout' })], false).hints).toEqual([]);
  });
});

/** One improvement after another at the same place, a day apart, each learned from: the recipe's patch, if it is not kept back, goes wrong while `isBad` says so. */
const liveThrough = (days: number, isBad: (day: number) => boolean) => {
  const lessons: Lesson[] = [];
  const proposed: boolean[] = [];
  for (let day = 1; day <= days; day += 1) {
    const now = day * DAY;
    const { against, used } = lessonsAtWork({ lessons, improvement: { id: `imp-${day}` }, opportunity: N_PLUS_ONE, paths: new Set(['src/view.ts']), now });
    const goesAhead = against(asPatch(patch())) === undefined;
    proposed.push(goesAhead);
    const outcome: Partial<Lesson> = goesAhead ? (isBad(day) ? {} : { result: 'promoted', causes: [] }) : { author: 'none', result: 'abstained', causes: [], modules: [] };
    lessons.push(recipe(day, { ...outcome, ...used() }));
  }
  return { proposed, rule: learnedRules(lessons, days * DAY)[0] };
};
const count = (proposed: readonly boolean[]): number => proposed.filter(Boolean).length;

describe('over eighty improvements at one place', () => {
  it('a recipe that always does harm there does it twice, and then in the holdout only', () => {
    const { proposed, rule } = liveThrough(80, () => true);
    expect(rule).toMatchObject({ state: 'rule', seen: count(proposed) });
    expect(proposed.slice(0, 2)).toEqual([true, true]);
    expect(count(proposed.slice(2)) / 78).toBeLessThan(0.3);
    expect(rule?.heldOut).toEqual({ improvements: count(proposed) - 2, recurred: count(proposed) - 2 });
  });

  it('a recipe that did harm twice and no more is let go ahead again', () => {
    const { proposed, rule } = liveThrough(80, (day) => day <= 2);
    expect(rule).toMatchObject({ state: 'withdrawn', withdrawal: { why: 'holdout' }, heldOut: { improvements: 4, recurred: 0 } });
    expect(proposed.slice(-20).every(Boolean)).toBe(true);
    expect(count(proposed.slice(2, 12))).toBeLessThan(8);
  });
});
