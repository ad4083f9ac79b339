import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, isTestPath, symbolOf } from '../../reading/callee.ts';
import { changeOf, isChangedHere, isPassedToChanger } from '../../reading/changed-values.ts';
import { descendants, functionName, isOwnFunction, isWithin, type OwnFunction } from '../../reading/enclosing.ts';
import { declaredSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';

/** Functions that pass the answer on are followed this far. */
const DEEPEST = 3;

/** Abstains when a caller changes what the function gave it: with a cache, the next caller would get the changed thing. */
export function refuseChangedResults(target: TargetProgram, fn: OwnFunction, name: string): void {
  const change = changedByCallers(target, fn, name, 0);
  if (change) abstain(`a caller changes what \`${name}\` gives it (\`${lineOf(change)}\`)`);
}

function changedByCallers(target: TargetProgram, fn: OwnFunction, name: string, depth: number): ts.Node | undefined {
  for (const source of target.sources) {
    if (isTestPath(target.pathOf(source) ?? '')) continue;
    for (const call of descendants(source, ts.isCallExpression)) {
      if (!isCallOf(target, call, fn, name)) continue;
      const change = changedAfter(target, call, depth);
      if (change) return change;
    }
  }
  return undefined;
}

/** By name, whatever object it is called on; or under another name that it was imported as. */
const isCallOf = (target: TargetProgram, call: ts.CallExpression, fn: OwnFunction, name: string) =>
  calleeName(call) === name || (ts.isIdentifier(call.expression) && (symbolOf(target, call.expression)?.declarations ?? []).some((declaration) => declaration === fn || isWithin(fn, declaration) && ts.isVariableDeclaration(declaration)));

/** Where what an expression gives is changed: on the spot, through the variable that takes it, in `.then(…)`, or by who is given it on. */
function changedAfter(target: TargetProgram, given: ts.Expression, depth: number): ts.Node | undefined {
  const result = resultOf(given);
  const { parent } = result;
  if (isChangedHere(result) || isPassedToChanger(target, result)) return parent;
  const partChange = changeOfParts(target, result, 0);
  if (partChange) return partChange;
  const callback = thenCallback(result);
  const parameter = callback?.parameters[0];
  if (callback && parameter) return firstChange(target, declaredSymbols(target, parameter.name), callback);
  if (ts.isVariableDeclaration(parent) && parent.initializer === result) return firstChange(target, declaredSymbols(target, parent.name), ts.findAncestor(parent, ts.isFunctionLike) ?? parent.getSourceFile());
  const together = ts.isArrayLiteralExpression(parent) && ts.isCallExpression(parent.parent) && /\bPromise\.all$/.test(parent.parent.expression.getText()) ? parent.parent : undefined;
  if (together) return changedAfter(target, together, depth);
  const passing = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === result) ? ts.findAncestor(parent, ts.isFunctionLike) : undefined;
  const passingName = passing && functionName(passing);
  return passing && isOwnFunction(passing) && passingName !== undefined && depth < DEEPEST ? changedByCallers(target, passing, passingName, depth + 1) : undefined;
}

const firstChange = (target: TargetProgram, symbols: readonly ts.Symbol[], scope: ts.Node, depth = 0): ts.Node | undefined => {
  for (const symbol of symbols) {
    const change = changeOf(target, symbol, scope) ?? descendants(scope, ts.isIdentifier).filter((use) => symbolOf(target, use) === symbol).map((use) => changeOfParts(target, use, depth)).find((each) => each !== undefined);
    if (change) return change;
  }
  return undefined;
};

const EACH = /^(?:forEach|map|filter|find|findLast|flatMap|some|every|reduce|sort|toSorted)$/;
const PICKING = /^(?:find|findLast|at|filter|slice|concat|get|toSorted|toReversed|values|entries)$/;

/** What is done to the elements of something, or to its parts under another name: `for (const item of items) item.price = 0`. */
function changeOfParts(target: TargetProgram, whole: ts.Expression, depth: number): ts.Node | undefined {
  if (depth > DEEPEST) return undefined;
  let place = whole;
  for (;;) {
    const { parent } = place;
    if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === place) {
      const call = parent.parent;
      if (!ts.isPropertyAccessExpression(parent) || !ts.isCallExpression(call) || call.expression !== parent) place = parent;
      else {
        const [callback] = call.arguments;
        const inside = callback && EACH.test(parent.name.text) && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) ? firstChange(target, callback.parameters.flatMap(({ name }) => declaredSymbols(target, name)), callback, depth + 1) : undefined;
        if (inside || !PICKING.test(parent.name.text)) return inside;
        place = call;
      }
    } else if (ts.isNonNullExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || (ts.isBinaryExpression(parent) && /^(?:\?\?|\|\|)$/.test(parent.operatorToken.getText()))) place = parent;
    else break;
  }
  const { parent } = place;
  if (ts.isForOfStatement(parent) && parent.expression === place && ts.isVariableDeclarationList(parent.initializer)) return firstChange(target, parent.initializer.declarations.flatMap(({ name }) => declaredSymbols(target, name)), parent.statement, depth + 1);
  if (place !== whole && isChangedHere(place)) return parent;
  if (ts.isVariableDeclaration(parent) && parent.initializer === place) return firstChange(target, declaredSymbols(target, parent.name), ts.findAncestor(parent, ts.isFunctionLike) ?? parent.getSourceFile(), depth + 1);
  return undefined;
}

/** The call with the await and parentheses around it. */
function resultOf(call: ts.Expression): ts.Expression {
  let node = call;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent) || ts.isAsExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  return node;
}

/** `get().then((answer) => …)` */
function thenCallback(result: ts.Expression): ts.ArrowFunction | ts.FunctionExpression | undefined {
  const access = result.parent;
  if (!ts.isPropertyAccessExpression(access) || access.name.text !== 'then' || !ts.isCallExpression(access.parent)) return undefined;
  const [first] = access.parent.arguments;
  return first && (ts.isArrowFunction(first) || ts.isFunctionExpression(first)) ? first : undefined;
}

const lineOf = (node: ts.Node) => ((ts.findAncestor(node, ts.isStatement) ?? node).getText().split('\n', 1)[0] ?? '').slice(0, 80);
