import ts from 'typescript';
import { innermost, isWritten } from './is-reference.ts';
import { loadedModule, moduleOf } from './modules.ts';
import type { PowerRule, Reading } from './power.ts';

const WRITERS: ReadonlySet<string> = new Set(['assign', 'defineProperty', 'defineProperties', 'setPrototypeOf', 'set', 'freeze', 'deleteProperty', 'seal', 'preventExtensions']);
/** CommonJS writes its exports so. */
const OWN: ReadonlySet<string> = new Set(['exports', 'module', 'process', 'require']);

/** What tests put a stand-in for, lest they wait as long as the service would. */
const STOOD_IN_FOR: ReadonlySet<string> = new Set(['AbortSignal.timeout']);

/** Changes of what all code shares: the runtime's objects, their prototypes, imported modules. */
export const tampering: PowerRule = (node, reading) => {
  if (ts.isIdentifier(node)) return reading.isGlobal(node) && isWritten(node) && !OWN.has(node.text) ? [`a change of ${node.text}`] : [];
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return isWritten(node) ? ofWrite(node, reading) : [];
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const { expression: owner, name } = node.expression;
  const [target] = node.arguments;
  if (target === undefined || !ts.isIdentifier(owner) || !/^(?:Object|Reflect)$/.test(owner.text) || !WRITERS.has(name.text)) return [];
  const shared = sharedName(target, reading);
  return shared === undefined ? [] : [`a change of ${shared}`];
};

function ofWrite(node: ts.PropertyAccessExpression | ts.ElementAccessExpression, reading: Reading): readonly string[] {
  const shared = sharedName(node.expression, reading);
  if (shared === undefined) return [];
  const name = ts.isPropertyAccessExpression(node) ? node.name.text : reading.valueOf(node.argumentExpression);
  const what = `${shared}.${typeof name === 'string' ? name : '*'}`;
  return reading.isTest && STOOD_IN_FOR.has(what) ? [] : [`a change of ${what}`];
}

/** What an expression is a part of, where all code has a part in it. */
function sharedName(expression: ts.Expression, reading: Reading): string | undefined {
  const node = innermost(expression);
  if (ts.isIdentifier(node)) {
    if (reading.isGlobal(node)) return OWN.has(node.text) || (reading.isTest && /^globalThis$/.test(node.text)) ? undefined : node.text;
    const module = moduleOf(node, reading);
    return module === undefined || module.startsWith('.') ? undefined : `module ${module}`;
  }
  const loaded = loadedModule(node);
  if (loaded !== undefined) return `module ${loaded}`;
  if (!ts.isPropertyAccessExpression(node) && !ts.isElementAccessExpression(node)) return undefined;
  const name = ts.isPropertyAccessExpression(node) ? node.name.text : reading.valueOf(node.argumentExpression);
  if (name === 'prototype' || name === '__proto__') {
    const owner = innermost(node.expression);
    return ts.isIdentifier(owner) && !reading.isGlobal(owner) && isOwnClass(reading.declarationOf(owner)) ? undefined : `${node.expression.getText(reading.source).slice(0, 40)}.${name}`;
  }
  const shared = sharedName(node.expression, reading);
  return shared === undefined ? undefined : `${shared}.${typeof name === 'string' ? name : '*'}`;
}

const isOwnClass = (declaration: ts.Declaration | undefined): boolean => declaration !== undefined && (ts.isClassLike(declaration) || ts.isFunctionLike(declaration));
