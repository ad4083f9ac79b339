import ts from 'typescript';
import { moduleOf } from './modules.ts';
import type { PowerRule } from './power.ts';

const METHODS = /^(?:POST|PUT|PATCH|DELETE|CONNECT|TRACE)$/i;
const WEAKER: ReadonlySet<string> = new Set(['insecure', 'insecureHTTPParser', 'allowInsecure', 'insecureSkipVerify', 'sslVerify', 'strictSSL', 'checkServerIdentity', 'secureOptions', 'secureProtocol', 'minVersion', 'maxVersion', 'ciphers', 'allowUnauthorized', 'ignoreHTTPSErrors', 'dangerouslyIgnoreSSL', 'shell', 'allowedOrigins']);

/** Requests that send where all requests read, and connections that trust more than before. */
export const sending: PowerRule = (node, reading) => {
  if (ts.isPropertyAssignment(node) && (ts.isIdentifier(node.name) || ts.isStringLiteral(node.name))) {
    const name = node.name.text;
    const value = reading.valueOf(node.initializer);
    if (name === 'method' && typeof value === 'string' && METHODS.test(value)) return [`requests by ${value.toUpperCase()}`];
    if (name === 'rejectUnauthorized' && node.initializer.kind !== ts.SyntaxKind.TrueKeyword) return ['connections that trust any certificate'];
    if (WEAKER.has(name)) return [`the option ${name}: ${node.initializer.getText(reading.source).slice(0, 60)}`];
    return /^access-control-allow-/i.test(name) ? [`the header ${name.toLowerCase()}: ${node.initializer.getText(reading.source).slice(0, 60)}`] : [];
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && ts.isIdentifier(node.expression.expression)) {
    const module = moduleOf(node.expression.expression, reading);
    return module !== undefined && !module.startsWith('.') && METHODS.test(node.expression.name.text) && !/^(?:@aws-sdk\/|node:test$|vitest$)/.test(module) ? [`requests by ${node.expression.name.text.toUpperCase()}`] : [];
  }
  return [];
};
