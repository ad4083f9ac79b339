import { describe, expect, test } from 'vitest';
import type { Recipe } from '../../../../lambdas/generation/recipe.ts';
import { abstain } from '../../../../lambdas/generation/recipe.ts';
import { RECIPES, remedyFromRecipes } from '../../../../lambdas/generation/remedy-from-recipes.ts';
import { callEvidence, inputWith, opportunityWith } from './recipe-input.ts';

const SOURCE = `export type Item = { id: string; stock: number };
export type Client = { getItem(id: string): Promise<Item>; getItems(ids: string[]): Promise<Item[]> };

export async function total(ids: string[], client: Client): Promise<number> {
  let stock = 0;
  for (const id of ids) {
    const item = await client.getItem(id);
    stock += item.stock;
  }
  return stock;
}
`;
const opportunity = opportunityWith('n-plus-one', { kind: 'calls', call: callEvidence([{ path: 'src/total.ts', line: 7, column: 31 }]) });
const input = inputWith(new Map([['src/total.ts', SOURCE]]), opportunity);
const refusing: Recipe = { name: 'refusing', for: ['n-plus-one'], apply: () => abstain('not today') };
const failing: Recipe = { name: 'failing', for: ['n-plus-one'], apply: () => { throw new TypeError('a bug'); } };

test('tells every abstention and ends with the first patch', () => {
  const results = remedyFromRecipes(input, [refusing, ...RECIPES]);
  expect(results.map(({ kind }) => kind)).toEqual(['abstained', 'patch']);
  expect(results[0]).toEqual({ kind: 'abstained', recipe: 'refusing', reason: 'not today' });
});

test('keeps back a patch that experience speaks against, and goes on to the next recipe', () => {
  const [first] = remedyFromRecipes(input);
  if (first?.kind !== 'patch') throw new Error('no patch');
  const again: Recipe = { name: 'another', for: ['n-plus-one'], apply: () => ({ kind: 'patch', patch: { ...first.patch, author: { kind: 'recipe', name: 'another' } } }) };
  const results = remedyFromRecipes({ ...input, against: ({ author }) => (author.name === 'another' ? undefined : 'it went wrong twice') }, [...RECIPES.filter(({ name }) => name === first.patch.author.name), again]);
  expect(results).toMatchObject([{ kind: 'abstained', recipe: first.patch.author.name, reason: 'it went wrong twice' }, { kind: 'patch', patch: { author: { name: 'another' } } }]);
});

test('says so when no recipe is for the opportunity', () => {
  const other = inputWith(new Map(), opportunityWith('throughput-drop', { kind: 'cache', cache: 'c', hits: 1, misses: 9, requestsPerHour: 500 }));
  expect(remedyFromRecipes(other)).toEqual([{ kind: 'abstained', recipe: 'none', reason: 'no recipe is for throughput-drop' }]);
});

test('a bug in a recipe is no abstention', () => {
  expect(() => remedyFromRecipes(input, [failing])).toThrow('a bug');
});

test('a patch quotes the files it changes, names its author and states what was measured', () => {
  const [result] = remedyFromRecipes(input);
  expect(result).toMatchObject({ kind: 'patch', patch: { author: { kind: 'recipe', name: 'batch-calls' }, baseCommit: '0123abc', files: [{ path: 'src/total.ts', before: SOURCE }], claim: { on: 'latency' } } });
  expect(result?.kind === 'patch' ? result.patch.reason : '').toContain('96 ms of 120 ms');
});

test('line ends are kept', () => {
  const [result] = remedyFromRecipes(inputWith(new Map([['src/total.ts', SOURCE.replaceAll('\n', '\r\n')]]), opportunity));
  expect(result).toMatchObject({ kind: 'patch' });
  expect(result?.kind === 'patch' ? result.patch.files[0]?.after?.replaceAll('\r\n', '') : '\n').not.toContain('\n');
});

describe('what it leaves alone', () => {
  test('files outside the scope', () => {
    const [result] = remedyFromRecipes(inputWith(new Map([['src/total.ts', SOURCE]]), opportunity, new Map([['scope', 'lib/']])));
    expect(result).toMatchObject({ kind: 'abstained', reason: expect.stringContaining("outside the target's scope") });
  });

  test('a tree in which nothing is where the evidence points', () => {
    const [result] = remedyFromRecipes(inputWith(new Map([['src/other.ts', '']]), opportunity));
    expect(result).toMatchObject({ kind: 'abstained', reason: expect.stringContaining('none of the measured places') });
  });

  test('evidence of another kind', () => {
    for (const recipe of RECIPES) {
      const odd = opportunityWith(recipe.for[0] ?? 'timeout', { kind: 'cache', cache: 'c', hits: 1, misses: 9, requestsPerHour: 500 });
      expect(remedyFromRecipes(inputWith(new Map([['src/total.ts', SOURCE]]), odd), [recipe])).toMatchObject([{ kind: 'abstained' }]);
    }
  });
});
