import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { placesNaming } from '../../reading/made-once.ts';

const ROUNDING = new Set(['Math.round', 'Math.floor', 'Math.ceil', 'Math.trunc', 'Math.abs']);

/**
 * Whether a zero in place of an expression leaves the result of the calculation around it as if the expression were not
 * there: it is added or taken away, perhaps after being multiplied, divided or rounded. A constant is followed to its uses.
 */
export function isZeroNeutral(target: TargetProgram, node: ts.Expression, depth = 0): boolean {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent)) return isZeroNeutral(target, parent, depth);
  if (ts.isCallExpression(parent)) return ROUNDING.has(parent.expression.getText()) && isZeroNeutral(target, parent, depth);
  if (ts.isBinaryExpression(parent)) return inOperation(target, node, parent, depth);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name) || (parent.parent.flags & ts.NodeFlags.Const) === 0 || depth > 2) return false;
  const symbol = target.checker.getSymbolAtLocation(parent.name);
  const uses = symbol === undefined ? [] : placesNaming(target, symbol);
  // Where the amount is also told to somebody, zero is what it was.
  const calculations = uses.filter((use) => !ts.isShorthandPropertyAssignment(use.parent) && !ts.isPropertyAssignment(use.parent));
  return calculations.length > 0 && calculations.every((use) => isZeroNeutral(target, use, depth + 1));
}

function inOperation(target: TargetProgram, node: ts.Expression, operation: ts.BinaryExpression, depth: number): boolean {
  const { PlusToken, MinusToken, PlusEqualsToken, MinusEqualsToken, AsteriskToken, SlashToken } = ts.SyntaxKind;
  const operator = operation.operatorToken.kind;
  const isRight = operation.right === node;
  if (operator === PlusToken) return true;
  if (operator === MinusToken || operator === PlusEqualsToken || operator === MinusEqualsToken) return isRight;
  const isScaled = operator === AsteriskToken || (operator === SlashToken && !isRight);
  return isScaled && isZeroNeutral(target, operation, depth);
}
