import ts from 'typescript';
import { bare } from './enclosing.ts';

const PURE_STATICS = new Set(['Object.keys', 'Object.values', 'Object.entries', 'Array.from', 'Array.isArray', 'String', 'Number', 'Boolean', 'encodeURIComponent', 'Math.min', 'Math.max', 'Math.round', 'Math.floor', 'Math.ceil', 'Math.abs', 'JSON.stringify', 'Number.isFinite', 'Number.isInteger']);

/** Methods of strings, arrays, maps and sets that only read. */
const PURE_METHODS = new Set([
  'map', 'filter', 'flatMap', 'slice', 'concat', 'join', 'includes', 'indexOf', 'find', 'some', 'every', 'at', 'keys', 'values', 'entries', 'has', 'flat', 'reduce', 'toSorted', 'toReversed',
  'trim', 'toLowerCase', 'toUpperCase', 'startsWith', 'endsWith', 'split', 'replace', 'replaceAll', 'padStart', 'padEnd', 'substring', 'toString', 'toFixed', 'toISOString', 'getTime',
]);

/**
 * Whether an expression can be worked out earlier, later or twice without anybody noticing:
 * names, literals, property reads, operators, and well-known reading methods with such arguments.
 */
export function isPure(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return isPureCall(node) && node.arguments.every(isPure);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return !ts.isBlock(node.body) && node.parameters.every(({ initializer }) => initializer === undefined || isPure(initializer)) && isPure(node.body);
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isDeleteExpression(node) || ts.isTaggedTemplateExpression(node)) return false;
  if (ts.isNewExpression(node)) return ['Set', 'Map', 'Date', 'URL', 'URLSearchParams'].includes(node.expression.getText()) && (node.arguments ?? []).length > 0 && (node.arguments ?? []).every(isPure);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) return false;
  if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)) return false;
  if (ts.isStatement(node) || ts.isClassLike(node) || ts.isFunctionLike(node)) return false;
  let pure = true;
  ts.forEachChild(node, (child) => {
    pure &&= isPure(child);
  });
  return pure;
}

function isPureCall(call: ts.CallExpression): boolean {
  const callee = bare(call.expression);
  if (PURE_STATICS.has(callee.getText())) return true;
  return ts.isPropertyAccessExpression(callee) && PURE_METHODS.has(callee.name.text) && isPure(callee.expression);
}
