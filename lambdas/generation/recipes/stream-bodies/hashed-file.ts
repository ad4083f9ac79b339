import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { importedName } from '../reuse-clients/client-making.ts';
import { bufferedRead, streamText, type BufferedRead } from './buffered-read.ts';
import { followed } from './line-loop.ts';
import { removal } from './removal.ts';

/** `createHash('sha256').update(await readFile(path)).digest('hex')`: a file read whole to be hashed. */
export type HashedFile = { readonly read: BufferedRead; readonly edits: readonly TextEdit[] };

/** `undefined` for all other calls. The hash takes the file in parts; nobody sees it before the last of them. */
export function hashedFile(target: TargetProgram, digest: ts.CallExpression): HashedFile | undefined {
  const update = receiverCall(digest, 'digest');
  const create = update && receiverCall(update, 'update');
  if (update === undefined || create === undefined || update.arguments.length !== 1 || !/^(?:node:)?crypto$/.test(importedName(target, create.expression)?.module ?? '') || !create.expression.getText().endsWith('createHash')) return undefined;
  const statement = ts.findAncestor(digest, ts.isStatement);
  const [content] = update.arguments;
  if (statement === undefined || content === undefined || !ts.isBlock(statement.parent) || !isWhole(digest, statement)) return undefined;
  const gone: ts.VariableStatement[] = [];
  const read = bufferedRead(target, followed(target, content, statement, gone));
  if (read === undefined || read.what !== 'file' || read.isText || !ts.isAwaitExpression(read.call.parent)) return undefined;
  const { newline, semicolon } = sourceStyle(digest.getSourceFile().text);
  const indent = indentAt(digest.getSourceFile().text, statement.getStart());
  const name = freeName(target, statement, ['hash', 'fileHash']);
  const chunk = freeName(target, statement, ['chunk', 'part']);
  const lines = [`const ${name} = ${create.getText()}${semicolon}`, `for await (const ${chunk} of ${streamText(target, read)}) ${name}.update(${chunk})${semicolon}`];
  return {
    read,
    edits: [
      ...gone.map(removal),
      { start: statement.getStart(), end: statement.getStart(), text: lines.map((line) => `${line}${newline}${indent}`).join('') },
      { start: update.getStart(), end: update.getEnd(), text: name },
    ],
  };
}

function receiverCall(call: ts.CallExpression, method: string): ts.CallExpression | undefined {
  if (!ts.isPropertyAccessExpression(call.expression) || call.expression.name.text !== method || call.questionDotToken) return undefined;
  return ts.isCallExpression(call.expression.expression) ? call.expression.expression : undefined;
}

/** Nothing else is worked out in its statement before it. */
const isWhole = (digest: ts.CallExpression, statement: ts.Statement): boolean =>
  (ts.isReturnStatement(statement) && statement.expression === digest) ||
  (ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1 && statement.declarationList.declarations[0]?.initializer === digest);
