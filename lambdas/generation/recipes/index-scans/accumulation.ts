import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { bare } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { referencedSymbols } from '../../reading/references.ts';
import { conditionOf, hasOwnThis, isAsync, shown } from './search.ts';
import { isPrimitiveType, mayBeNaN } from './total.ts';
import { abstain } from '../../recipe.ts';

/** A list made so that each element costs as much as all before it, and how it is made in one go. */
export type Accumulation = { readonly node: ts.CallExpression; readonly text: string; readonly what: string };

/** `undefined` for all other nodes; abstains where the one go would give something else. */
export function accumulationAt(target: TargetProgram, node: ts.Node): Accumulation | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.questionDotToken || node.expression.questionDotToken) return undefined;
  const list = node.expression.expression;
  const [callback, initial] = node.arguments;
  if (callback === undefined || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)) || isAsync(callback) || !target.checker.isArrayType(target.checker.getTypeAtLocation(list))) return undefined;
  const result = conditionOf(callback);
  if (result === undefined) return undefined;
  if (node.expression.name.text === 'filter' && initial === undefined) return distinct(target, node, list, callback, bare(result));
  return node.expression.name.text === 'reduce' && initial ? copied(target, node, list, callback, bare(result), bare(initial)) : undefined;
}

/** `xs.filter((x, i) => xs.indexOf(x) === i)` */
function distinct(target: TargetProgram, node: ts.CallExpression, list: ts.Expression, callback: ts.ArrowFunction | ts.FunctionExpression, result: ts.Expression): Accumulation | undefined {
  const [element, index, self] = callback.parameters.map(({ name }) => name.getText());
  if (element === undefined || index === undefined || !ts.isBinaryExpression(result) || !/^===?$/.test(result.operatorToken.getText())) return undefined;
  const [search, position] = ts.isCallExpression(bare(result.left)) ? [bare(result.left), result.right] : [bare(result.right), result.left];
  if (position.getText() !== index || !ts.isCallExpression(search) || search.arguments.length !== 1 || search.arguments[0]?.getText() !== element) return undefined;
  const searched = search.expression.getText();
  if (searched !== `${list.getText()}.indexOf` && searched !== `${self}.indexOf`) return undefined;
  if (searched !== `${self}.indexOf` && !isPure(list)) return undefined;
  const type = target.checker.getIndexTypeOfType(target.checker.getTypeAtLocation(list), ts.IndexKind.Number);
  if (type === undefined || !isPrimitiveType(type)) return abstain(`the elements of \`${list.getText()}\` are not known to be strings, of which a Set keeps each once`);
  if (mayBeNaN(type)) return abstain(`\`${list.getText()}\` may hold NaN, which a Set keeps and \`indexOf\` does not find`);
  return { node, text: `[...new Set(${list.getText()})]`, what: `\`${shown(node)}\` looks at all elements before each one` };
}

/** `xs.reduce((all, x) => [...all, f(x)], [])`, with `concat`, and `({ ...all, [key]: value })` */
function copied(target: TargetProgram, node: ts.CallExpression, list: ts.Expression, callback: ts.ArrowFunction | ts.FunctionExpression, result: ts.Expression, initial: ts.Expression): Accumulation | undefined {
  const [accumulator, ...others] = callback.parameters;
  if (accumulator === undefined || !ts.isIdentifier(accumulator.name) || others.length === 0 || others.length > 2 || hasOwnThis(callback)) return undefined;
  const made = madeFrom(accumulator.name.text, result, initial);
  if (made === undefined) return undefined;
  const symbol = symbolOf(target, accumulator.name);
  const use = made.parts.find((part) => symbol !== undefined && referencedSymbols(target, part).has(symbol));
  if (use) return abstain(`\`${shown(use)}\` looks at what has been gathered so far`);
  if (made.flattens && !target.checker.isArrayType(target.checker.getTypeAtLocation(made.flattens))) return abstain(`\`${made.flattens.getText()}\` is not known to be a list`);
  const acting = made.condition && made.parts.find((part) => !isPure(part));
  if (acting) return abstain(`\`${shown(acting)}\` may have effects, whose order would change`);
  const parameters = others.map((parameter) => parameter.getText()).join(', ');
  const arrow = (body: string) => `(${parameters}) => ${body}`;
  const element = others[0]?.name.getText();
  const from = made.condition ? `${list.getText()}.filter(${arrow(made.condition.getText())})` : list.getText();
  if (made.condition && others.length > 1) return abstain('the position of an element counts, and elements are left out');
  const isElementItself = made.method === 'map' && made.value === element;
  if (isElementItself && !made.condition) return undefined;
  const mapped = isElementItself ? from : `${from}.${made.method}(${arrow(made.value)})`;
  return { node, text: made.isObject ? `Object.fromEntries(${mapped})` : mapped, what: `\`${shown(node)}\` copies all that it has gathered for each element` };
}

type Made = { readonly method: 'map' | 'flatMap'; readonly value: string; readonly parts: readonly ts.Expression[]; readonly flattens?: ts.Expression; readonly condition?: ts.Expression; readonly isObject?: boolean };

function madeFrom(all: string, result: ts.Expression, initial: ts.Expression): Made | undefined {
  if (ts.isConditionalExpression(result)) {
    if (result.whenFalse.getText() !== all) return undefined;
    const made = madeFrom(all, bare(result.whenTrue), initial);
    return made && !made.condition ? { ...made, condition: result.condition, parts: [...made.parts, result.condition] } : undefined;
  }
  if (ts.isObjectLiteralExpression(result)) return ts.isObjectLiteralExpression(initial) && initial.properties.length === 0 ? entryOf(all, result) : undefined;
  if (!ts.isArrayLiteralExpression(initial) || initial.elements.length > 0) return undefined;
  if (ts.isArrayLiteralExpression(result)) {
    const [first, second] = result.elements;
    if (result.elements.length !== 2 || first === undefined || second === undefined || !ts.isSpreadElement(first) || first.expression.getText() !== all) return undefined;
    return ts.isSpreadElement(second)
      ? { method: 'flatMap', value: grouped(second.expression), parts: [second.expression], flattens: second.expression }
      : { method: 'map', value: grouped(second), parts: [second] };
  }
  if (!ts.isCallExpression(result) || result.expression.getText() !== `${all}.concat` || result.arguments.length !== 1) return undefined;
  const [added] = result.arguments;
  return added === undefined || ts.isSpreadElement(added) ? undefined : { method: 'flatMap', value: grouped(added), parts: [added], flattens: added };
}

/** `{ ...all, [key]: value }`: an own property each, the last value of a key in the place of its first, as `Object.fromEntries` has it. */
function entryOf(all: string, result: ts.ObjectLiteralExpression): Made | undefined {
  const [first, second] = result.properties;
  if (result.properties.length !== 2 || first === undefined || second === undefined || !ts.isSpreadAssignment(first) || first.expression.getText() !== all || !ts.isPropertyAssignment(second) || !ts.isComputedPropertyName(second.name)) return undefined;
  const key = second.name.expression;
  return { method: 'map', value: `[${key.getText()}, ${second.initializer.getText()}]`, parts: [key, second.initializer], isObject: true };
}

const grouped = (expression: ts.Expression): string => (ts.isObjectLiteralExpression(expression) ? `(${expression.getText()})` : expression.getText());
