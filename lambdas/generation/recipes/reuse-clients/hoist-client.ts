import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath } from '../../reading/callee.ts';
import { descendants } from '../../reading/enclosing.ts';
import { loads } from '../../reading/imports.ts';
import { referencedSymbols } from '../../reading/references.ts';
import { environmentNames, importedName, makingName, ownerOf, textOfMaking, type Making } from './client-making.ts';
import { initialValues } from './steady-holder.ts';

/** How the client comes to be shared: made while the module loads, or when it is needed for the first time. */
export type Hoisted = { readonly edits: readonly TextEdit[]; readonly when: 'load' | 'first-use' };

/** Moves the making in front of the declaration around it; where that is too early, keeps what the first request made. */
export function hoistClient(target: TargetProgram, making: Making): Hoisted {
  const source = making.getSourceFile();
  const top = ts.findAncestor(making, (node) => ts.isSourceFile(node.parent)) ?? making;
  const { newline, semicolon } = sourceStyle(source.text);
  const place = ts.getLeadingCommentRanges(source.text, top.getFullStart())?.findLast(({ pos }) => !isDetached(source.text, pos, top.getStart()))?.pos ?? top.getStart();
  const declaration = ts.isVariableDeclaration(making.parent) && making.parent.initializer === making && ts.isIdentifier(making.parent.name) ? making.parent : undefined;
  const statement = declaration && ts.isVariableDeclarationList(declaration.parent) && ts.isVariableStatement(declaration.parent.parent) && declaration.parent.declarations.length === 1 ? declaration.parent.parent : undefined;
  const name = declaration?.name.getText();
  const isFree = name !== undefined && !target.checker.getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Value).some((symbol) => symbol.name === name && (symbol.declarations ?? []).some((each) => each.getSourceFile() === source));

  if (isKnownEarly(target, making, place)) {
    if (statement && isFree) {
      return { when: 'load', edits: [{ start: place, end: place, text: `${dedented(statement.getText(), indentAt(source.text, statement.getStart()), newline)}${newline}${newline}` }, removal(statement)] };
    }
    const shared = freeName(target, source, wishes(making, name));
    return { when: 'load', edits: [{ start: place, end: place, text: `const ${shared} = ${dedented(making.getText(), indentAt(source.text, making.getStart()), newline)}${semicolon}${newline}${newline}` }, { start: making.getStart(), end: making.getEnd(), text: shared }] };
  }
  const shared = freeName(target, source, wishes(making, name));
  const isTyped = /\.[cm]?tsx?$/.test(source.fileName);
  return {
    when: 'first-use',
    edits: [
      { start: place, end: place, text: `let ${shared}${isTyped ? `: ${typeOf(making)} | undefined` : ''}${semicolon}${newline}${newline}` },
      { start: making.getStart(), end: making.getStart(), text: `(${shared} ??= ` },
      { start: making.getEnd(), end: making.getEnd(), text: ')' },
    ],
  };
}

/** All that it is made of is there when the module has come so far, and no test sets the environment after that. */
function isKnownEarly(target: TargetProgram, making: Making, place: number): boolean {
  const later = [...referencedSymbols(target, making)].some((symbol) => (symbol.declarations ?? []).some((declaration) => declaration.getSourceFile() === making.getSourceFile() && declaration.getStart() > place && !ts.isFunctionDeclaration(declaration) && !isInside(declaration, making)));
  if (later) return false;
  const owner = ts.isNewExpression(making) ? ownerOf(target, making) : undefined;
  const source = making.getSourceFile();
  // Names of a class above, or of a file that loads this one in turn, may have no value yet while the module loads.
  const named = [...referencedSymbols(target, making), ...(owner ? referencedSymbols(target, owner) : [])].flatMap((symbol) => symbol.declarations ?? []).filter((declaration) => target.pathOf(declaration) !== undefined);
  if (named.some((declaration) => (declaration.getSourceFile() === source ? declaration.getStart() > place && !ts.isFunctionDeclaration(declaration) && !isInside(declaration, making) && ts.findAncestor(declaration, ts.isFunctionLike) === undefined : loads(target, declaration.getSourceFile(), source)))) return false;
  // These connect or throw while they are made: not before a request needs them, nor outside the `try` around them.
  if (/^(?:ioredis|mongodb|@elastic\/elasticsearch|@opensearch-project\/opensearch)$/.test(importedName(target, making.expression)?.module ?? '') || ts.findAncestor(making, ts.isTryStatement)) return false;
  const read = textOfMaking(target, making);
  // What throws while the module loads takes every request with it, not only those that need the client.
  if (/\bthrow\b/.test(read) || callsAnything(making) || (owner && (initialValues(owner) ?? []).some(callsAnything))) return false;
  const variables = environmentNames(read);
  return !target.sources.some((source) => isTestPath(target.pathOf(source) ?? '') && variables.some((variable) => source.text.includes(variable)));
}

/** Calls in what it is given, which may fail, but for those that only make numbers and texts. */
const callsAnything = (node: ts.Node) => descendants(node, ts.isCallExpression).some(({ expression }) => !/^(?:Number|String|Boolean|parseInt|Number\.parseInt)$/.test(expression.getText()));

const isInside = (node: ts.Node, outer: ts.Node) => ts.findAncestor(node, (each) => each === outer) !== undefined;

/** A comment with an empty line after it belongs to the file, not to the declaration. */
const isDetached = (text: string, pos: number, start: number) => /\n[ \t]*\r?\n/.test(text.slice(pos, start));

function wishes(making: Making, name: string | undefined): string[] {
  const base = name ?? makingName(making).replace(/^.*\.(?=[A-Z])/, '').replace(/\.\w+$/, '').replace(/^[A-Z]+(?=[A-Z][a-z]|$)|^[A-Z]/, (letters) => letters.toLowerCase());
  return name === undefined ? [base, `shared${capital(base)}`] : [`shared${capital(base)}`, `${base}OfProcess`];
}

const capital = (word: string) => word.replace(/^./, (letter) => letter.toUpperCase());

function typeOf(making: Making): string {
  const text = making.expression.getText();
  const given = making.typeArguments ? `<${making.typeArguments.map((type) => type.getText()).join(', ')}>` : '';
  if (ts.isNewExpression(making)) return text + given;
  return text.endsWith('.from') ? text.slice(0, -'.from'.length) : `ReturnType<typeof ${text}>`;
}

const dedented = (text: string, indent: string, newline: string) => text.split(newline).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join(newline);

/** The statement with its line, and one of two empty lines around it. */
function removal(statement: ts.Statement): TextEdit {
  const { text } = statement.getSourceFile();
  const lineStart = text.lastIndexOf('\n', statement.getStart() - 1) + 1;
  const lineEnd = text.indexOf('\n', statement.getEnd());
  const isAlone = text.slice(lineStart, statement.getStart()).trim() === '' && text.slice(statement.getEnd(), lineEnd).trim() === '';
  if (!isAlone) return { start: statement.getStart(), end: statement.getEnd() + (/^[ \t]+/.exec(text.slice(statement.getEnd()))?.[0].length ?? 0), text: '' };
  const blank = /^[ \t]*\r?\n/.exec(text.slice(lineEnd + 1))?.[0];
  const opens = /[{\n]\r?\n$/.test(text.slice(0, lineStart));
  return { start: lineStart, end: lineEnd + 1 + (blank !== undefined && opens ? blank.length : 0), text: '' };
}
