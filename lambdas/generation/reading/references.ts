import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { symbolOf } from './callee.ts';
import { isWithin } from './enclosing.ts';

/** The variables, parameters, functions and classes that a piece of code names; property names are not among them. */
export function referencedSymbols(target: TargetProgram, root: ts.Node): Set<ts.Symbol> {
  const found = new Set<ts.Symbol>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isPropertyName(node)) {
      const symbol = symbolOf(target, node);
      if (symbol) found.add(symbol);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

/** A name after a dot, or the left side of `name: value`. */
const isPropertyName = (node: ts.Identifier) =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
  (ts.isBindingElement(node.parent) && node.parent.propertyName === node) ||
  ts.isTypeNode(node.parent);

/** The symbols of the variables that a binding name declares. */
export function declaredSymbols(target: TargetProgram, name: ts.BindingName): ts.Symbol[] {
  if (ts.isIdentifier(name)) {
    const symbol = target.checker.getSymbolAtLocation(name);
    return symbol ? [symbol] : [];
  }
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? declaredSymbols(target, element.name) : []));
}

/** Whether a symbol is declared inside `scope`. */
export const isDeclaredIn = (symbol: ts.Symbol, scope: ts.Node) => (symbol.declarations ?? []).some((declaration) => isWithin(declaration, scope));

/** Whether a variable is written anywhere inside `scope` but where it is declared. */
export function isAssignedIn(target: TargetProgram, symbol: ts.Symbol, scope: ts.Node): boolean {
  let assigned = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isWriteTarget(node) && symbolOf(target, node) === symbol) assigned = true;
    if (!assigned) ts.forEachChild(node, visit);
  };
  visit(scope);
  return assigned;
}

/** `x = …`, `x += …`, `x++`, also for a property or element of x. */
export function isWriteTarget(node: ts.Node): boolean {
  let place = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node ? node.parent : node;
  while ((ts.isPropertyAccessExpression(place.parent) || ts.isElementAccessExpression(place.parent) || ts.isNonNullExpression(place.parent)) && place.parent.expression === place) place = place.parent;
  const { parent } = place;
  if (ts.isBinaryExpression(parent) && parent.left === place) return parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  return (ts.isPostfixUnaryExpression(parent) && parent.operand === place) || (ts.isDeleteExpression(parent) && parent.expression === place) || (ts.isPrefixUnaryExpression(parent) && parent.operand === place && (parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken));
}
