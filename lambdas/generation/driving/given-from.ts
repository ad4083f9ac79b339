import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { symbolOf } from '../reading/callee.ts';
import { bare } from '../reading/enclosing.ts';

/** Where a value comes from: a parameter of the function itself or of its class's constructor, and the way from there to the value. */
export type GivenFrom = { readonly by: 'call' | 'constructor'; readonly index: number; readonly path: readonly string[] };

/** Follows names, properties, constants and patterns back to a parameter of `fn`, or, from `this`, of the constructor; `undefined` when it ends elsewhere. */
export function givenFrom(target: TargetProgram, fn: ts.FunctionLikeDeclaration, value: ts.Expression, depth = 0): GivenFrom | undefined {
  const node = bare(value);
  if (depth > 6) return undefined;
  if (ts.isElementAccessExpression(node)) {
    const index = node.argumentExpression;
    return ts.isNumericLiteral(index) && index.text === '0' ? below(givenFrom(target, fn, node.expression, depth + 1), '0') : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) {
    return node.expression.kind === ts.SyntaxKind.ThisKeyword ? fieldFrom(fn, node.name) : below(givenFrom(target, fn, node.expression, depth + 1), node.name.text);
  }
  const declaration = ts.isIdentifier(node) ? symbolOf(target, node)?.valueDeclaration : undefined;
  if (declaration === undefined) return undefined;
  if (ts.isVariableDeclaration(declaration)) return (declaration.parent.flags & ts.NodeFlags.Const) !== 0 && declaration.initializer && ts.findAncestor(declaration, ts.isFunctionLike) === fn ? givenFrom(target, fn, declaration.initializer, depth + 1) : undefined;
  if (ts.isParameter(declaration)) return parameterFrom(fn, declaration);
  return ts.isBindingElement(declaration) ? elementFrom(target, fn, declaration, depth) : undefined;
}

const below = (from: GivenFrom | undefined, property: string): GivenFrom | undefined => from && { ...from, path: [...from.path, property] };

const parameterFrom = (fn: ts.FunctionLikeDeclaration, parameter: ts.ParameterDeclaration): GivenFrom | undefined => {
  const index = fn.parameters.indexOf(parameter);
  return index < 0 || parameter.dotDotDotToken ? undefined : { by: 'call', index, path: [] };
};

function elementFrom(target: TargetProgram, fn: ts.FunctionLikeDeclaration, element: ts.BindingElement, depth: number): GivenFrom | undefined {
  const name = element.propertyName ?? element.name;
  const pattern = element.parent;
  if (!ts.isObjectBindingPattern(pattern) || element.dotDotDotToken || element.initializer || !ts.isIdentifier(name)) return undefined;
  const holder = pattern.parent;
  if (ts.isParameter(holder)) return below(parameterFrom(fn, holder), name.text);
  if (ts.isBindingElement(holder)) return below(elementFrom(target, fn, holder, depth + 1), name.text);
  return holder.initializer && ts.findAncestor(holder, ts.isFunctionLike) === fn ? below(givenFrom(target, fn, holder.initializer, depth + 1), name.text) : undefined;
}

/** `constructor(private readonly http: Http) {}` or `this.http = http;` */
function fieldFrom(fn: ts.FunctionLikeDeclaration, field: ts.MemberName): GivenFrom | undefined {
  const made = ts.isClassLike(fn.parent) ? fn.parent.members.find(ts.isConstructorDeclaration) : undefined;
  if (made === undefined) return undefined;
  const direct = made.parameters.findIndex((parameter) => (ts.getModifiers(parameter)?.length ?? 0) > 0 && parameter.name.getText() === field.text);
  if (direct >= 0) return { by: 'constructor', index: direct, path: [] };
  for (const statement of made.body?.statements ?? []) {
    const set = ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression) && statement.expression.operatorToken.kind === ts.SyntaxKind.EqualsToken ? statement.expression : undefined;
    if (set?.left.getText() !== `this.${field.text}` || !ts.isIdentifier(set.right)) continue;
    const index = made.parameters.findIndex(({ name }) => set.right.getText() === name.getText());
    return index < 0 ? undefined : { by: 'constructor', index, path: [] };
  }
  return undefined;
}
