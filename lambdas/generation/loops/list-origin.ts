import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { symbolOf } from '../reading/callee.ts';
import { bare, descendants, isWithin } from '../reading/enclosing.ts';
import { isAssignedIn } from '../reading/references.ts';

/** Where a list comes from: the variable or property that holds it, its other names followed, and whether it is made in sight. */
export type Origin = { readonly value: ts.Expression; readonly symbol: ts.Symbol | undefined; readonly isFresh: boolean };

const COPYING = /^(?:map|filter|flatMap|slice|concat|flat|toSorted|toReversed|toSpliced|splice|split|matchAll)$/;
const COPYING_STATIC = /^(?:Object\.(?:keys|values|entries)|Array\.(?:from|of)|structuredClone|JSON\.parse)$/;

/** What an expression may be, all branches of `??`, `||` and `?:`. */
export function originsOf(target: TargetProgram, expression: ts.Expression): Origin[] {
  const value = bare(expression);
  if (ts.isConditionalExpression(value)) return [...originsOf(target, value.whenTrue), ...originsOf(target, value.whenFalse)];
  if (ts.isBinaryExpression(value) && [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(value.operatorToken.kind)) return [...originsOf(target, value.left), ...originsOf(target, value.right)];
  if (isMadeHere(value)) return [{ value, symbol: undefined, isFresh: true }];
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression) && /^(?:values|entries|keys)$/.test(value.expression.name.text)) return originsOf(target, value.expression.expression);
  const symbol = ts.isIdentifier(value) ? symbolOf(target, value) : ts.isPropertyAccessExpression(value) ? symbolOf(target, value.name) : undefined;
  const declaration = symbol?.valueDeclaration;
  const holds = ts.isIdentifier(value) && symbol && declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && !isAssignedIn(target, symbol, declaration.getSourceFile()) ? declaration.initializer : undefined;
  if (holds === undefined) return [{ value, symbol, isFresh: false }];
  return originsOf(target, holds).map((origin) => (origin.symbol === undefined ? { value, symbol, isFresh: origin.isFresh } : origin));
}

function isMadeHere(value: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value) || ts.isNewExpression(value)) return true;
  if (!ts.isCallExpression(value)) return false;
  const callee = value.expression;
  return COPYING_STATIC.test(callee.getText()) || (ts.isPropertyAccessExpression(callee) && COPYING.test(callee.name.text));
}

/** A list that is made in sight and, until the loop has ended, has no other name: nobody puts it where it could be met again. */
export function isKeptApart(target: TargetProgram, { symbol, isFresh }: Origin, loop: ts.Node): boolean {
  if (!isFresh) return false;
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined) return true;
  const fn = ts.findAncestor(declaration, ts.isFunctionLike);
  if (fn === undefined && ts.findAncestor(declaration, (node) => ts.isVariableStatement(node) && (ts.getModifiers(node)?.length ?? 0) > 0)) return false;
  const around = fn && isWithin(loop, fn) ? lastLoop(loop, fn) : undefined;
  return !descendants(fn ?? declaration.getSourceFile(), ts.isIdentifier).some((name) => (around === undefined || name.getStart() < around.getEnd()) && symbolOf(target, name) === symbol && isNamedAnew(name));
}

/** The outermost loop around: what stands in it after the inner loop comes before its next round. */
function lastLoop(loop: ts.Node, fn: ts.Node): ts.Node {
  let outermost = loop;
  for (let node = loop.parent; node !== fn; node = node.parent) if (ts.isIterationStatement(node, false) || ts.isFunctionLike(node)) outermost = node;
  return outermost;
}

/** `other = list`, `{ list }`, `[list]`, `use(list)`, `() => list`; a constant's other name is followed instead. */
function isNamedAnew(name: ts.Identifier): boolean {
  let place: ts.Node = name;
  while (ts.isParenthesizedExpression(place.parent) || ts.isAsExpression(place.parent) || ts.isNonNullExpression(place.parent) || ts.isSatisfiesExpression(place.parent) || ts.isConditionalExpression(place.parent)) place = place.parent;
  const { parent } = place;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === place && ts.isIdentifier(parent.name) && (parent.parent.flags & ts.NodeFlags.Const) === 0;
  if (ts.isPropertyDeclaration(parent)) return parent.initializer === place;
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === place)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === place;
  if (ts.isBinaryExpression(parent)) return parent.right === place && (parent.operatorToken.kind === ts.SyntaxKind.EqualsToken || parent.operatorToken.kind >= ts.SyntaxKind.FirstCompoundAssignment);
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return (parent.arguments ?? []).some((argument) => argument === place);
  return ts.isShorthandPropertyAssignment(parent) || ts.isArrayLiteralExpression(parent);
}
