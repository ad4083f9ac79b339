import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import type { ChainLink } from '../../reading/call-chain.ts';
import { ownCallees, symbolOf } from '../../reading/callee.ts';
import { effectsOf } from '../../reading/effects.ts';
import { bare, isWithin, type OwnFunction } from '../../reading/enclosing.ts';
import { promised } from '../../reading/promised.ts';
import { isPure } from '../../reading/purity.ts';
import { isAssignedIn } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { givesAnswers } from './answer-style.ts';
import { leadingCall } from './bad-input.ts';
import { isHttpBorder, requestPath } from './border.ts';

/** A value at the border, proven to come from the request. */
export type RequestValue = {
  readonly border: ts.FunctionLike;
  /** What stands for the value at the border. */
  readonly text: string;
  /** Where at the border the value goes on towards its failure. */
  readonly node: ts.Node;
  /** Names from the event on, with `()` where a text was parsed: `['body', '()', 'items']`; `undefined` where not every step is in sight. */
  readonly path: readonly string[] | undefined;
};

/**
 * Follows a value outwards along the frames, from parameter to argument, until a border's request is reached; abstains where it comes from
 * elsewhere. With `asWhole`, a value that a function makes of the whole event's body counts too: then only the call can be guarded, not the value.
 */
export function requestValue(target: TargetProgram, chain: readonly ChainLink[], start: ts.Expression, asWhole: boolean): RequestValue {
  let expression = start;
  let suffix = '';
  let isWhole = false;
  for (let index = 0; ; index += 1) {
    const fn = ownerOf(target, expression, chain[index]?.fn);
    if (fn === undefined) return abstain(`where \`${start.getText()}\` comes from is not in sight`);
    if (isHttpBorder(target, fn) && givesAnswers(fn)) {
      if (!isPure(expression)) abstain(`\`${shown(expression)}\` cannot be looked at twice`);
      const path = isWhole && isEvent(target, expression, fn) ? ['body'] : pathOf(target, expression, fn, 0);
      if (path === undefined) return abstain(`\`${shown(expression)}\` does not come from the request alone`);
      return { border: fn, text: expression.getText() + suffix, node: expression, path: path === 'unknown' ? undefined : [...path, ...suffix.split('.').filter((name) => name !== '')] };
    }
    if (chain[index]?.fn !== fn) return abstain(`\`${shown(expression)}\` belongs to a function outside the one that failed`);
    const whole = asWhole && isHttpBorder(target, fn) && isMadeOfBody(target, expression, fn);
    isWhole ||= whole;
    const step = whole ? { position: 0, suffix: '' } : throughParameter(target, expression, fn);
    const call = leadingCall(target, chain, index);
    const argument = step && call?.arguments[step.position];
    if (step === undefined || argument === undefined) return abstain(`\`${shown(expression)}\` does not come from a request as far as is in sight: no HTTP border leads there`);
    suffix = step.suffix + suffix;
    expression = argument;
  }
}

/** The function in which the value's first name is declared. */
function ownerOf(target: TargetProgram, expression: ts.Expression, around: ts.FunctionLike | undefined): ts.FunctionLike | undefined {
  const declaration = symbolOf(target, rootOf(expression).root)?.valueDeclaration;
  if (declaration === undefined) return around;
  return ts.findAncestor(declaration.parent, ts.isFunctionLike) ?? (ts.isFunctionLike(declaration.parent) ? declaration.parent : undefined);
}

/** `order` and `.items.first` of `order.items.first`. */
function rootOf(expression: ts.Expression): { root: ts.Expression; suffix: string } {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node)) {
    const { root, suffix } = rootOf(node.expression);
    return { root, suffix: `${suffix}.${node.name.text}` };
  }
  if (ts.isElementAccessExpression(node)) return { root: rootOf(node.expression).root, suffix: '.?' };
  return { root: node, suffix: '' };
}

/** `event.body`, or a constant that is made of it. */
function isMadeOfBody(target: TargetProgram, expression: ts.Expression, fn: ts.FunctionLike): boolean {
  const declaration = symbolOf(target, bare(expression))?.valueDeclaration;
  const made = declaration && ts.isVariableDeclaration(declaration) && (declaration.parent.flags & ts.NodeFlags.Const) !== 0 ? declaration.initializer : expression;
  return made !== undefined && pathOf(target, made, fn, 0) !== undefined && /\bbody\b/i.test(made.getText());
}

/** Which argument brings the value into the function, and what is read of it. */
function throughParameter(target: TargetProgram, expression: ts.Expression, fn: ts.FunctionLike): { position: number; suffix: string } | undefined {
  const { root, suffix } = rootOf(expression);
  if (suffix.includes('?')) return undefined;
  const symbol = symbolOf(target, root);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || isAssignedIn(target, symbol, fn)) return undefined;
  const position = fn.parameters.findIndex((parameter) => isWithin(declaration, parameter));
  const parameter = fn.parameters[position];
  if (parameter === undefined) {
    if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined || (declaration.parent.flags & ts.NodeFlags.Const) === 0) return undefined;
    const step = throughParameter(target, declaration.initializer, fn);
    return step && { position: step.position, suffix: step.suffix + suffix };
  }
  if (declaration === parameter) return { position, suffix };
  if (ts.isBindingElement(declaration) && declaration.parent === parameter.name && declaration.initializer === undefined) return { position, suffix: `.${(declaration.propertyName ?? declaration.name).getText()}${suffix}` };
  return undefined;
}

