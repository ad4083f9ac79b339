import ts from 'typescript';
import { drive } from '../../driving/drive.ts';
import { givenFrom } from '../../driving/given-from.ts';
import { unquiet } from '../../driving/quiet.ts';
import { recipeTest, type RecipeTest } from '../../driving/recipe-test.ts';
import { LEFT_OUT } from '../../driving/sample-value.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { bare } from '../../reading/enclosing.ts';
import type { RecipeInput } from '../../recipe.ts';
import type { FailingAccess } from './failing-access.ts';
import { wholeChain, type StandIn } from './stand-in.ts';

/**
 * A test that gives the function the value without what was missing: it answers, and just as if the stand-in had been there. Only where the missing value
 * comes in through a parameter and everything else can be made up.
 */
export function guardTest(input: RecipeInput, target: TargetProgram, { access, missing, property }: FailingAccess, value: StandIn): RecipeTest {
  const fn = ts.findAncestor(access, (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node));
  const owner = bare(access.expression);
  const from = fn && givenFrom(target, fn, owner);
  if (fn === undefined || from === undefined) return { none: `\`${(owner.getText().split('\n', 1)[0] ?? '').slice(0, 60)}\` does not come straight from a parameter` };
  const risk = unquiet(fn, []);
  if (risk !== undefined) return { none: risk };
  const isListElement = from.path.at(-1) === '0';
  if (isListElement && missing === 'null') return { none: 'a list with nothing in it cannot be made up' };
  const without = drive(target, fn, [{ from, text: missing === 'null' ? 'null' : from.path.length === 0 ? 'undefined' : LEFT_OUT }]);
  if ('none' in without) return without;
  const isWhole = wholeChain(access) === access && (value.text === undefined || !/["\\]/.test(value.text));
  const like = isWhole ? drive(target, fn, [{ from: { ...from, path: [...from.path, property] }, text: value.text ?? 'undefined' }]) : undefined;
  const names = (owner.getText().split('.').at(-1) ?? 'value').replaceAll(/[^\w ]/g, '');
  return recipeTest(input, target, without, casesOf(names, without.call, like && 'call' in like ? like.call : undefined), '-missing');
}

const casesOf = (name: string, without: string, like: string | undefined): string => `test('answers when ${name} is missing', async () => {
  const outcome = await (async () => ${without})().then(() => 'answers', String);
  EQUAL(outcome ~ 'answers');
});
${like === undefined ? '' : `
test('a missing ${name} counts as an empty one', async () => {
  EQUAL(await ${without} ~ await ${like});
});
`}`;
