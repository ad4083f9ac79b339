import { runInThisContext } from 'node:vm';
import * as fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { remedyFromRecipes } from '../../../../../../lambdas/generation/remedy-from-recipes.ts';
import { indexScans } from '../../../../../../lambdas/generation/recipes/index-scans/index-scans.ts';
import { inputWith, opportunityWith, quadraticGrowth } from '../../recipe-input.ts';

const ITEM = 'type Item = { readonly id: KEY; readonly n: number };\n';
const HANDLER = (body: string, result = 'unknown') => `${ITEM}export const handler = (keys: KEY[], items: Item[]): ${result} => {\n${body}\n};\n`;

/** One search each, over elements with a key. */
const SEARCHES = [
  '  return keys.map((key) => items.find((item) => item.id === key));',
  '  return keys.map((key) => items.findIndex((item) => key === item.id));',
  '  return keys.map((key) => items.filter((item) => item.id === key));',
  '  return keys.filter((key) => !items.some(({ id }) => id === key));',
  '  return keys.filter((key) => items.every((item) => item.id !== key));',
  '  return keys.map((key) => items.find((item) => item.id === key && item.n > 2)?.n);',
  '  return items.filter((item) => keys.includes(item.id));',
  '  return items.filter((item) => keys.indexOf(item.id) >= 0);',
  '  const found: number[] = [];\n  for (const key of keys) {\n    for (const item of items) {\n      if (item.id === key) found.push(item.n);\n    }\n  }\n  return found;',
  '  const found: number[] = [];\n  for (const key of keys) {\n    for (const item of items) {\n      if (item.id === key) {\n        found.push(item.n);\n        break;\n      }\n    }\n  }\n  return found;',
  '  return items.reduce<number[]>((all, item) => (item.n > 2 ? [...all, item.n] : all), []);',
];

const KEYS: readonly (readonly [string, fc.Arbitrary<unknown>])[] = [
  ['number', fc.constantFrom(0, -0, 1, 2, Number.NaN, Number.POSITIVE_INFINITY)],
  ['(string | undefined)', fc.constantFrom('', 'a', 'b', '__proto__', 'constructor', undefined)],
];

/** What the recipe writes answers as the code did before, for keys of all kinds, `NaN`, `-0` and missing ones among them. */
export function describeEqualAnswers(): void {
  describe('index-scans answers as before', () => {
    test.each(KEYS.flatMap(([type, keys]) => SEARCHES.map((search) => ({ type, keys, search }))))('$type: $search', ({ type, keys, search }) => {
      const before = HANDLER(search).replaceAll('KEY', type);
      const [result] = remedyFromRecipes(inputWith(new Map([['src/handler.ts', before]]), opportunityWith('super-linear-work', quadraticGrowth)), [indexScans]);
      const after = result?.kind === 'patch' ? (result.patch.files[0]?.after ?? '') : '';
      expect(after).not.toBe('');
      const [old, now] = [handlerOf(before), handlerOf(after)];
      fc.assert(
        fc.property(fc.array(keys, { maxLength: 6 }), fc.array(fc.record({ id: keys, n: fc.nat(4) }), { maxLength: 6 }), (sought, items) => {
          expect(now(sought, items)).toEqual(old(sought, items));
        }),
        { numRuns: 60 },
      );
    });
  });
}

function handlerOf(source: string): (keys: unknown[], items: unknown[]) => unknown {
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.CommonJS } });
  return runInThisContext(`((exports) => { ${outputText}\nreturn exports.handler; })({})`) as (keys: unknown[], items: unknown[]) => unknown;
}
