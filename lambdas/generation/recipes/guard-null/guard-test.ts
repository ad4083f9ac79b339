import ts from 'typescript';
import { drive } from '../../driving/drive.ts';
import { givenFrom } from '../../driving/given-from.ts';
import { isReached, NOT_REACHED, unquiet } from '../../driving/quiet.ts';
import { recipeTest, type RecipeTest } from '../../driving/recipe-test.ts';
import { LEFT_OUT } from '../../driving/sample-value.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import type { RecipeInput } from '../../recipe.ts';
import type { FailingAccess } from '../../reading/failing-access.ts';
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
  if (!isReached(fn, access)) return { none: NOT_REACHED };
  const risk = unquiet(target, fn, []);
  if (risk !== undefined) return { none: risk };
  const isListElement = from.path.at(-1) === '0';
  if (isListElement && missing === 'null') return { none: 'a list with nothing in it cannot be made up' };
  const without = drive(target, fn, [{ from, text: missing === 'null' ? 'null' : from.path.length === 0 ? 'undefined' : LEFT_OUT }]);
  if ('none' in without) return without;
  const isWhole = isUsedOnce(fn, owner) && wholeChain(access) === access && (value.text === undefined || !/["\\]/.test(value.text));
  const like = isWhole ? drive(target, fn, [{ from: { ...from, path: [...from.path, property] }, text: value.text ?? 'undefined' }]) : undefined;
  const names = (owner.getText().split('.').at(-1) ?? 'value').replaceAll(/[^\w ]/g, '');
  return recipeTest(input, target, without, casesOf(names, without.call, like && 'call' in like ? like.call : undefined), '-missing');
}

/** Nothing else in the function can tell a missing value from an empty one. */
function isUsedOnce(fn: ts.FunctionLikeDeclaration, owner: ts.Expression): boolean {
  let root: ts.Expression = owner;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isNonNullExpression(root)) root = root.expression;
  const uses = fn.body === undefined ? [] : [fn.body, ...descendants(fn.body, (_node): _node is ts.Node => true)];
  const isList = owner.getText().endsWith('[0]');
  const roots = uses.filter((node) => node.kind === root.kind && node.getText() === root.getText());
  const owners = uses.filter((node) => node.kind === owner.kind && node.getText() === owner.getText());
  return owners.length === 1 && (isList ? roots.length === 1 : roots.every((node) => node === owner || ts.isPropertyAccessExpression(node.parent)));
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
