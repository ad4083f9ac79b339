import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { bare, descendants, isWithin } from '../reading/enclosing.ts';
import { isPure } from '../reading/purity.ts';

/** Methods that change only what the function itself holds, or run a callback that is looked at by itself. */
const HARMLESS = new Set(['push', 'set', 'add', 'map', 'filter', 'flatMap', 'find', 'some', 'every', 'reduce', 'sort', 'forEach', 'get', 'has', 'catch', 'then', 'finally']);

/**
 * The first thing a function does that made-up values might not survive: a call of anything but the given ones and plain methods, an error of its own,
 * the environment. `undefined` when a test may run it as it is.
 */
export function unquiet(target: TargetProgram, fn: ts.FunctionLikeDeclaration, given: readonly ts.CallExpression[], before?: ts.Node): string | undefined {
  const { body } = fn;
  if (body === undefined) return 'it has no body';
  const isGiven = (node: ts.Node) => given.some((each) => each === node || isWithin(node, each.expression));
  const isRisky = (node: ts.Node): node is ts.Node => {
    if (before && node.getStart() >= before.getStart()) return false;
    if (isGiven(node)) return false;
    if (ts.isCallExpression(node)) return !isHarmless(target, node, given);
    if (ts.isNewExpression(node)) return !/^(?:Map|Set|Array|Error|\w*Error)$/.test(node.expression.getText());
    return ts.isThrowStatement(node) || ts.isYieldExpression(node) || ts.isTaggedTemplateExpression(node) || (ts.isAwaitExpression(node) && !given.some((each) => isWithin(each, node))) || node.getText() === 'process.env';
  };
  const found = descendants(body, isRisky)[0] ?? (isRisky(body) ? body : undefined);
  return found && `it also does \`${(found.getText().split('\n', 1)[0] ?? '').slice(0, 60)}\`, which a test would have to stand in for`;
}

/** What the language itself brings; `get` and `find` of anything else may ask anybody. */
const BUILT_IN = new Set(['Array', 'ReadonlyArray', 'Map', 'ReadonlyMap', 'Set', 'ReadonlySet', 'Promise', 'String', 'Date', 'ObjectConstructor', 'ArrayConstructor', 'NumberConstructor', 'PromiseConstructor', 'Math', 'JSON']);

function isHarmless(target: TargetProgram, call: ts.CallExpression, given: readonly ts.Node[]): boolean {
  const callee = bare(call.expression);
  if (!ts.isPropertyAccessExpression(callee)) return isPure(call);
  const isKnown = isPure(call) || HARMLESS.has(callee.name.text) || callee.getText() === 'Promise.all';
  return isKnown && (given.some((each) => isWithin(each, callee.expression)) || isBuiltIn(target, target.checker.getTypeAtLocation(callee.expression)));
}

function isBuiltIn(target: TargetProgram, type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every((part) => isBuiltIn(target, part));
  if ((type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.Undefined | ts.TypeFlags.Null)) !== 0 || target.checker.isArrayLikeType(type)) return true;
  const symbol = type.getSymbol();
  return symbol !== undefined && BUILT_IN.has(symbol.getName()) && (symbol.declarations ?? []).every((declaration) => target.pathOf(declaration) === undefined);
}

/** Whether a call of the function is certain to come to a place, whatever it is given: no branch around it, and no way out before it. */
export function isReached(fn: ts.FunctionLikeDeclaration, place: ts.Node): boolean {
  if (fn.body === undefined) return false;
  for (let child = place, node = place.parent; child !== fn.body && node !== fn; child = node, node = node.parent) {
    if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isSwitchStatement(node)) {
      if (node.expression !== child) return false;
    } else if (ts.isConditionalExpression(node)) {
      if (node.condition !== child) return false;
    } else if (ts.isBinaryExpression(node) && /^(?:&&|\|\||\?\?)=?$/.test(node.operatorToken.getText())) {
      if (node.left !== child) return false;
    } else if (ts.isCaseOrDefaultClause(node) || ts.isCatchClause(node) || ts.isForInStatement(node) || ts.isForStatement(node) || ts.isFunctionLike(node)) return false;
    else if (ts.isForOfStatement(node) && node.expression !== child) return false;
  }
  return descendants(fn.body, ts.isReturnStatement, true).every((exit) => exit.getStart() >= place.getStart() || isWithin(place, exit));
}

export const NOT_REACHED = 'whether the function comes to this depends on what it is given';