/** The way from the event to a value at the border: read off it, parsed from it, or made of it by the service's own reader. */
function pathOf(target: TargetProgram, expression: ts.Expression, border: ts.FunctionLike, depth: number): readonly string[] | 'unknown' | undefined {
  const direct = requestPath(target, expression, border);
  if (direct) return direct;
  if (depth > 4) return undefined;
  const node = bare(expression);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return pathOfMade(target, node, border, depth + 1);
  const isDefault = (other: ts.Expression) => isConstant(other) || pathOf(target, other, border, depth + 1) !== undefined;
  if (ts.isBinaryExpression(node) && [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(node.operatorToken.kind)) return isDefault(node.right) ? pathOf(target, node.left, border, depth + 1) : undefined;
  if (ts.isConditionalExpression(node)) return isDefault(node.whenTrue) && isDefault(node.whenFalse) && !(isConstant(node.whenTrue) && isConstant(node.whenFalse)) ? 'unknown' : undefined;
  const { root, suffix } = rootOf(node);
  const symbol = symbolOf(target, root);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !isWithin(declaration, border)) return undefined;
  const variable = ts.findAncestor(declaration, ts.isVariableDeclaration);
  const bound = declaration !== variable && ts.isBindingElement(declaration) ? (declaration.parent.parent === variable ? [(declaration.propertyName ?? declaration.name).getText()] : undefined) : [];
  if (variable?.initializer === undefined || bound === undefined || isAssignedIn(target, symbol, border)) return undefined;
  const base = pathOf(target, variable.initializer, border, depth + 1);
  const names = suffix.split('.').filter((name) => name !== '');
  return base === undefined || base === 'unknown' || names.includes('?') ? (base && 'unknown') : [...base, ...bound, ...names];
}

/** Decoded, trimmed, parsed from a part of the request, or read from the event by a function of the service that keeps and asks nothing. */
function pathOfMade(target: TargetProgram, node: ts.CallExpression | ts.NewExpression, border: ts.FunctionLike, depth: number): readonly string[] | 'unknown' | undefined {
  const callee = bare(node.expression);
  const [input] = node.arguments ?? [];
  if (ts.isPropertyAccessExpression(callee) && READING_METHOD.test(callee.name.text) && pathOf(target, callee.expression, border, depth) !== undefined) return 'unknown';
  if (input === undefined) return undefined;
  const inner = pathOf(target, input, border, depth);
  if (callee.getText() === 'JSON.parse') return inner === undefined || inner === 'unknown' ? inner : [...inner, '()'];
  if (DECODER.test(callee.getText())) return inner && 'unknown';
  const readers = ts.isCallExpression(node) ? ownCallees(target, node) : [];
  return readers.length > 0 && readers.every((reader) => onlyReads(target, reader)) && (inner !== undefined || isEvent(target, input, border)) ? 'unknown' : undefined;
}

const READING_METHOD = /^(?:toString|trim|toLowerCase|toUpperCase|slice|split|replace|replaceAll|get|getAll|at)$/;
const DECODER = /^(?:Buffer\.from|decodeURI(?:Component)?|String|Number|BigInt|atob|URLSearchParams|Object\.(?:fromEntries|entries)|querystring\.parse|qs\.parse|Date|URL)$/;

/** Gives no promise, writes nothing, and uses no variable that outlives it. */
function onlyReads(target: TargetProgram, reader: OwnFunction): boolean {
  const signature = target.checker.getSignatureFromDeclaration(reader);
  const { reads, writes, writesOutside } = effectsOf(target, reader);
  const kept = [...reads].some((symbol) => symbol.valueDeclaration !== undefined && ts.isVariableDeclaration(symbol.valueDeclaration) && target.pathOf(symbol.valueDeclaration) !== undefined && !isWithin(symbol.valueDeclaration, reader) && !(symbol.valueDeclaration.initializer && isConstant(symbol.valueDeclaration.initializer)));
  return signature !== undefined && promised(target.checker, signature.getReturnType()) === undefined && writes.size === 0 && writesOutside === undefined && !kept;
}

/** A literal, of plain values only. */
const isConstant = (node: ts.Expression): boolean => {
  const value = bare(node);
  if (ts.isObjectLiteralExpression(value)) return value.properties.every((property) => ts.isPropertyAssignment(property) && isConstant(property.initializer));
  if (ts.isArrayLiteralExpression(value)) return value.elements.every(isConstant);
  return ts.isStringLiteralLike(value) || ts.isNumericLiteral(value) || ['undefined', 'null', 'true', 'false'].includes(value.getText());
};

const isEvent = (target: TargetProgram, node: ts.Expression, border: ts.FunctionLike) => symbolOf(target, bare(node))?.valueDeclaration === border.parameters[0];

export const shown = (node: ts.Node) => (node.getText().split('\n', 1)[0] ?? '').slice(0, 60);
