import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { isDeclaredIn } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';

/** The outermost loop around a search in which the searched list is always the same one, and the statement before which an index can be made. */
export type Loop = { readonly node: ts.Node; readonly place: ts.Statement | ts.Expression };

const ITERATING = new Set(['map', 'filter', 'forEach', 'flatMap', 'some', 'every', 'find', 'findIndex', 'reduce', 'reduceRight', 'findLast']);

/** `undefined` when the search is not in a loop, or the list belongs to one round of it. */
export function loopAround(target: TargetProgram, search: ts.Node, list: ts.Expression): Loop | undefined {
  const root = rootOf(list);
  const symbol = root && symbolOf(target, root);
  let found: ts.Node | undefined;
  for (let node = search.parent, inner = search; !ts.isSourceFile(node); inner = node, node = node.parent) {
    if (symbol && isDeclaredIn(symbol, node) && !ts.isFunctionLike(node) && !ts.isBlock(node)) break;
    if (ts.isForOfStatement(node) || ts.isForInStatement(node) ? node.statement === inner : ts.isForStatement(node) ? node.initializer !== inner : ts.isWhileStatement(node) || ts.isDoStatement(node)) found = node;
    if (!ts.isFunctionLike(node)) continue;
    const call = iterationOf(target, node);
    if (call === undefined || (symbol && isDeclaredIn(symbol, node))) break;
    found = call;
    inner = node;
  }
  if (found === undefined || (symbol && isDeclaredIn(symbol, found))) return undefined;
  return { node: found, place: placeOf(found) };
}

/** The call that runs a function for each element of an array. */
function iterationOf(target: TargetProgram, fn: ts.FunctionLike): ts.CallExpression | undefined {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== fn || !ts.isPropertyAccessExpression(call.expression) || !ITERATING.has(call.expression.name.text)) return undefined;
  return target.checker.isArrayType(target.checker.getTypeAtLocation(call.expression.expression)) ? call : undefined;
}

/** The statement of the loop, or what an arrow function gives in place of one; nothing before the loop in it may act. */
function placeOf(loop: ts.Node): ts.Statement | ts.Expression {
  const body = ts.findAncestor(loop, (node): node is ts.Expression => !ts.isSourceFile(node) && ts.isArrowFunction(node.parent) && node.parent.body === node && !ts.isBlock(node));
  const statement = ts.findAncestor(loop, (node): node is ts.Statement => ts.isStatement(node) && !ts.isBlock(node));
  const nearest = body && statement && isWithin(body, statement) ? body : (statement ?? body);
  if (nearest === undefined) return abstain('the loop is not in a function');
  const place = ts.isLabeledStatement(nearest.parent) ? nearest.parent : nearest;
  if (place !== body && !ts.isBlock(place.parent) && !ts.isSourceFile(place.parent) && !ts.isCaseOrDefaultClause(place.parent)) abstain('the loop stands in a branch without braces');
  const before = descendants(place, ts.isCallExpression, true).find((call) => call.getEnd() <= headEnd(loop) && call !== loop && !isPure(call));
  if (before) abstain(`\`${before.expression.getText()}\` is called before the loop, in the same statement, and may change the list`);
  return place;
}

/** Up to here, all is worked out before the first round. */
const headEnd = (loop: ts.Node): number => (ts.isForOfStatement(loop) || ts.isForInStatement(loop) ? loop.expression.getEnd() : ts.isForStatement(loop) ? (loop.initializer?.getEnd() ?? loop.getStart()) : ts.isCallExpression(loop) ? loop.expression.getEnd() : loop.getStart());

/** The name that a chain begins with; `undefined` for `this`. */
export function rootOf(list: ts.Expression): ts.Identifier | undefined {
  let node = bare(list);
  while (ts.isPropertyAccessExpression(node)) node = node.expression;
  return ts.isIdentifier(node) ? node : undefined;
}
