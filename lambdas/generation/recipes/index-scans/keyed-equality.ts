import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { isPrimitiveType, isTotal, partsOf } from './total.ts';

/** `item.id === sought`, of a search. */
export type KeyedEquality = {
  /** How the key is written when the element is called `item`: `item => 'item.id'`. */
  readonly keyOf: (item: string) => string;
  /** Property names from the element to the key; empty when the element itself is compared. */
  readonly path: readonly string[];
  readonly keyType: ts.Type;
  /** Stored properties that make up the key. */
  readonly keySymbols: readonly ts.Symbol[];
  readonly sought: ts.Expression;
  readonly soughtType: ts.Type;
  /** Nothing else is asked of the element. */
  readonly isAll: boolean;
  readonly isNegated: boolean;
  /** What the search calls the element; `undefined` where it takes it apart. */
  readonly item: string | undefined;
};

/**
 * Reads the condition of a search for elements by one key. `undefined` when it is no such thing; abstains when it is one whose key cannot be kept in
 * a Map as it stands.
 */
export function keyedEquality(target: TargetProgram, condition: ts.Expression, element: ts.BindingName): KeyedEquality | undefined {
  const conjuncts = conjunctsOf(condition);
  const index = conjuncts.findIndex((each) => ts.isBinaryExpression(each) && /^[=!]==?$/.test(each.operatorToken.getText()) && sidesOf(target, each, element) !== undefined);
  const equality = conjuncts[index];
  if (equality === undefined || !ts.isBinaryExpression(equality)) return undefined;
  const operator = equality.operatorToken.getText();
  const isNegated = operator.startsWith('!');
  if (isNegated && conjuncts.length > 1) return undefined;
  const sides = sidesOf(target, equality, element);
  if (sides === undefined) return undefined;
  if (!conjuncts.slice(0, index).every(isPure)) abstain(`\`${conjuncts[0]?.getText() ?? ''}\` is asked of every element, and may have effects`);
  const keyType = target.checker.getTypeAtLocation(sides.key);
  const soughtType = target.checker.getTypeAtLocation(sides.sought);
  for (const [expression, type] of [[sides.key, keyType], [sides.sought, soughtType]] as const) {
    if (!isPrimitiveType(type)) abstain(`\`${expression.getText()}\` is not known to be a string or number, by which a Map could find it`);
    if (!isTotal(target, expression)) abstain(`\`${expression.getText()}\` may fail or have effects when it is worked out once more or less`);
  }
  if (operator.length === 2 && !isSameKind(keyType, soughtType)) abstain(`\`${operator}\` compares \`${sides.key.getText()}\` and \`${sides.sought.getText()}\`, which are of different types, loosely`);
  const path = pathOf(sides.key, element);
  if (path === undefined) return undefined;
  return {
    keyOf: (item) => path.text(item), path: path.names, keyType, soughtType, sought: sides.sought, isAll: conjuncts.length === 1, isNegated,
    keySymbols: namesIn(sides.key).flatMap((name) => symbolOf(target, name) ?? []), item: ts.isIdentifier(element) ? element.text : undefined,
  };
}

/** Which side speaks of the element, and of nothing else, and which of all but the element. */
function sidesOf(target: TargetProgram, { left, right }: ts.BinaryExpression, element: ts.BindingName): { key: ts.Expression; sought: ts.Expression } | undefined {
  const own = new Set(bound(element).flatMap((name) => target.checker.getSymbolAtLocation(name) ?? []));
  const speaks = (side: ts.Expression) => {
    const named = [...referencedSymbols(target, side)];
    const ofElement = named.filter((symbol) => own.has(symbol)).length;
    return { only: ofElement > 0 && ofElement === named.length, none: ofElement === 0 };
  };
  const [first, second] = [speaks(left), speaks(right)];
  if (first.only && second.none) return { key: bare(left), sought: right };
  return second.only && first.none ? { key: bare(right), sought: left } : undefined;
}

const bound = (name: ts.BindingName): ts.Identifier[] => (ts.isIdentifier(name) ? [name] : name.elements.flatMap((element) => (ts.isBindingElement(element) ? bound(element.name) : [])));

const conjunctsOf = (condition: ts.Expression): ts.Expression[] => {
  const node = bare(condition);
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? [...conjunctsOf(node.left), ...conjunctsOf(node.right)] : [node];
};

/** `user.address.zip`, `zip.trim()` of `({ zip })`: how to say it of an element with another name. */
function pathOf(key: ts.Expression, element: ts.BindingName): { names: string[]; text: (item: string) => string } | undefined {
  let root: ts.Expression = key;
  const names: string[] = [];
  while (!ts.isIdentifier(root)) {
    if (ts.isPropertyAccessExpression(root)) {
      if (!ts.isCallExpression(root.parent) || root.parent.expression !== root) names.unshift(root.name.text);
      root = root.expression;
    } else if (ts.isCallExpression(root) && root.arguments.length === 0) root = root.expression;
    else return undefined;
  }
  const rest = key.getText().slice(root.getEnd() - key.getStart());
  if (ts.isIdentifier(element)) return { names, text: (item) => item + rest };
  const part = ts.isObjectBindingPattern(element) ? element.elements.find(({ name }) => ts.isIdentifier(name) && name.text === root.getText()) : undefined;
  if (part === undefined || part.initializer || part.dotDotDotToken || (part.propertyName && !ts.isIdentifier(part.propertyName))) return undefined;
  const property = (part.propertyName ?? part.name).getText();
  return { names: [property, ...names], text: (item) => `${item}.${property}${rest}` };
}

const namesIn = (key: ts.Expression): ts.Identifier[] => {
  const names: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.name)) names.push(node.name);
    ts.forEachChild(node, visit);
  };
  visit(key);
  return names;
};

const isSameKind = (a: ts.Type, b: ts.Type): boolean => {
  const kinds = new Set([...partsOf(a), ...partsOf(b)].map(({ flags }) => [ts.TypeFlags.StringLike, ts.TypeFlags.NumberLike, ts.TypeFlags.BigIntLike].find((kind) => (flags & kind) !== 0) ?? 'other'));
  return kinds.size === 1 && !kinds.has('other');
};
