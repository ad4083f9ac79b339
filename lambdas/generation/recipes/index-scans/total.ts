import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { bare } from '../../reading/enclosing.ts';
import { isAny } from '../../reading/promised.ts';

const TOTAL_METHODS = new Set(['toLowerCase', 'toUpperCase', 'trim', 'toString']);
const PRIMITIVE = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike | ts.TypeFlags.BigIntLike | ts.TypeFlags.ESSymbolLike | ts.TypeFlags.Null | ts.TypeFlags.Undefined;

/** Whether an expression gives a value whenever and however often it is worked out: by its types it cannot throw, wait or change anything. */
export function isTotal(target: TargetProgram, expression: ts.Expression): boolean {
  const node = bare(expression);
  if (ts.isIdentifier(node) || ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.NullKeyword || node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true;
  if (ts.isPropertyAccessExpression(node)) return isPlainProperty(target, node) && isTotal(target, node.expression);
  if (ts.isTemplateExpression(node)) return node.templateSpans.every((span) => isPrimitive(target, span.expression) && isTotal(target, span.expression));
  if (ts.isBinaryExpression(node)) return /^(?:\+|-|\?\?)$/.test(node.operatorToken.getText()) && [node.left, node.right].every((side) => isPrimitive(target, side) && isTotal(target, side));
  if (!ts.isCallExpression(node)) return false;
  if (node.expression.getText() === 'String') return node.arguments.every((argument) => isPrimitive(target, argument) && isTotal(target, argument));
  return ts.isPropertyAccessExpression(node.expression) && TOTAL_METHODS.has(node.expression.name.text) && node.arguments.length === 0 && isPrimitive(target, node.expression.expression) && (isPresent(target, node.expression.expression) || node.expression.questionDotToken !== undefined) && isTotal(target, node.expression.expression);
}

/** A property that is stored, of something that is there. */
function isPlainProperty(target: TargetProgram, node: ts.PropertyAccessExpression): boolean {
  if (node.questionDotToken === undefined && !isPresent(target, node.expression)) return false;
  const declarations = target.checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  return declarations.length > 0 && !declarations.some((declaration) => ts.isAccessor(declaration) || ts.isMethodDeclaration(declaration));
}

const isPresent = (target: TargetProgram, node: ts.Expression): boolean => {
  const type = target.checker.getTypeAtLocation(node);
  return !isAny(type) && !partsOf(type).some(({ flags }) => (flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)) !== 0);
};

const isPrimitive = (target: TargetProgram, node: ts.Expression): boolean => isPrimitiveType(target.checker.getTypeAtLocation(node));

/** Strings, numbers and the like, or their absence: what `===` and a Map's keys compare alike, but for NaN. */
export const isPrimitiveType = (type: ts.Type): boolean => partsOf(type).every(({ flags }) => (flags & PRIMITIVE) !== 0);

export const mayBeNaN = (type: ts.Type): boolean => partsOf(type).some(({ flags }) => (flags & ts.TypeFlags.Number) !== 0);

export const partsOf = (type: ts.Type): readonly ts.Type[] => (type.isUnion() ? type.types : [type]);
