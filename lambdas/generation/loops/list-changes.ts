import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { ownCallees } from '../reading/callee.ts';
import { bare, descendants } from '../reading/enclosing.ts';
import { reachable, runBy } from '../reading/reachable.ts';
import { abstain } from '../recipe.ts';
import { isKeptApart, originsOf, type Origin } from './list-origin.ts';
import { firstLine } from '../reading/first-line.ts';

/** A place where something is put into a list, set, map or object, or taken out of it. */
export type ListChange = Origin & { readonly at: ts.Node };

const CHANGING_METHODS = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|append|delete|clear)$/;
const DEEPEST = 5;

/** All such places in a piece of code and in the target's own functions that it runs, five calls deep at most. */
export function changedTogether(target: TargetProgram, root: ts.Node): ListChange[] {
  return allRunBy(target, root).flatMap((body) => descendants(body, ts.isExpression).flatMap((node) => {
    const changed = changedBy(node);
    return changed ? originsOf(target, changed).map((origin) => ({ ...origin, at: node })) : [];
  }));
}

/** Abstains when the list of a loop may grow or shrink while the loop goes over it, under whatever name. */
export function refuseGrowing(target: TargetProgram, loop: ts.ForOfStatement, changes: readonly ListChange[]): void {
  const items = originsOf(target, loop.expression).filter(({ isFresh, symbol }) => !isFresh || symbol !== undefined);
  for (const item of items) {
    const apart = isKeptApart(target, item, loop);
    const change = changes.find((each) => (each.symbol !== undefined && each.symbol === item.symbol) || (!apart && !isKeptApart(target, each, loop) && isSameKind(target, each.value, item.value)));
    if (change) abstain(`the loop may change the list that it goes over (\`${firstLine(change.at)}\`)`);
    const unknown = apart || !isShared(item) ? undefined : allRunBy(target, loop.statement).flatMap((body) => descendants(body, ts.isCallExpression)).find((call) => isUnknown(target, call));
    if (unknown) abstain(`what \`${firstLine(unknown)}\` does is not in sight: it may change the list that the loop goes over`);
  }
}

const allRunBy = (target: TargetProgram, root: ts.Node): ts.Node[] => [root, ...reachable(target, runBy(target, root), DEEPEST)];

/** `x.push(…)`, `x[0] = …`, `x.length = 0`, `delete x[0]`, `Object.assign(x, …)` */
function changedBy(node: ts.Expression): ts.Expression | undefined {
  if (ts.isCallExpression(node)) {
    if (/^(?:Object\.assign|Array\.prototype\.\w+\.(?:call|apply)|Reflect\.set)$/.test(node.expression.getText())) return node.arguments[0];
    const { expression } = node;
    return ts.isPropertyAccessExpression(expression) && CHANGING_METHODS.test(expression.name.text) ? expression.expression : undefined;
  }
  if (ts.isDeleteExpression(node)) return partOf(node.expression);
  const isAssignment = ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return isAssignment ? partOf(node.left) : undefined;
}

function partOf(place: ts.Expression): ts.Expression | undefined {
  const inner = bare(place);
  if (ts.isElementAccessExpression(inner)) return inner.expression;
  return ts.isPropertyAccessExpression(inner) && inner.name.text === 'length' ? inner.expression : undefined;
}

/** As far as types show, both may be one and the same list. */
function isSameKind({ checker }: TargetProgram, one: ts.Expression, other: ts.Expression): boolean {
  const types = [one, other].map((each) => checker.getNonNullableType(checker.getTypeAtLocation(each)));
  const [a, b] = types;
  return a === undefined || b === undefined || checker.isTypeAssignableTo(a, b) || checker.isTypeAssignableTo(b, a);
}

/** A property, or a variable of a module: others hold it too. */
const isShared = ({ symbol, value }: Origin): boolean => {
  const declaration = symbol?.valueDeclaration;
  return declaration === undefined || ts.isPropertyAccessExpression(value) || !(ts.isParameter(declaration) || ts.isBindingElement(declaration)) && ts.findAncestor(declaration, ts.isFunctionLike) === undefined;
};

/** A function that somebody has handed in: its type is in sight, its body is not. */
function isUnknown(target: TargetProgram, call: ts.CallExpression): boolean {
  const declaration = target.checker.getResolvedSignature(call)?.declaration;
  return declaration !== undefined && ts.isFunctionTypeNode(declaration) && target.pathOf(declaration) !== undefined && ownCallees(target, call).length === 0;
}
