import ts from 'typescript';
import { abstain } from '../recipe.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { bare, descendants } from '../reading/enclosing.ts';
import { calleeName, symbolOf } from '../reading/callee.ts';
import { runsAlways } from '../reading/certain.ts';

/** A loop that goes over the items of a collection. */
export type ItemLoop = {
  readonly kind: 'for-of' | 'indexed' | 'map';
  /** The statement that holds the loop: what is needed before it goes in front of this. */
  readonly statement: ts.Statement;
  readonly collection: ts.Expression;
  readonly body: ts.Node;
  /** The name of one item, as written: a variable or a pattern. Absent in an indexed loop. */
  readonly item: ts.BindingName | undefined;
  /** The counter of an indexed loop. */
  readonly index: ts.Symbol | undefined;
};

/** The innermost loop around a call, within the same function; `undefined` when there is none. Abstains on loops it cannot read. */
export function itemLoopAround(target: TargetProgram, call: ts.CallExpression): ItemLoop | undefined {
  let child: ts.Node = call;
  for (let node: ts.Node = call.parent; !ts.isSourceFile(node); child = node, node = node.parent) {
    if (ts.isForOfStatement(node) && node.statement === child) return forOf(target, node);
    if (ts.isForStatement(node) && node.statement === child) return indexed(target, node);
    if ((ts.isWhileStatement(node) || ts.isDoStatement(node)) && node.statement === child) return abstain('the loop is a while loop: what it will ask for next is not known before it runs');
    if (ts.isForInStatement(node) && node.statement === child) return abstain('the loop goes over the keys of an object, which this recipe does not rewrite');
    if (ts.isFunctionLike(node)) return ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? mapCallback(target, node) : undefined;
  }
  return undefined;
}

function forOf(target: TargetProgram, loop: ts.ForOfStatement): ItemLoop {
  if (loop.awaitModifier) return abstain('the items of the loop arrive one by one (for await)');
  const declaration = ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations[0] : undefined;
  if (declaration === undefined) return abstain('the loop assigns its item to an outside variable');
  if (!canBeGoneOverTwice(target, loop.expression)) return abstain(`\`${loop.expression.getText()}\` may be something that can be gone over only once`);
  return { kind: 'for-of', statement: loop, collection: loop.expression, body: loop.statement, item: declaration.name, index: undefined };
}

const REPEATABLE = new Set(['Set', 'ReadonlySet', 'Map', 'ReadonlyMap', 'Record']);

/** A list, a set, a map, a text, or what one of them is asked for anew; an iterator or generator would be used up before the loop. */
function canBeGoneOverTwice({ checker }: TargetProgram, collection: ts.Expression): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(collection));
  if (checker.isArrayLikeType(type) || REPEATABLE.has(type.getSymbol()?.getName() ?? '') || (type.flags & ts.TypeFlags.StringLike) !== 0) return true;
  const call = bare(collection);
  return ts.isCallExpression(call) && ts.isPropertyAccessExpression(call.expression) && ['keys', 'values', 'entries'].includes(call.expression.name.text) && REPEATABLE.has(checker.getTypeAtLocation(call.expression.expression).getSymbol()?.getName() ?? '');
}

/** `for (let i = 0; i < items.length; i++)` */
function indexed(target: TargetProgram, loop: ts.ForStatement): ItemLoop {
  const { initializer, condition } = loop;
  const counter = initializer && ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  const index = counter && ts.isIdentifier(counter.name) ? target.checker.getSymbolAtLocation(counter.name) : undefined;
  const length = condition && ts.isBinaryExpression(condition) && condition.operatorToken.kind === ts.SyntaxKind.LessThanToken && counter?.initializer?.getText() === '0' ? bare(condition.right) : undefined;
  if (index === undefined || length === undefined || !ts.isPropertyAccessExpression(length) || length.name.text !== 'length') return abstain('the loop does not count through a list from its beginning to its end');
  const steps = loop.incrementor?.getText().replaceAll(/\s/g, '') ?? '';
  const name = index.getName();
  if (![`${name}++`, `++${name}`, `${name}+=1`].includes(steps)) return abstain('the loop does not go through its list one by one');
  return { kind: 'indexed', statement: loop, collection: length.expression, body: loop.statement, item: undefined, index };
}

/** `items.map(async (item) => …)`: the calls start at once, yet each still costs the upstream a request. */
function mapCallback(target: TargetProgram, fn: ts.ArrowFunction | ts.FunctionExpression): ItemLoop | undefined {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== fn || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const method = call.expression.name.text;
  if (method === 'forEach') return abstain('the loop does not wait for its calls (forEach)');
  if (method === 'reduce') return abstain('each call waits for the result of the one before it (reduce)');
  const collection = call.expression.expression;
  if (method !== 'map' || !target.checker.isArrayLikeType(target.checker.getTypeAtLocation(collection))) return undefined;
  const statement = ts.findAncestor(call, ts.isStatement);
  const parameter = fn.parameters[0];
  if (statement === undefined || parameter === undefined || ts.isBlock(statement)) return abstain('the item of the loop has no name');
  const outer = ts.findAncestor(call, ts.isFunctionLike);
  if (outer !== undefined && !ts.getModifiers(outer as ts.FunctionDeclaration)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword)) abstain('the function around the loop is not async, so that nothing can be awaited before it');
  if (outer !== undefined && statement.getStart() < outer.getStart()) abstain('the loop is no statement of its own');
  if (!runsAlways(call, statement)) abstain('whether the loop runs at all is decided within its statement');
  if (ts.isFunctionExpression(fn) && descendants(fn.body, (node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword).length > 0) abstain('`this` means something else inside the callback than before the loop');
  refuseApart(call);
  return { kind: 'map', statement, collection, body: fn.body, item: parameter.name, index: undefined };
}

/** Each item's promise may be handled by itself (`allSettled`, `race`, a list of promises): one failing batch would fail for all of them. */
function refuseApart(map: ts.CallExpression): void {
  const holder = map.parent;
  if (ts.isCallExpression(holder) && /\bPromise\.all$/.test(holder.expression.getText())) return;
  const how = ts.isCallExpression(holder) ? `\`${calleeName(holder) ?? 'a function'}\`` : 'a list of promises';
  abstain(`the rounds are not awaited as one (${how}): each may fail by itself`);
}

/** Whether the loop adds to or takes from the collection that it goes over. */
export function changesItsCollection(target: TargetProgram, loop: ItemLoop): boolean {
  const collection = symbolOf(target, bare(loop.collection));
  if (collection === undefined) return false;
  return descendants(loop.body, ts.isCallExpression).some(
    ({ expression }) => ts.isPropertyAccessExpression(expression) && ['push', 'splice', 'shift', 'unshift', 'pop', 'add', 'delete', 'set'].includes(expression.name.text) && symbolOf(target, bare(expression.expression)) === collection,
  );
}
