import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { bare } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { isAny } from '../../reading/promised.ts';
import { importedName } from '../reuse-clients/client-making.ts';

/** Something that is read whole before anything is done with it, and the stream of the same bytes. */
export type BufferedRead = {
  readonly what: 'file' | 'object' | 'answer';
  readonly call: ts.CallExpression;
  /** A path for files, else the expression whose bytes are read. */
  readonly from: ts.Expression;
  /** As text (`utf8`) rather than bytes. */
  readonly isText: boolean;
};

/** The read that an expression is: `await readFile(path, 'utf8')`, `await Body.transformToString()`, `await response.text()`; `undefined` for all else. */
export function bufferedRead(target: TargetProgram, expression: ts.Expression): BufferedRead | undefined {
  const node = bare(expression);
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'toString' && node.arguments.every(isUtf8)) {
    const read = bufferedRead(target, node.expression.expression);
    return read && !read.isText ? { ...read, isText: true } : undefined;
  }
  const call = ts.isAwaitExpression(node) ? bare(node.expression) : node;
  if (!ts.isCallExpression(call) || call.questionDotToken) return undefined;
  const imported = importedName(target, call.expression);
  const name = imported?.name.replace(/^default\./, '');
  const isFile = imported !== undefined && ((/^(?:node:)?fs\/promises$/.test(imported.module) && name === 'readFile' && call !== node) || (/^(?:node:)?fs$/.test(imported.module) && (name === 'readFileSync' ? call === node : name === 'promises.readFile' && call !== node)));
  if (isFile) return fileRead(call);
  if (call === node || !ts.isPropertyAccessExpression(call.expression) || call.expression.questionDotToken) return undefined;
  const from = call.expression.expression;
  if (!isPure(bare(from))) return undefined;
  const method = call.expression.name.text;
  if (method === 'transformToString' && call.arguments.every(isUtf8)) return { what: 'object', call, from, isText: true };
  if (method === 'text' && call.arguments.length === 0 && target.checker.getTypeAtLocation(from).getSymbol()?.getName() === 'Response') return { what: 'answer', call, from, isText: true };
  return undefined;
}

function fileRead(call: ts.CallExpression): BufferedRead | undefined {
  const [from, options] = call.arguments;
  if (from === undefined || call.arguments.length > 2 || !isPure(from)) return undefined;
  return options !== undefined && !isUtf8(options) ? undefined : { what: 'file', call, from, isText: options !== undefined };
}

/** `'utf8'`, or `{ encoding: 'utf8' }` and no more. */
const isUtf8 = (node: ts.Expression): boolean => /^(?:\{\s*encoding:\s*)?["'`](?:utf-?8|UTF-?8)["'`](?:,?\s*\})?$/.test(node.getText());

/** The bytes of the read one after the other, as an expression of the same file. */
export function streamText(target: TargetProgram, { what, from, call }: BufferedRead): string {
  if (what === 'answer') return `${from.getText()}.body ?? []`;
  if (what === 'object') {
    const isTyped = /\.[cm]?tsx?$/.test(call.getSourceFile().fileName);
    return isTyped && !isAny(target.checker.getTypeAtLocation(from)) ? `${from.getText()} as AsyncIterable<Uint8Array>` : from.getText();
  }
  const root = ts.isPropertyAccessExpression(call.expression) ? rootOf(call.expression) : undefined;
  const imported = root && importedName(target, root);
  const isModule = imported !== undefined && /^(?:node:)?fs$/.test(imported.module) && /^(?:\*|default)$/.test(imported.name);
  return `${root !== undefined && isModule ? `${root.getText()}.` : ''}createReadStream(${from.getText()})`;
}

const rootOf = (access: ts.PropertyAccessExpression): ts.Expression => (ts.isPropertyAccessExpression(access.expression) ? rootOf(access.expression) : access.expression);
