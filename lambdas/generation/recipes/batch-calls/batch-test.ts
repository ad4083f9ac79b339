import ts from 'typescript';
import { drive } from '../../driving/drive.ts';
import { givenFrom } from '../../driving/given-from.ts';
import { isReached, NOT_REACHED, unquiet } from '../../driving/quiet.ts';
import { recipeTest, type RecipeTest } from '../../driving/recipe-test.ts';
import { sampleValue } from '../../driving/sample-value.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { elementType, promised } from '../../reading/promised.ts';
import type { RecipeInput } from '../../recipe.ts';
import type { BatchFunction } from './batch-function.ts';
import type { CallCondition } from './call-conditions.ts';
import type { ItemReader } from './item-key.ts';
import type { ItemLoop } from '../../loops/item-loop.ts';
import { nounOf } from './rewrite-loop.ts';

type Found = { readonly loop: ItemLoop; readonly reader: ItemReader; readonly call: ts.CallExpression; readonly key: ts.Expression; readonly conditions: readonly CallCondition[]; readonly batch: BatchFunction };

/**
 * A test that hands in both functions and a few items: all are asked for at once, what the answer leaves out by itself, the result is the same either
 * way, and nothing is asked for when there is nothing. Only where both functions and the items come in through parameters and everything else can be made up.
 */
export function batchTest(input: RecipeInput, target: TargetProgram, { loop, reader, call, key, conditions, batch }: Found): RecipeTest {
  const fn = ts.findAncestor(loop.statement, (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node));
  const one = fn && givenFrom(target, fn, call.expression);
  const items = fn && givenFrom(target, fn, loop.collection);
  if (fn === undefined || one === undefined) return { none: `\`${call.expression.getText()}\` is not handed in, so that a test would have to replace it` };
  if (items?.by !== 'call') return { none: 'the items do not come straight from a parameter' };
  if (conditions.length > 0) return { none: 'which items are asked for depends on what is in them' };
  if (call.arguments.indexOf(key) !== 0 || batch.arguments.indexOf(undefined) !== 0) return { none: 'the keys are not the first thing that is handed over' };
  if (!isReached(fn, loop.statement)) return { none: NOT_REACHED };
  const risk = unquiet(target, fn, [call]);
  if (risk !== undefined) return { none: risk };

  const item = itemText(target, loop, reader, key);
  const single = target.checker.getResolvedSignature(call);
  const given = single && promised(target.checker, single.getReturnType());
  const answer = given && sampleValue(target, given, 'answer', call, batch.keyProperty === undefined ? undefined : { [batch.keyProperty]: 'id' });
  const isNumber = (target.checker.getNonNullableType(target.checker.getTypeAtLocation(key)).flags & ts.TypeFlags.NumberLike) !== 0;
  if (item === undefined || answer === undefined) return { none: item === undefined ? 'an item cannot be made up' : 'an answer cannot be made up' };
  const driven = drive(target, fn, [{ from: one, text: 'one' }, { from: { ...one, path: [...one.path.slice(0, -1), batch.name] }, text: 'many' }, { from: items, text: item === 'id' ? 'ids' : `ids.map((id) => (${item}))` }]);
  return 'none' in driven ? driven : recipeTest(input, target, driven, casesOf(driven.call, answer, batch, isNumber), '-batch');
}

/** One item with the key `id`; `id` itself where the items are the keys. */
function itemText(target: TargetProgram, loop: ItemLoop, reader: ItemReader, key: ts.Expression): string | undefined {
  const read = reader.read(key);
  const element = elementType(target.checker, target.checker.getTypeAtLocation(loop.collection));
  if (element === undefined) return undefined;
  if (read === reader.itemText) return 'id';
  const bound = loop.item && ts.isObjectBindingPattern(loop.item) ? loop.item.elements.find(({ name }) => name.getText() === read) : undefined;
  const path = bound ? [(bound.propertyName ?? bound.name).getText()] : read.startsWith(`${reader.itemText}.`) ? read.slice(reader.itemText.length + 1).split('.') : undefined;
  const [first, second, ...more] = path ?? [];
  if (first === undefined || more.length > 0 || path?.some((name) => !/^[\w$]+$/.test(name)) === true) return undefined;
  return sampleValue(target, element.type, 'item', loop.statement, { [first]: second === undefined ? 'id' : { [second]: 'id' } });
}

function casesOf(call: string, answer: string, batch: BatchFunction, isNumber: boolean): string {
  const [a, b, type] = isNumber ? ['1', '2', 'number'] : ["'a'", "'b'", 'string'];
  const found = '[...wanted].filter((id) => known.includes(id)).reverse()';
  const entries = `${found}.map((id) => [id, answer(id)]‹ as const›)`;
  const many = { array: `${found}.map(answer)`, map: `new Map(${entries})`, record: `Object.fromEntries(${entries})` }[batch.returns];
  const noun = nounOf(batch.name) ?? 'items';
  return `/** Asks for the items; \`known\` is what the one call for all of them answers, \`asked\` takes down who is asked for. */
const ask = (ids‹: ${type}[]›, known‹: ${type}[]›, asked‹: unknown[]› = []) => {
  const answer = (${answer.includes('id') ? `id‹: ${type}›` : `_id‹: ${type}›`}) => (${answer});
  const one = async (id‹: ${type}›) => {
    asked.push(id);
    return answer(id);
  };
  const many = async (wanted‹: Iterable<${type}>›) => {
    asked.push([...wanted]);
    return ${many};
  };
  return ${call};
};

test('asks for all ${noun} at once, each only once', async () => {
  const asked‹: unknown[]› = [];
  await ask([${a}, ${b}, ${a}], [${a}, ${b}], asked);
  EQUAL(asked ~ [[${a}, ${b}]]);
});

test('asks by itself for what that answer leaves out', async () => {
  const asked‹: unknown[]› = [];
  await ask([${a}, ${b}], [${b}], asked);
  EQUAL(asked ~ [[${a}, ${b}], ${a}]);
});

test('gives the same, in the same order, as asking one by one', async () => {
  EQUAL(await ask([${a}, ${b}, ${a}], [${a}, ${b}]) ~ await ask([${a}, ${b}, ${a}], []));
});

test('asks for nothing when there is nothing to ask for', async () => {
  const asked‹: unknown[][]› = [];
  await ask([], [], asked);
  EQUAL(asked.flat() ~ []);
});
`;
}
