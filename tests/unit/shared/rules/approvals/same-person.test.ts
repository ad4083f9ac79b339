import { describe, expect, test } from 'vitest';
import { maySamePerson } from '../../../../../shared/rules/approvals/same-person.ts';

describe('the same person', () => {
  test.each([
    ['ada', 'ada'], ['ada', 'Ada'], ['ada', ' ada '], ['ada', 'a\u200bda'], ['josé', 'jose\u0301'], ['ada', 'ａｄａ'], ['ada lovelace', 'Ada  Lovelace'],
    ['ada', 'function:ada'], ['ada', 'helper for ada'], ['Ada', 'helper for function:ADA'], ['ada', 'ada via api'], ['ada', 'auth0|ada'], ['ada', 'helper for bot for ada'],
  ])('%j may be %j', (one, other) => {
    expect([maySamePerson(one, other), maySamePerson(other, one)]).toEqual([true, true]);
  });

  test.each([['ada', 'grace'], ['ada', 'adam'], ['ada', 'pawl'], ['ada@one.example', 'ada@two.example'], ['ada', 'helper for grace'], ['grace', '']])('%j is not %j', (one, other) => {
    expect(maySamePerson(one, other)).toBe(false);
  });

  test('names that are said to be one person\'s are, over any number of steps', () => {
    const samePerson = { ada: ['ada@example.com'], 'Ada@Example.com': ['al'] };
    expect(maySamePerson('al', 'helper for ada', samePerson)).toBe(true);
    expect(maySamePerson('al', 'grace', samePerson)).toBe(false);
  });
});
