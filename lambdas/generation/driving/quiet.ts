import ts from 'typescript';
import { bare, descendants, isWithin } from '../reading/enclosing.ts';
import { isPure } from '../reading/purity.ts';

/** Methods that change only what the function itself holds, or run a callback that is looked at by itself. */
const HARMLESS = new Set(['push', 'set', 'add', 'map', 'filter', 'flatMap', 'find', 'some', 'every', 'reduce', 'sort', 'forEach', 'get', 'has', 'catch', 'then', 'finally', 'json', 'text']);

/**
 * The first thing a function does that made-up values might not survive: a call of anything but the given ones and plain methods, an error of its own,
 * the environment. `undefined` when a test may run it as it is.
 */
export function unquiet(fn: ts.FunctionLikeDeclaration, given: readonly ts.Node[], before?: ts.Node): string | undefined {
  const { body } = fn;
  if (body === undefined) return 'it has no body';
  const isGiven = (node: ts.Node) => given.some((each) => isWithin(node, each));
  const isRisky = (node: ts.Node): node is ts.Node => {
    if (before && node.getStart() >= before.getStart()) return false;
    if (isGiven(node)) return false;
    if (ts.isCallExpression(node)) return !isHarmless(node, given);
    if (ts.isNewExpression(node)) return !/^(?:Map|Set|Array|Error|\w*Error)$/.test(node.expression.getText());
    return ts.isThrowStatement(node) || ts.isYieldExpression(node) || ts.isTaggedTemplateExpression(node) || (ts.isAwaitExpression(node) && !given.some((each) => isWithin(each, node))) || node.getText() === 'process.env';
  };
  const found = descendants(body, isRisky)[0] ?? (isRisky(body) ? body : undefined);
  return found && `it also does \`${(found.getText().split('\n', 1)[0] ?? '').slice(0, 60)}\`, which a test would have to stand in for`;
}

function isHarmless(call: ts.CallExpression, given: readonly ts.Node[]): boolean {
  if (isPure(call) || /^Promise\.all$/.test(call.expression.getText())) return true;
  const callee = bare(call.expression);
  return ts.isPropertyAccessExpression(callee) && HARMLESS.has(callee.name.text) && (isPure(callee.expression) || ts.isCallExpression(bare(callee.expression)) || given.some((each) => isWithin(each, callee.expression)));
}
