import ts from 'typescript';
import { innermost, memberOf } from './is-reference.ts';
import type { PowerRule, Reading } from './power.ts';

/** Members by which any value leads to the maker of functions, to prototypes, or to whoever called. */
const LEADS_OUT: ReadonlySet<string> = new Set(['constructor', '__proto__', '__defineGetter__', '__defineSetter__', '__lookupGetter__', '__lookupSetter__', 'caller', 'callee', 'mainModule', 'prepareStackTrace', 'getBuiltinModule', '_load', '_compile', 'createRequire']);
const REFLECTION: ReadonlySet<string> = new Set(['getPrototypeOf', 'setPrototypeOf', 'getOwnPropertyDescriptor', 'getOwnPropertyDescriptors', 'getOwnPropertyNames', 'getOwnPropertySymbols', 'defineProperty', 'defineProperties']);

/** Code made at run time, and the detours that lead to it: modules and methods chosen by a text, ways to a function's maker, `with`, a bare `this`. */
export const hiddenCode: PowerRule = (node, reading) => {
  if (ts.isWithStatement(node)) return ['with'];
  if (node.kind === ts.SyntaxKind.ThisKeyword) return reading.isSloppy && !isInClass(node) ? ['this outside of a class'] : [];
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    const name = memberOf(node, reading.valueOf)?.name;
    return name === 'url' || name === 'dirname' || name === 'filename' ? [] : [`import.meta${name === undefined ? '' : `.${name}`}`];
  }
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return ofCall(node, reading);
  if (ts.isTaggedTemplateExpression(node)) return isComputed(node.tag, reading) ? ['a method chosen at run time'] : [];
  return named(node, reading);
};

function ofCall(node: ts.CallExpression | ts.NewExpression, reading: Reading): readonly string[] {
  const { expression } = node;
  const [first] = node.arguments ?? [];
  if (expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === 'require')) {
    if (first === undefined || !ts.isStringLiteralLike(first)) return ['a module chosen at run time'];
    return /^[a-z][a-z\d+.-]+:/i.test(first.text) && !first.text.startsWith('node:') ? [`a module from ${first.text.slice(0, first.text.indexOf(':') + 1)}`] : [];
  }
  if (isComputed(expression, reading)) return ['a method chosen at run time'];
  if (ts.isIdentifier(expression) && /^set(?:Timeout|Interval|Immediate)$/.test(expression.text) && first !== undefined && typeof reading.valueOf(first) === 'string') return ['code in a text'];
  if (ts.isPropertyAccessExpression(expression) && ts.isIdentifier(expression.expression) && reading.isGlobal(expression.expression)) {
    const { expression: { text: owner }, name: { text: method } } = expression;
    if ((owner === 'Object' || owner === 'Reflect') && REFLECTION.has(method)) return [`${owner}.${method}`];
    if (owner === 'String' && /^from(?:CharCode|CodePoint)$/.test(method)) return ['text made of character codes'];
  }
  return isMadeOfNumbers(node, reading) ? ['text made of character codes'] : [];
}

/** `x[key](…)` with a key that is not known before it runs. A number is: it picks from a list. */
const isComputed = (callee: ts.Expression, { valueOf }: Reading): boolean => {
  const called = innermost(callee);
  return ts.isElementAccessExpression(called) && valueOf(called.argumentExpression) === undefined;
};

const LEAST_CODES = 4;

/** `new Uint8Array([104, 116, 116, 112])` and the like: a text that is not to be read. */
function isMadeOfNumbers(node: ts.CallExpression | ts.NewExpression, { valueOf }: Reading): boolean {
  const maker = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression;
  const value = node.arguments?.[0] === undefined ? undefined : valueOf(node.arguments[0]);
  return ts.isIdentifier(maker) && /^(?:Buffer|Uint(?:8|16|32)(?:Clamped)?Array)$/.test(maker.text) && Array.isArray(value) && value.length >= LEAST_CODES && value.every((each) => typeof each === 'number' && each >= 9 && each < 0x3000);
}

function named(node: ts.Node, { valueOf }: Reading): readonly string[] {
  const name = ts.isPropertyAccessExpression(node) ? node.name.text
    : ts.isElementAccessExpression(node) ? valueOf(node.argumentExpression)
    : ts.isBindingElement(node) && node.propertyName !== undefined && !ts.isComputedPropertyName(node.propertyName) ? node.propertyName.text
    : ts.isComputedPropertyName(node) ? valueOf(node.expression)
    : ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name)) && /^(?:__proto__|constructor|prepareStackTrace)$/.test(node.name.text) ? node.name.text
    : ts.isShorthandPropertyAssignment(node) ? node.name.text
    : ts.isStringLiteralLike(node) || ts.isBinaryExpression(node) || ts.isCallExpression(node) || ts.isTemplateExpression(node) ? valueOf(node) : undefined;
  if (typeof name !== 'string') return [];
  return LEADS_OUT.has(name) ? [`"${name}"`] : [];
}

const isInClass = (node: ts.Node): boolean => ts.findAncestor(node, (each) => (ts.isFunctionDeclaration(each) || ts.isFunctionExpression(each) || ts.isSourceFile(each) ? 'quit' : ts.isClassLike(each))) !== undefined;
