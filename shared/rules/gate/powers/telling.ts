import ts from 'typescript';
import { memberOf } from './is-reference.ts';
import type { PowerRule, Reading } from './power.ts';

const LOGGERS = /^(?:console|log|logger|logging|winston|pino|bunyan|powertools|tracer|metrics)$/i;
const LOG_METHODS = /^(?:log|info|warn|error|debug|trace|fatal|verbose|silly|notice|critical|write|addContext|appendKeys|dir|table|putAnnotation|putMetadata)$/;
/** Whole things that hold what a log must not: written as such, not one of their fields. */
const WHOLE = /^(?:event|headers?|multiValueHeaders|req|request|context|env|process|cookies?|session|body|rawBody|config|options|credentials?|user|customer|account|card|payload|identity|claims|authorizer)$/i;
const SECRET = /(?:password|passwd|passphrase|secret|token|authorization|api_?key|access_?key|private_?key|credential|cookie|session_?id|signature|card_?number|cvv|cvc|iban|ssn)/i;
const PASSING: ReadonlySet<string> = new Set(['stringify', 'inspect', 'fromEntries', 'entries', 'values', 'assign', 'format', 'String', 'structuredClone', 'from']);

/** What a new line of log would tell that no line told before: whole requests, headers, environments, secrets by name. */
export const telling: PowerRule = (node, reading) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || !LOG_METHODS.test(node.expression.name.text)) return [];
  const owner = node.expression.expression;
  const name = ts.isIdentifier(owner) ? owner.text : ts.isPropertyAccessExpression(owner) ? owner.name.text : '';
  if (!LOGGERS.test(name)) return [];
  return node.arguments.flatMap((argument) => toldBy(argument, reading)).map((what) => `logging of ${what}`);
};

function toldBy(node: ts.Node, reading: Reading): string[] {
  if (ts.isIdentifier(node)) return WHOLE.test(node.text) || SECRET.test(node.text) ? [node.text] : [];
  if (ts.isPropertyAccessExpression(node)) return WHOLE.test(node.name.text) || SECRET.test(node.name.text) ? [node.name.text] : [];
  if (ts.isElementAccessExpression(node)) {
    const key = reading.valueOf(node.argumentExpression);
    return typeof key !== 'string' || SECRET.test(key) ? [typeof key === 'string' ? key : 'a field chosen at run time'] : [];
  }
  if (ts.isCallExpression(node)) {
    const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : ts.isIdentifier(node.expression) ? node.expression.text : '';
    return PASSING.has(called) ? node.arguments.flatMap((argument) => toldBy(argument, reading)) : [];
  }
  if (ts.isObjectLiteralExpression(node)) return node.properties.flatMap((property) => (ts.isShorthandPropertyAssignment(property) ? toldBy(property.name, reading) : ts.isPropertyAssignment(property) ? toldBy(property.initializer, reading) : ts.isSpreadAssignment(property) ? toldBy(property.expression, reading) : []));
  if (ts.isStringLiteralLike(node) || ts.isFunctionLike(node)) return [];
  return (ts.isBinaryExpression(node) || ts.isTemplateExpression(node) || ts.isTemplateSpan(node) || ts.isParenthesizedExpression(node) || ts.isArrayLiteralExpression(node) || ts.isSpreadElement(node) || ts.isConditionalExpression(node) || ts.isAsExpression(node)) ? childrenOf(node).flatMap((child) => toldBy(child, reading)) : [];
}

const childrenOf = (node: ts.Node): ts.Node[] => {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    children.push(child);
  });
  return children;
};

const isSecretVariable = (name: string): boolean => /KEY|TOKEN|SECRET|PASS|PWD|CREDENTIAL|PRIVATE|SESSION|DSN|CONNECTION/i.test(name);

/**
 * Where a secret of the environment goes: each place is told by the code around it, so that the same call in another function is the
 * same use, and a secret in an address, a body or a log is a new one. Follows one constant that holds it.
 */
export const secretUses: PowerRule = (node, reading) => {
  if (!ts.isIdentifier(node)) return [];
  const own = variableAt(node, reading);
  if (own !== undefined) return isSecretVariable(own) ? placeOf(node, own, reading) : [];
  const declaration = reading.isGlobal(node) ? undefined : reading.declarationOf(node);
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.name === node || declaration.initializer === undefined) return [];
  const held = /process\.env(?:\.(\w+)|\[['"](\w+)['"]\])/.exec(valueText(declaration.initializer, reading));
  const name = held?.[1] ?? held?.[2];
  return name !== undefined && isSecretVariable(name) && !reading.isTest ? placeOf(node, name, reading) : [];
};

/** What a constant holds by itself, with what it falls back to; what a call answers is no longer the secret. */
function valueText(initializer: ts.Expression, { source }: Reading): string {
  const isMade = ts.isCallExpression(initializer) ? ts.isIdentifier(initializer.expression) && initializer.expression.text === 'String' : !ts.isAwaitExpression(initializer) && !ts.isNewExpression(initializer) && !ts.isFunctionLike(initializer) && !ts.isObjectLiteralExpression(initializer);
  return isMade ? initializer.getText(source) : '';
}

function variableAt(node: ts.Identifier, { isGlobal, valueOf }: Reading): string | undefined {
  if (node.text !== 'process' || !isGlobal(node)) return undefined;
  const env = memberOf(node, valueOf);
  return env?.name === 'env' ? memberOf(env.node, valueOf)?.name : undefined;
}

function placeOf(node: ts.Node, name: string, { source }: Reading): readonly string[] {
  const place = ts.findAncestor(node, (each) => ts.isPropertyAssignment(each) || ts.isStatement(each) || ts.isTemplateExpression(each) || (ts.isCallExpression(each.parent) && each.parent.arguments.some((argument) => argument === each)) || ts.isVariableDeclaration(each) || (ts.isIfStatement(each.parent) && each.parent.expression === each));
  const text = (place?.getText(source) ?? '').replaceAll(/\s+/g, ' ').slice(0, 200);
  return [`the secret ${name} in \`${text}\``];
}
