import ts from 'typescript';
import { indentAt, sourceStyle, type SourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import { freeName } from '../../edits/free-name.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName } from '../../reading/callee.ts';
import { descendants } from '../../reading/enclosing.ts';
import { abstain } from '../../recipe.ts';
import type { CachedRead } from './cached-read.ts';

/** The cache's settings as they are written into the source. `ttlMs` in milliseconds. */
export type CacheSettings = { readonly ttlMs: number; readonly maxEntries: number };

/** Puts `ttlCache(…)` in front of a function without changing how it is called. */
export function wrapRead(target: TargetProgram, { fn, name }: CachedRead, settings: CacheSettings): TextEdit[] {
  const source = fn.getSourceFile();
  const style = sourceStyle(source.text);
  const options = `{ ttlMs: ${withSeparators(settings.ttlMs)}, maxEntries: ${withSeparators(settings.maxEntries)} }`;
  if (ts.isFunctionDeclaration(fn)) return wrapDeclaration(target, fn, name, options, style);
  if (ts.isMethodDeclaration(fn)) return ts.isClassLike(fn.parent) ? wrapMethod(target, fn, name, options, style) : wrapShorthand(fn, name, options);
  if (ts.isFunctionExpression(fn) && descendants(fn, (node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword, true).length > 0) return abstain(`\`${name}\` uses \`this\``);
  return [
    { start: fn.getStart(), end: fn.getStart(), text: 'ttlCache(' },
    { start: fn.getEnd(), end: fn.getEnd(), text: `, ${options})` },
  ];
}

/** Abstains when it is already behind something that keeps answers, or keeps them itself. */
export function refuseWrapped({ fn, name }: CachedRead): void {
  if (ts.isCallExpression(fn.parent) && fn.parent.arguments.some((argument) => argument === fn)) abstain(`\`${name}\` is already wrapped in \`${fn.parent.expression.getText()}\``);
  const keeper = descendants(fn.getSourceFile(), ts.isCallExpression).find((call) => /cache|memo|swr/i.test(calleeName(call) ?? '') && call.arguments.some((argument) => new RegExp(`\\b${name}\\b`).test(ts.isIdentifier(argument) || ts.isArrowFunction(argument) ? argument.getText() : '')));
  if (keeper) abstain(`\`${name}\` is already behind \`${keeper.expression.getText()}\``);
  if (/cache|memo/i.test(fn.body?.getText() ?? '')) abstain(`\`${name}\` already keeps answers itself`);
}

/**
 * The function gets another name, and a constant takes its place under the old one, above it: declarations are known before
 * they are reached, so that the comment stays with the name that people use; below it where the comment declares types.
 */
function wrapDeclaration(target: TargetProgram, fn: ts.FunctionDeclaration, name: string, options: string, style: SourceStyle): TextEdit[] {
  const source = fn.getSourceFile();
  const modifiers = ts.getModifiers(fn) ?? [];
  if (fn.name === undefined || modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) || !ts.isSourceFile(fn.parent)) return abstain(`\`${name}\` is a default export or a function inside another`);
  const early = descendants(source, ts.isIdentifier).find((node) => node.text === name && node !== fn.name && node.getStart() < fn.getStart() && ts.findAncestor(node, ts.isFunctionLike) === undefined && !ts.isExportSpecifier(node.parent));
  if (early) return abstain(`\`${name}\` is used while the module loads, before the place where the cache would stand`);
  if (descendants(fn, ts.isIdentifier).some((node) => node.text === name && node !== fn.name)) return abstain(`\`${name}\` calls itself`);
  const loader = freeName(target, fn, [loaderName(name)]);
  const exported = modifiers.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  const start = fn.getStart();
  const constant = `${exported ? 'export ' : ''}const ${name} = ttlCache(${loader}, ${options})${style.semicolon}`;
  // In JavaScript the comment holds the types, and they belong to the parameters.
  if (/@(?:param|returns?|type)\b/.test(source.text.slice(fn.getFullStart(), start))) {
    return [
      ...(exported ? [{ start, end: exported.getEnd() + 1, text: '' }] : []),
      { start: fn.name.getStart(), end: fn.name.getEnd(), text: loader },
      { start: fn.getEnd(), end: fn.getEnd(), text: `${style.newline}${style.newline}${constant}` },
    ];
  }
  return [
    { start, end: exported ? exported.getEnd() + 1 : start, text: `${constant}${style.newline}${style.newline}` },
    { start: fn.name.getStart(), end: fn.name.getEnd(), text: loader },
  ];
}

/** The method stays and asks a field, which asks the method's old body under another name. */
function wrapMethod(target: TargetProgram, fn: ts.MethodDeclaration, name: string, options: string, style: SourceStyle): TextEdit[] {
  const { parent: owner, body } = fn;
  const source = fn.getSourceFile();
  const modifiers = ts.getModifiers(fn) ?? [];
  if (body === undefined || !ts.isClassLike(owner) || !ts.isIdentifier(fn.name) || modifiers.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword || kind === ts.SyntaxKind.OverrideKeyword) || ts.getDecorators(fn)) return abstain(`\`${name}\` is static, overrides or is decorated`);
  const members = new Set(owner.members.map((member) => member.name?.getText() ?? ''));
  const isTyped = /\.[cm]?tsx?$/.test(source.fileName);
  const hash = /\bthis\.#\w/.test(source.text) ? '#' : '';
  const unique = (wish: string) => (members.has(hash + wish) || members.has(wish) ? `${wish}Cached` : wish);
  const field = hash + unique(`${nounOf(name)}Cache`);
  const loader = hash + unique(loaderName(name));
  const hidden = isTyped && hash === '' ? 'private ' : '';
  const indent = indentAt(source.text, fn.getStart());
  const deeper = indent + style.indent;
  const parameters = fn.parameters.map((parameter) => parameter.getText()).join(', ');
  const passed = fn.parameters.map((parameter) => parameter.name.getText()).join(', ');
  const header = `${modifiers.filter(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword).map((modifier) => `${modifier.getText()} `).join('')}${name}(${parameters})${fn.type ? `: ${fn.type.getText()}` : ''}`;
  const end = style.newline;
  const isAsync = modifiers.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const delegate = `${header} {${end}${deeper}return this.${field}(${passed})${style.semicolon}${end}${indent}}${end}${end}${indent}${hidden}${isAsync ? 'async ' : ''}${loader}`;

  const keyParts = fn.parameters.map((parameter) => {
    const type = parameter.type?.getText() ?? target.checker.typeToString(target.checker.getTypeAtLocation(parameter), fn);
    return isTyped ? `${parameter.name.getText()}${parameter.questionToken ? '?' : ''}: ${type}` : parameter.name.getText();
  });
  const line = `${hidden}${isTyped ? 'readonly ' : ''}${field} = ttlCache((${keyParts.join(', ')}) => this.${loader}(${passed}), ${options})${style.semicolon}`;
  const lastField = owner.members.findLast((member, index) => ts.isPropertyDeclaration(member) && owner.members.slice(0, index).every(ts.isPropertyDeclaration));
  const firstMember = owner.members[0] ?? fn;
  const place = lastField ? lastField.getEnd() : firstLeading(firstMember);
  return [
    { start: place, end: place, text: lastField ? `${end}${indent}${line}` : `${line}${end}${end}${indent}` },
    { start: fn.getStart(), end: fn.name.getEnd(), text: delegate },
  ];
}

