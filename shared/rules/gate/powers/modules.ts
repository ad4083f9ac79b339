import ts from 'typescript';
import { isReference, memberOf, namesTakenFrom, outermost } from './is-reference.ts';
import type { PowerRule, Reading } from './power.ts';

/** Node's modules that reach beyond the process or steer it: of these, each member counts by itself. */
const REACHING: ReadonlySet<string> = new Set(['child_process', 'cluster', 'dgram', 'dns', 'dns/promises', 'fs', 'fs/promises', 'http', 'http2', 'https', 'inspector', 'inspector/promises', 'module', 'net', 'os', 'process', 'repl', 'sqlite', 'sys', 'tls', 'trace_events', 'tty', 'v8', 'vm', 'wasi', 'worker_threads']);
/** Commands of AWS SDKs that only read. */
const READS = /^(?:Get|BatchGet|TransactGet|Query|Scan|Head|List|Describe|Select|Search|Lookup|Detect|Paginate)/;

/** What is taken from modules: members of Node's own that reach out, commands of AWS that change something. */
export const modules: PowerRule = (node, reading) => {
  if (ts.isImportDeclaration(node)) return ofImport(node);
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined && ts.isStringLiteral(node.moduleSpecifier) && !node.isTypeOnly) {
    const name = node.moduleSpecifier.text;
    return node.exportClause !== undefined && ts.isNamedExports(node.exportClause) ? node.exportClause.elements.flatMap((element) => ofMember(name, (element.propertyName ?? element.name).text)) : ofMember(name, undefined);
  }
  if (ts.isCallExpression(node)) return ofLoad(node, reading);
  if (ts.isNewExpression(node) && ts.isPropertyAccessExpression(node.expression) && ts.isIdentifier(node.expression.expression)) return awsCommand(node.expression.name.text, moduleOf(node.expression.expression, reading) ?? '');
  if (!ts.isIdentifier(node) || !isReference(node)) return [];
  const module = moduleOf(node, reading);
  if (module === undefined || !REACHING.has(plain(module))) return [];
  return membersTaken(node, reading, module);
};

const plain = (module: string): string => module.replace(/^node:/, '');

function ofImport({ importClause, moduleSpecifier }: ts.ImportDeclaration): readonly string[] {
  const bindings = importClause?.namedBindings;
  if (!ts.isStringLiteral(moduleSpecifier) || bindings === undefined || !ts.isNamedImports(bindings)) return [];
  return bindings.elements.flatMap(({ propertyName, name, isTypeOnly }) => (isTypeOnly ? [] : ofMember(moduleSpecifier.text, (propertyName ?? name).text)));
}

function ofMember(module: string, member: string | undefined): readonly string[] {
  if (!REACHING.has(plain(module))) return member === undefined ? [] : awsCommand(member, module);
  if (member === 'env' && plain(module) === 'process') return ['process.env.*'];
  return [`${plain(module)}.${member ?? '*'}`];
}

const awsCommand = (name: string, module: string): readonly string[] => (/^(?:@aws-sdk\/|aws-sdk)/.test(module) && name.endsWith('Command') && !READS.test(name) ? [`AWS's ${name.replace(/Command$/, '')}`] : []);

/** `require('fs')` and `await import('node:fs')`, whose members are taken at once or by the name they are given. */
function ofLoad(node: ts.CallExpression, reading: Reading): readonly string[] {
  const [first] = node.arguments;
  if (first === undefined || !ts.isStringLiteralLike(first)) return [];
  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  if (!loads || isBound(node)) return [];
  const inner = ts.isAwaitExpression(outermost(node).parent) ? outermost(node).parent : node;
  if (!ts.isExpression(inner)) return [];
  const taken = namesTakenFrom(inner);
  if (taken !== undefined) return taken.flatMap((name) => ofMember(first.text, name));
  const member = memberOf(inner, reading.valueOf);
  if (member !== undefined) return ofMember(first.text, member.name);
  return REACHING.has(plain(first.text)) ? ofMember(first.text, undefined) : [];
}

/** `const fs = require('fs')`: then each use of the name tells what is taken. */
const isBound = (node: ts.CallExpression): boolean => {
  const load = outermost(node).parent;
  const declaration = ts.isAwaitExpression(load) ? outermost(load).parent : load;
  return ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name);
};

/** The module that a name stands for as a whole. */
export function moduleOf(name: ts.Identifier, { declarationOf }: Reading): string | undefined {
  const declaration = declarationOf(name);
  if (declaration === undefined) return undefined;
  if (ts.isImportClause(declaration) || ts.isNamespaceImport(declaration)) {
    const from = ts.findAncestor(declaration, ts.isImportDeclaration)?.moduleSpecifier;
    return from !== undefined && ts.isStringLiteral(from) ? from.text : undefined;
  }
  if (ts.isImportEqualsDeclaration(declaration)) return ts.isExternalModuleReference(declaration.moduleReference) && ts.isStringLiteral(declaration.moduleReference.expression) ? declaration.moduleReference.expression.text : undefined;
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined || !ts.isIdentifier(declaration.name)) return undefined;
  return loadedModule(declaration.initializer);
}

/** The module that `require('x')` or `await import('x')` loads. */
export function loadedModule(initializer: ts.Expression): string | undefined {
  const call = ts.isAwaitExpression(initializer) ? initializer.expression : initializer;
  if (!ts.isCallExpression(call) || (call.expression.kind !== ts.SyntaxKind.ImportKeyword && !(ts.isIdentifier(call.expression) && call.expression.text === 'require'))) return undefined;
  const [first] = call.arguments;
  return first !== undefined && ts.isStringLiteralLike(first) ? first.text : undefined;
}

function membersTaken(node: ts.Identifier, reading: Reading, module: string): readonly string[] {
  const taken = namesTakenFrom(node);
  if (taken !== undefined) return taken.flatMap((name) => ofMember(module, name));
  const member = memberOf(node, reading.valueOf);
  return ofMember(module, member?.name);
}
