import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare, descendants, isOwnFunction } from '../../reading/enclosing.ts';
import { isWriteTarget } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';

const WRITING_STATIC = /^(?:Object\.(?:assign|definePropert(?:y|ies))|Reflect\.(?:set|defineProperty|deleteProperty))$/;

/** What has elements of that type changed without naming them: by position, by a computed name, by another type's name for the same property, many properties at once. Abstains for `keys`, properties of the element. */
export function refuseHiddenWrites(target: TargetProgram, root: ts.Node, element: ts.Type, keys: readonly string[]): void {
  if (keys.length === 0) return;
  for (const node of descendants(root, (each): each is ts.PropertyAccessExpression | ts.ElementAccessExpression => ts.isPropertyAccessExpression(each) || ts.isElementAccessExpression(each))) {
    const name = ts.isPropertyAccessExpression(node) ? node.name.text : ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : undefined;
    if ((name === undefined || keys.includes(name)) && isWritten(node) && mayBeElement(target, node.expression, element)) abstain(`\`${node.getText()}\`, which is written in the loop, may be what the search asks for`);
  }
  for (const call of descendants(root, ts.isCallExpression)) {
    const [changed] = call.arguments;
    if (changed && WRITING_STATIC.test(call.expression.getText()) && mayBeElement(target, changed, element)) abstain(`\`${call.expression.getText()}\` in the loop may change what the search asks for`);
  }
}

/** Arrays of which the code writes an element or the length. */
export const writtenArrays = (target: TargetProgram, root: ts.Node): ts.Expression[] =>
  descendants(root, (each): each is ts.PropertyAccessExpression | ts.ElementAccessExpression => ts.isElementAccessExpression(each) || (ts.isPropertyAccessExpression(each) && each.name.text === 'length'))
    .filter((node) => isWritten(node) && target.checker.isArrayType(target.checker.getTypeAtLocation(node.expression)))
    .map(({ expression }) => expression);

/** Code that a call or `new` runs without naming it as what is called: functions that are handed on by name, constructors and the fields of their classes. */
export function runUnnamed(target: TargetProgram, root: ts.Node): ts.Node[] {
  const passed = descendants(root, ts.isCallExpression).flatMap((call) => call.arguments.flatMap((argument) => declarationsOf(target, argument)));
  const functions = passed.flatMap((declaration): ts.Node[] => (isOwnFunction(declaration) ? [declaration] : ts.isVariableDeclaration(declaration) && declaration.initializer && isOwnFunction(bare(declaration.initializer)) ? [declaration.initializer] : []));
  return [...functions, ...descendants(root, ts.isNewExpression).flatMap((made) => constructing(target, made.expression))];
}

function constructing(target: TargetProgram, made: ts.Expression): ts.Node[] {
  return declarationsOf(target, made).filter(ts.isClassLike).flatMap((declared): ts.Node[] => [
    ...declared.members.filter((member) => ts.isConstructorDeclaration(member) || (ts.isPropertyDeclaration(member) && !(member.initializer && ts.isFunctionLike(member.initializer)))),
    ...(declared.heritageClauses ?? []).filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword).flatMap(({ types }) => types.flatMap(({ expression }) => constructing(target, expression))),
  ]);
}

const declarationsOf = (target: TargetProgram, node: ts.Expression): readonly ts.Declaration[] => {
  const name = ts.isPropertyAccessExpression(node) ? node.name : node;
  return (ts.isIdentifier(name) ? symbolOf(target, name)?.declarations : undefined)?.filter((declaration) => target.pathOf(declaration) !== undefined) ?? [];
};

/** Also as part of `[a[0], a[1]] = …`. */
function isWritten(node: ts.Node): boolean {
  if (isWriteTarget(node)) return true;
  let place = node;
  while (ts.isArrayLiteralExpression(place.parent) || ts.isObjectLiteralExpression(place.parent) || ts.isPropertyAssignment(place.parent) || ts.isSpreadElement(place.parent)) place = place.parent;
  return place !== node && ts.isBinaryExpression(place.parent) && place.parent.left === place && place.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

/** By its type, and unless it was written out as an object of its own. */
function mayBeElement(target: TargetProgram, changed: ts.Expression, element: ts.Type): boolean {
  const node = bare(changed);
  const type = target.checker.getTypeAtLocation(node);
  const isOwnThis = node.kind === ts.SyntaxKind.ThisKeyword && ts.findAncestor(node, ts.isConstructorDeclaration) !== undefined;
  if (isOwnThis || ts.isObjectLiteralExpression(node) || target.checker.isArrayType(type)) return false;
  const declaration = ts.isIdentifier(node) ? symbolOf(target, node)?.valueDeclaration : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isObjectLiteralExpression(bare(declaration.initializer)) && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0) return false;
  return target.checker.isTypeAssignableTo(type, element) || target.checker.isTypeAssignableTo(element, type);
}
