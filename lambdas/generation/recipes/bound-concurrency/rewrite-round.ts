import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, symbolOf } from '../../reading/callee.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { isAny } from '../../reading/promised.ts';
import { declaredSymbols } from '../../reading/references.ts';
import { nounOf, singular } from '../batch-calls/rewrite-loop.ts';
import type { Limiter } from './limiter.ts';
import type { LoopRound } from './loop-round.ts';

/**
 * All answers are asked for in front of the loop, a few at a time; the loop goes over them, with its items where it still needs
 * these, and is otherwise as it was.
 */
export function rewriteRound(target: TargetProgram, round: LoopRound, limiter: Limiter): TextEdit[] {
  const { loop, body, item, awaited, statement } = round;
  const { text } = loop.getSourceFile();
  const style = sourceStyle(text);
  const indent = indentAt(text, loop.getStart());

  const declaration = wholeDeclaration(awaited, statement);
  const answer = declaration?.getText() ?? freeName(target, statement, wishesFor(awaited));
  const needed = neededItems(target, round);
  const answerField = declaration && !ts.isIdentifier(declaration) ? freeName(target, statement, ['answer', 'found']) : answer;
  const fields = [...needed, answerField];
  const listName = freeName(target, loop, [plural(declaration && ts.isIdentifier(declaration) ? answer : (wishesFor(awaited)[0] ?? 'answer')), 'answers', 'allAnswers']);

  const parameter = item.getText();
  const asked = awaited.expression.getText();
  const value = declaration && !ts.isIdentifier(declaration) ? `${answerField}: await ${asked}` : `${answer}: await ${asked}`;
  const arrow = /\bawait\b/.test(asked) ? `async (${parameter}) =>` : `(${parameter}) =>`;
  const oneLineWork = needed.length === 0 ? `${arrow} ${asked}` : `async (${parameter}) => ({ ${[...needed, value].join(', ')} })`;
  const items = listText(target, loop.expression);
  const head = `const ${listName} = await `;
  const oneLine = `${head}${limiter.call(items, oneLineWork)}${style.semicolon}`;
  const deeper = `${style.newline}${indent}${style.indent}`;
  const comma = style.trailingComma ? ',' : '';
  const broken = needed.length === 0 ? `${arrow}${deeper}${asked}${comma}${style.newline}${indent}` : `async (${parameter}) => ({${[...needed, value].map((field) => `${deeper}${field}`).join(',')}${comma}${style.newline}${indent}})`;
  const asking = indent.length + oneLine.length <= style.width ? oneLine : `${head}${limiter.call(items, broken)}${style.semicolon}`;

  const pattern = needed.length === 0 ? answer : `{ ${fields.map((field) => (field === answerField && answer !== answerField ? `${answerField}: ${answer}` : field)).join(', ')} }`;
  return [
    ...limiter.edits,
    { start: loop.getStart(), end: loop.getStart(), text: `${asking}${style.newline}${indent}` },
    { start: item.getStart(), end: item.getEnd(), text: pattern },
    { start: loop.expression.getStart(), end: loop.expression.getEnd(), text: listName },
    declaration ? removal(body, statement) : mention(awaited, answer),
  ];
}

/** The name in place of the await and of the parentheses that it needed. */
function mention(awaited: ts.AwaitExpression, name: string): TextEdit {
  const place = ts.isParenthesizedExpression(awaited.parent) ? awaited.parent : awaited;
  return { start: place.getStart(), end: place.getEnd(), text: name };
}

/** What `const name = await …;` declares, when that is the whole statement. */
function wholeDeclaration(awaited: ts.AwaitExpression, statement: ts.Statement): ts.BindingName | undefined {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
  return declaration?.initializer === awaited && isConstant && declaration.type === undefined ? declaration.name : undefined;
}

/** The names of the item that the rest of the round still uses. */
function neededItems(target: TargetProgram, { item, body, awaited }: LoopRound): string[] {
  const names = descendants(body, ts.isIdentifier).filter((name) => !isWithin(name, awaited));
  return declaredSymbols(target, item).filter((symbol) => names.some((name) => symbolOf(target, name) === symbol)).map((symbol) => symbol.getName());
}

/** A list as it stands; anything else that can be gone over is made one. */
function listText(target: TargetProgram, collection: ts.Expression): string {
  const type = target.checker.getTypeAtLocation(collection);
  const isList = !isAny(type) && target.checker.isArrayLikeType(type);
  return isList ? collection.getText() : `[...${collection.getText()}]`;
}

function wishesFor(awaited: ts.AwaitExpression): string[] {
  const call = descendants(awaited, ts.isCallExpression)[0];
  const callee = bare(awaited.expression);
  const name = (ts.isCallExpression(callee) ? calleeName(callee) : undefined) ?? (call && calleeName(call)) ?? '';
  const noun = nounOf(name);
  return [...(noun === undefined ? [] : [singular(noun)]), 'answer', 'found'];
}

const plural = (noun: string) => (noun.endsWith('s') ? `all${noun.replace(/^./, (letter) => letter.toUpperCase())}` : /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`);

/** The statement with its line; the comments above it stay with what comes next. */
function removal(body: ts.Statement, statement: ts.Statement): TextEdit {
  const { text } = statement.getSourceFile();
  const next = ts.isBlock(body) ? body.statements[1] : undefined;
  const lineStart = text.lastIndexOf('\n', statement.getStart() - 1) + 1;
  const lineEnd = text.indexOf('\n', statement.getEnd());
  const isAlone = text.slice(lineStart, statement.getStart()).trim() === '' && text.slice(statement.getEnd(), lineEnd).trim() === '';
  if (!isAlone || next === undefined) return { start: statement.getStart(), end: next?.getStart() ?? statement.getEnd(), text: '' };
  const blank = /^(?:[ \t]*\r?\n)+/.exec(text.slice(lineEnd + 1))?.[0] ?? '';
  return { start: lineStart, end: lineEnd + 1 + blank.length, text: '' };
}
