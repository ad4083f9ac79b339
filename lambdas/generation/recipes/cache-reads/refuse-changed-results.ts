import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, isTestPath, ownCallees, symbolOf } from '../../reading/callee.ts';
import { effectsOf } from '../../reading/effects.ts';
import { descendants } from '../../reading/enclosing.ts';
import { declaredSymbols, isWriteTarget } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';

const CHANGING_METHODS = new Set(['push', 'pop', 'shift', 'unshift', 'splice', 'sort', 'reverse', 'fill', 'set', 'add', 'delete', 'clear', 'copyWithin']);

/** Abstains when a caller changes what the function gave it: with a cache, the next caller would get the changed thing. */
export function refuseChangedResults(target: TargetProgram, name: string): void {
  for (const source of target.sources) {
    if (isTestPath(target.pathOf(source) ?? '')) continue;
    for (const call of descendants(source, ts.isCallExpression)) {
      if (calleeName(call) !== name) continue;
      const result = resultOf(call);
      if (isChangedHere(result)) abstain(`a caller changes what \`${name}\` gives it (\`${lineOf(result.parent)}\`)`);
      const { parent } = result;
      if (!ts.isVariableDeclaration(parent) || parent.initializer !== result) continue;
      const scope = ts.findAncestor(parent, ts.isFunctionLike) ?? source;
      for (const symbol of declaredSymbols(target, parent.name)) {
        const change = changeOf(target, symbol, scope);
        if (change) abstain(`a caller changes what \`${name}\` gives it (\`${lineOf(change)}\`)`);
      }
    }
  }
}

/** The call with the await and parentheses around it. */
function resultOf(call: ts.Expression): ts.Expression {
  let node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent) || ts.isAsExpression(node.parent)) node = node.parent;
  return node;
}

function changeOf(target: TargetProgram, symbol: ts.Symbol, scope: ts.Node): ts.Node | undefined {
  return descendants(scope, ts.isIdentifier).find((node) => {
    if (symbolOf(target, node) !== symbol) return false;
    const isOwnReassignment = ts.isBinaryExpression(node.parent) && node.parent.left === node;
    return (isWriteTarget(node) && !isOwnReassignment) || isChangedHere(node) || isPassedToChanger(target, node);
  });
}

/** `x.list.push(…)`, `Object.assign(x, …)` */
function isChangedHere(node: ts.Expression): boolean {
  let place: ts.Expression = node;
  while ((ts.isPropertyAccessExpression(place.parent) || ts.isElementAccessExpression(place.parent) || ts.isNonNullExpression(place.parent)) && place.parent.expression === place) {
    if (ts.isPropertyAccessExpression(place.parent) && CHANGING_METHODS.has(place.parent.name.text) && ts.isCallExpression(place.parent.parent) && place.parent.parent.expression === place.parent) return true;
    place = place.parent;
  }
  return ts.isCallExpression(place.parent) && place.parent.arguments[0] === place && place.parent.expression.getText() === 'Object.assign';
}

function isPassedToChanger(target: TargetProgram, node: ts.Identifier): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call)) return false;
  const position = call.arguments.indexOf(node);
  return ownCallees(target, call).some((callee) => {
    const parameter = callee.parameters[position];
    return parameter !== undefined && declaredSymbols(target, parameter.name).some((symbol) => effectsOf(target, callee).writes.has(symbol));
  });
}

const lineOf = (node: ts.Node) => ((ts.findAncestor(node, ts.isStatement) ?? node).getText().split('\n', 1)[0] ?? '').slice(0, 80);
