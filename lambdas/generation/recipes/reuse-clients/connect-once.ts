import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { isDeclaredIn, referencedSymbols } from '../../reading/references.ts';
import { importedName, type Making } from './client-making.ts';

/** A client that is made, perhaps listened to for errors, and connected, in statements that follow one another. */
export type Connecting = { readonly name: ts.Identifier; readonly statements: readonly ts.Statement[] };

/** Clients that connect again by themselves when a connection is lost: only such may outlive a request. */
const RECONNECTING = /^(?:redis|@redis\/client|mongodb)$/;

/** `const client = createClient(…); await client.connect();` around a making; `undefined` when it is not of that form. */
export function connectingAround(target: TargetProgram, making: Making): Connecting | undefined {
  const declaration = making.parent;
  if (!RECONNECTING.test(importedName(target, making.expression)?.module ?? '') || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name) || !ts.isVariableDeclarationList(declaration.parent)) return undefined;
  const { name } = declaration;
  const statement = declaration.parent.parent;
  const block = statement.parent;
  if (!ts.isVariableStatement(statement) || !ts.isBlock(block) || declaration.parent.declarations.length !== 1) return undefined;
  const statements: ts.Statement[] = [statement];
  for (const next of block.statements.slice(block.statements.indexOf(statement) + 1)) {
    statements.push(next);
    if (!ts.isExpressionStatement(next)) return undefined;
    if (next.expression.getText() === `await ${name.text}.connect()`) return { name, statements };
    if (!isErrorListener(target, next.expression, name)) return undefined;
  }
  return undefined;
}

/** `client.on('error', …)` with a listener that knows nothing of the request. */
function isErrorListener(target: TargetProgram, node: ts.Expression, name: ts.Identifier): boolean {
  if (!ts.isCallExpression(node) || node.expression.getText() !== `${name.text}.on`) return false;
  const [event, listener] = node.arguments;
  if (event === undefined || listener === undefined || !ts.isStringLiteralLike(event) || event.text !== 'error') return false;
  return [...referencedSymbols(target, listener)].every((symbol) => isDeclaredIn(symbol, listener) || (symbol.declarations ?? []).every((declaration) => target.pathOf(declaration) === undefined || ts.findAncestor(declaration, ts.isFunctionLike) === undefined));
}

/** The statements move into a function of the module, whose one promise all requests share; a connection that failed is tried again by the next. */
export function connectOnce(target: TargetProgram, { name, statements }: Connecting): TextEdit[] {
  const source = name.getSourceFile();
  const { newline, semicolon, indent: step } = sourceStyle(source.text);
  const top = ts.findAncestor(name, (node) => ts.isSourceFile(node.parent)) ?? name;
  const place = ts.getLeadingCommentRanges(source.text, top.getFullStart())?.at(-1)?.pos ?? top.getStart();
  const [first] = statements;
  const last = statements.at(-1);
  if (first === undefined || last === undefined) return [];
  const noun = name.text.replace(/^./, (letter) => letter.toUpperCase());
  const connect = freeName(target, source, [`connect${noun}`, `open${noun}`]);
  const connected = freeName(target, source, [`connected${noun}`, `shared${noun}`]);
  const connecting = freeName(target, source, ['connecting', `connecting${noun}`]);
  const isTyped = /\.[cm]?tsx?$/.test(source.fileName);
  const indent = indentAt(source.text, first.getStart());
  const moved = source.text.slice(first.getStart(), last.getEnd()).split(newline).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).map((line) => (line === '' ? line : step + line));
  const lines = [
    `let ${connecting}${isTyped ? `: ReturnType<typeof ${connect}> | undefined` : ''}${semicolon}`,
    '',
    `async function ${connect}() {`,
    ...moved,
    `${step}return ${name.text}${semicolon}`,
    '}',
    '',
    '/** One connection for all requests of the process; one that could not be made is tried again by the next request. */',
    `function ${connected}() {`,
    `${step}${connecting} ??= ${connect}().catch((error) => {`,
    `${step}${step}${connecting} = undefined${semicolon}`,
    `${step}${step}throw error${semicolon}`,
    `${step}})${semicolon}`,
    `${step}return ${connecting}${semicolon}`,
    '}',
    '',
    '',
  ];
  return [
    { start: place, end: place, text: lines.join(newline) },
    { start: first.getStart(), end: last.getEnd(), text: `const ${name.text} = await ${connected}()${semicolon}` },
  ];
}
