import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName } from '../../reading/callee.ts';
import { bare } from '../../reading/enclosing.ts';
import type { Wait } from './wait.ts';

/** One `Promise.all` where the first wait stands; the others go, or are named where they stood. */
export function joinWaits(target: TargetProgram, waits: readonly Wait[]): TextEdit[] {
  const [first] = waits;
  if (first === undefined) return [];
  const { text } = first.statement.getSourceFile();
  const style = sourceStyle(text);
  const indent = indentAt(text, first.statement.getStart());
  const taken: string[] = [];
  const named = waits.map((wait) => {
    const name = wait.declaration?.name.getText() ?? freeName(target, first.statement, wishesFor(wait).filter((wish) => !taken.includes(wish)));
    taken.push(name);
    return { wait, name };
  });

  const comments = waits.map((wait, index) => (index === 0 ? [] : wait.declaration ? commentsOf(wait.statement) : []));
  const operands = waits.map(({ awaited }) => awaited.expression.getText());
  const names = `const [${named.map(({ name }) => name).join(', ')}]`;
  const oneLine = `${names} = await Promise.all([${operands.join(', ')}])${style.semicolon}`;
  const fits = indent.length + oneLine.length <= style.width && !oneLine.includes('\n') && comments.every((each) => each.length === 0);
  const inner = indent + style.indent;
  const deeper = (operand: string) => (operand.includes('`') ? operand : operand.replaceAll(/\n/g, `\n${style.indent}`));
  const elements = operands.map((operand, index) => [...(comments[index] ?? []), `${deeper(operand)}${index < operands.length - 1 || style.trailingComma ? ',' : ''}`].map((line) => `${inner}${line}`).join(style.newline));
  const joined = fits ? oneLine : [`${names} = await Promise.all([`, ...elements, `${indent}])${style.semicolon}`].join(style.newline);

  const start = first.statement.getStart();
  const head: TextEdit = first.declaration ? { start, end: first.statement.getEnd(), text: joined } : { start, end: start, text: `${joined}${style.newline}${indent}` };
  return [head, ...named.flatMap(({ wait, name }, index) => (wait.declaration ? (index === 0 ? [] : [removal(wait.statement)]) : [mention(wait.awaited, name)]))];
}

/** The statement with its own comments and its line break. */
function removal(statement: ts.Statement): TextEdit {
  const { text } = statement.getSourceFile();
  const commentStart = ts.getLeadingCommentRanges(text, statement.getFullStart())?.[0]?.pos ?? statement.getStart();
  const lineStart = text.lastIndexOf('\n', commentStart - 1) + 1;
  const lineEnd = text.indexOf('\n', statement.getEnd());
  const rest = text.slice(statement.getEnd(), lineEnd < 0 ? undefined : lineEnd).trim();
  const isAlone = text.slice(lineStart, commentStart).trim() === '' && (rest === '' || rest.startsWith('//'));
  if (!isAlone) return { start: commentStart, end: statement.getEnd(), text: '' };
  const end = lineEnd < 0 ? text.length : lineEnd + 1;
  const blankBefore = /\n[ \t]*\r?\n$/.test(text.slice(0, lineStart));
  const blankAfter = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0];
  return { start: lineStart, end: blankBefore && blankAfter !== undefined ? end + blankAfter.length : end, text: '' };
}

/** Comments above a statement and at the end of its line, to go with what it waits for. */
function commentsOf(statement: ts.Statement): string[] {
  const { text } = statement.getSourceFile();
  const ranges = [...(ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []), ...(ts.getTrailingCommentRanges(text, statement.getEnd()) ?? [])];
  return ranges.map(({ pos, end }) => text.slice(pos, end));
}

/** The name in place of the await; `{ total: total }` becomes `{ total }`. */
function mention(awaited: ts.AwaitExpression, name: string): TextEdit {
  let place: ts.Node = awaited;
  while (ts.isParenthesizedExpression(place.parent)) place = place.parent;
  const { parent } = place;
  if (ts.isPropertyAssignment(parent) && bare(parent.initializer) === awaited && parent.name.getText() === name) place = parent;
  return { start: place.getStart(), end: place.getEnd(), text: name };
}

/** The property or variable that it is for, else what its function is named after. */
function wishesFor({ awaited }: Wait): string[] {
  const holder = ts.findAncestor(awaited.parent, (node) => (ts.isStatement(node) ? 'quit' : ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node)));
  const direct = holder && (ts.isPropertyAssignment(holder) || ts.isVariableDeclaration(holder)) && holder.initializer && bare(holder.initializer) === awaited ? holder.name.getText() : undefined;
  const call = bare(awaited.expression);
  const callee = ts.isCallExpression(call) ? (calleeName(call) ?? 'result') : 'result';
  const noun = callee.replace(/^(?:get|fetch|load|find|read|query|lookup)(?=[A-Z])/, '').replace(/^./, (letter) => letter.toLowerCase());
  return [...(direct !== undefined && /^[A-Za-z_$][\w$]*$/.test(direct) ? [direct] : []), noun, `${noun}Result`];
}
