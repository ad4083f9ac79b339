import ts from 'typescript';
import { isReference, isWritten, memberOf, namesTakenFrom, outermost } from './is-reference.ts';
import type { PowerRule, Reading } from './power.ts';
import { SAFE_GLOBALS, TEST_GLOBALS } from './safe-globals.ts';

const CALLED: Readonly<Record<string, string>> = { eval: 'eval', Function: 'the Function constructor', fetch: 'fetch' };
const GLOBAL_OBJECTS: ReadonlySet<string> = new Set(['globalThis', 'global', 'self', 'window', 'GLOBAL', 'root']);
const CONSOLE: ReadonlySet<string> = new Set(['log', 'info', 'warn', 'error', 'debug', 'time', 'timeEnd', 'count', 'trace', 'table', 'dir', 'group', 'groupEnd', 'assert']);
/** What tests put stand-ins for. */
const REPLACED_IN_TESTS: ReadonlySet<string> = new Set(['fetch', 'Date', 'setTimeout', 'console', 'performance', 'crypto', 'Math']);

/** Names that nothing in the file declares are the runtime's: those that give power, and what is done with them. */
export const runtimeNames: PowerRule = (node, reading) => {
  if (!ts.isIdentifier(node) || !isReference(node)) return [];
  const { text } = node;
  if (!reading.isGlobal(node)) return isProcessModule(node, reading) ? ofProcess(node, reading) : [];
  if (text === 'process') return ofProcess(node, reading);
  if (text === 'require' || text === 'module') return ofModule(node, reading);
  if (GLOBAL_OBJECTS.has(text)) return ofGlobalObject(node, reading);
  if (text === 'console') {
    const member = memberOf(node, reading.valueOf);
    return member === undefined || (member.name !== undefined && CONSOLE.has(member.name)) ? [] : [`console.${member.name ?? '*'}`];
  }
  if (SAFE_GLOBALS.has(text) || (reading.isTest && TEST_GLOBALS.has(text))) return [];
  return [Object.hasOwn(CALLED, text) ? (CALLED[text] ?? text) : `the runtime's ${text}`];
};

const isProcessModule = (node: ts.Identifier, { declarationOf }: Reading): boolean => {
  const declaration = declarationOf(node);
  const from = declaration === undefined ? undefined : ts.findAncestor(declaration, ts.isImportDeclaration);
  return from !== undefined && declaration !== undefined && !ts.isImportSpecifier(declaration) && ts.isStringLiteral(from.moduleSpecifier) && /^(?:node:)?process$/.test(from.moduleSpecifier.text);
};

function ofProcess(node: ts.Expression, reading: Reading): readonly string[] {
  const members = namesTakenFrom(node);
  if (members !== undefined) return members.map((name) => (name === undefined || name === 'env' ? 'process' : `process.${name}`));
  const member = memberOf(node, reading.valueOf);
  if (member === undefined) return ['process'];
  if (member.name !== 'env') return [`process.${member.name ?? '*'}${isWritten(member.node) ? ' (set)' : ''}`];
  return ofEnvironment(member.node, reading);
}

/** In a test, what it sets itself it may set and take back, whatever its name; in the service, setting is a power of its own. */
function ofEnvironment(env: ts.Expression, { valueOf, isTest }: Reading): readonly string[] {
  const taken = namesTakenFrom(env);
  if (taken !== undefined) return taken.map((name) => `process.env.${name ?? '*'}`);
  const variable = memberOf(env, valueOf);
  if (variable === undefined) return [isWritten(env) ? 'process.env (set)' : 'process.env.*'];
  const name = `process.env.${variable.name ?? '*'}`;
  if (!isWritten(variable.node)) return isTest && !isSecretName(variable.name) ? [] : [name];
  return isTest && variable.name !== undefined && !/^(?:NODE_|LD_|PATH$|HOME$)/.test(variable.name) ? [] : [`setting ${name}`];
}

export const isSecretName = (name: string | undefined): boolean => name === undefined || /KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|AUTH|PRIVATE|SIGN|CERT|SESSION|COOKIE|DSN|CONN/i.test(name);

function ofModule(node: ts.Identifier, reading: Reading): readonly string[] {
  const { parent } = node;
  const member = memberOf(node, reading.valueOf);
  if (member !== undefined) return node.text === 'module' && member.name === 'exports' ? [] : [`${node.text}.${member.name ?? '*'}`];
  if (node.text === 'require' && ts.isCallExpression(parent) && parent.expression === node) return [];
  return ts.isTypeOfExpression(parent) ? [] : [node.text];
}

function ofGlobalObject(node: ts.Identifier, reading: Reading): readonly string[] {
  const member = memberOf(node, reading.valueOf);
  if (reading.isTest && isReplaced(node, member?.name, reading)) return [];
  if (member === undefined) return [node.text];
  if (member.name === 'process') return [`${node.text}.process`, ...ofProcess(member.node, reading)];
  return [member.name === undefined ? node.text : `${node.text}.${member.name}${isWritten(member.node) ? ' (set)' : ''}`];
}

/** `globalThis.fetch = stub`, `t.mock.method(globalThis, 'fetch', stub)`: how tests put a stand-in. */
function isReplaced(node: ts.Identifier, name: string | undefined, { valueOf }: Reading): boolean {
  if (name !== undefined) return REPLACED_IN_TESTS.has(name);
  const { parent } = outermost(node);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  return REPLACED_IN_TESTS.has(String(parent.arguments[1] === undefined ? '' : valueOf(parent.arguments[1])));
}
