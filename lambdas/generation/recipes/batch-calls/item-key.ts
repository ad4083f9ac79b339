import ts from 'typescript';
import { rewritten } from '../../edits/rewritten.ts';
import { abstain } from '../../recipe.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { isAssignedIn, isDeclaredIn } from '../../reading/references.ts';
import type { ItemLoop } from '../../loops/item-loop.ts';

/** Turns expressions of a loop's body into the same expressions of its item alone, to be used before the loop. */
export type ItemReader = {
  /** The item's name in such expressions; a pattern stays as it is written. */
  readonly itemText: string;
  /** The expression in terms of the item; abstains when it depends on anything that is known only inside the loop. */
  read(expression: ts.Expression): string;
  /** Whether the expression differs from item to item. */
  varies(expression: ts.Expression): boolean;
};

/** A reader for a loop's body. `itemName`: what to call the item where the loop has only a counter. */
export function itemReader(target: TargetProgram, loop: ItemLoop, itemName: string): ItemReader {
  const isItemAccess = (node: ts.Node): boolean => {
    const place = ts.isNonNullExpression(node) ? node.expression : node;
    return loop.index !== undefined && ts.isElementAccessExpression(place) && place.expression.getText() === loop.collection.getText() && symbolOf(target, place.argumentExpression) === loop.index;
  };
  const inner = (symbol: ts.Symbol) => isDeclaredIn(symbol, loop.kind === 'map' ? loop.body.parent : loop.statement);
  const isItem = (symbol: ts.Symbol) => loop.item !== undefined && isDeclaredIn(symbol, loop.item);

  const read = (expression: ts.Expression, depth = 0): string => {
    if (depth > 4) return abstain('the key is worked out in too many steps to follow');
    if (!isPure(expression)) return abstain(`the key \`${expression.getText()}\` cannot be worked out before the loop`);
    return rewritten(expression, (node) => {
      if (isItemAccess(node)) return itemName;
      if (!ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)) return undefined;
      const symbol = symbolOf(target, node);
      if (symbol === undefined || isItem(symbol) || isDeclaredIn(symbol, expression)) return undefined;
      if (symbol === loop.index) return abstain('the key depends on the position in the list');
      if (!inner(symbol)) {
        if (isAssignedIn(target, symbol, loop.body)) return abstain(`\`${node.text}\` changes inside the loop: later keys depend on earlier rounds`);
        return undefined;
      }
      return inlined(symbol, node, depth);
    });
  };

  /** The value of a constant that the loop's body declares, written in its place. */
  const inlined = (symbol: ts.Symbol, node: ts.Identifier, depth: number): string => {
    const declaration = symbol.valueDeclaration;
    const list = declaration && ts.findAncestor(declaration, ts.isVariableDeclarationList);
    if (declaration === undefined || list === undefined || (list.flags & ts.NodeFlags.Const) === 0) return abstain(`\`${node.text}\` is known only inside the loop`);
    if (ts.isVariableDeclaration(declaration) && declaration.initializer) {
      const text = read(declaration.initializer, depth + 1);
      return /^[\w$.]+$/.test(text) ? text : `(${text})`;
    }
    const pattern = declaration.parent;
    if (ts.isBindingElement(declaration) && ts.isObjectBindingPattern(pattern) && declaration.initializer === undefined && declaration.dotDotDotToken === undefined && ts.isVariableDeclaration(pattern.parent) && pattern.parent.initializer) {
      const property = declaration.propertyName ?? declaration.name;
      if (ts.isIdentifier(property)) return `${read(pattern.parent.initializer, depth + 1)}.${property.text}`;
    }
    return abstain(`\`${node.text}\` is known only inside the loop`);
  };

  const varies = (expression: ts.Expression): boolean => {
    let found = false;
    const visit = (node: ts.Node): void => {
      const symbol = ts.isIdentifier(node) ? symbolOf(target, node) : undefined;
      if (isItemAccess(node) || (symbol !== undefined && !isDeclaredIn(symbol, expression) && (symbol === loop.index || inner(symbol) || isAssignedIn(target, symbol, loop.body)) && !isPropertyOf(node))) found = true;
      if (!found) ts.forEachChild(node, visit);
    };
    visit(expression);
    return found;
  };

  return { itemText: loop.item?.getText() ?? itemName, read, varies };
}

const isPropertyOf = (node: ts.Node) => ts.isPropertyAccessExpression(node.parent) && node.parent.name === node && bare(node.parent.expression) !== node;
