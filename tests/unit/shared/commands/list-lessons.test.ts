import { describe, expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { lessonsLines, listLessons } from '../../../../shared/commands/list-lessons.ts';
import { repositoriesIn } from '../../../../shared/store/repositories.ts';
import { testClock } from '../../../support/test-clock.ts';
import { DAY, kept, lesson } from '../rules/lessons/lesson-of.ts';

const world = async () => {
  const clock = testClock(120 * DAY);
  const { lessons } = repositoriesIn(new SqliteItemStore(':memory:', clock));
  const at = (day: number) => ({ at: day * DAY });
  const model = { author: 'model:here/m', result: 'rejected', causes: [{ from: 'gate', check: 'types', rule: 'TS2339', example: 'Property x does not exist.' }] } as const;
  for (const each of [lesson(1, at(1)), lesson(2, at(2)), lesson(3, { ...model, ...at(100), causes: [...model.causes] }), lesson(4, { ...model, ...at(110), causes: [...model.causes] }), lesson(5, { author: 'recipe:batch-calls', ...at(115) }), kept(6, at(116))]) await lessons.record(each);
  return { clock, lessons, targets: { all: async () => [{ id: 'orders' }, { id: 'payments' }] } };
};

describe('pawl lessons', () => {
  it('lists rules, hints and what was withdrawn, of each target, with their record', async () => {
    const listed = await listLessons(await world(), {});
    if (!listed.ok) throw new Error(listed.reason);
    expect(listed.targets.map(({ targetId, outcomes, rules }) => [targetId, outcomes, rules.map(({ state }) => state)])).toEqual([['orders', 6, ['rule', 'hint', 'withdrawn']], ['payments', 0, []]]);
    expect(lessonsLines(listed.targets).map((line) => line.replace(/rule-\w+/, 'rule-…'))).toEqual([
      'orders: 6 outcomes, 1 rule, 1 hint, 1 withdrawn.',
      '',
      '  Rules (seen in two improvements or more; a fifth does without)',
      '  • A change by a model did not pass the check "types" (TS2339). Write what compiles under the tsconfig of the service. Found: Property x does not exist.',
      '    rule-…: seen 2 times from 1970-04-11 to 1970-04-21; applied 0; held out 0',
      '',
      '  Hints (seen in one improvement so far)',
      '  • What the recipe batch-calls writes in src/view.ts made requests slower in real traffic. Another approach is needed than the one that was tried.',
      '    rule-…: seen 1 time on 1970-04-26',
      '',
      '  Withdrawn',
      '  • What the recipe cache-reads writes in src/view.ts made requests slower in real traffic. Another approach is needed than the one that was tried.',
      '    rule-…: seen 2 times from 1970-01-02 to 1970-01-03; applied 0; held out 0; withdrawn 1970-04-03: not met for 90 days',
      '',
      'payments: nothing has been tried yet.',
    ]);
  });

  it('lists those of one target, and says which is meant by a name that there is not', async () => {
    const dependencies = await world();
    expect(await listLessons(dependencies, { targetId: 'payments' })).toEqual({ ok: true, targets: [{ targetId: 'payments', outcomes: 0, rules: [] }] });
    expect(await listLessons(dependencies, { targetId: 'order' })).toEqual({ ok: false, reason: 'There is no target "order". Did you mean orders?' });
  });
});