/** `async name(…) {…}` in an object becomes `name: ttlCache(async (…) => {…}, …)`. */
function wrapShorthand(fn: ts.MethodDeclaration, name: string, options: string): TextEdit[] {
  if (fn.body === undefined || descendants(fn, (node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword, true).length > 0) return abstain(`\`${name}\` uses \`this\``);
  const isAsync = ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;
  return [
    { start: fn.getStart(), end: fn.name.getEnd(), text: `${name}: ttlCache(${isAsync ? 'async ' : ''}` },
    { start: fn.body.getStart(), end: fn.body.getStart(), text: '=> ' },
    { start: fn.getEnd(), end: fn.getEnd(), text: `, ${options})` },
  ];
}

/** Where a node's own comments begin. */
const firstLeading = (node: ts.Node) => ts.getLeadingCommentRanges(node.getSourceFile().text, node.getFullStart())?.[0]?.pos ?? node.getStart();

const withSeparators = (value: number) => String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, value >= 10_000 ? '_' : '');

const nounOf = (name: string) => name.replace(/^(?:get|fetch|load|find|read|query|lookup|retrieve)(?=[A-Z])/, '').replace(/^./, (letter) => letter.toLowerCase());

const loaderName = (name: string) => `${/^load[A-Z]/.test(name) ? 'fetch' : 'load'}${nounOf(name).replace(/^./, (letter) => letter.toUpperCase())}`;
