import ts from 'typescript';
import type { Sighting } from '../sighting.ts';
import { eachNode, literalText, propertyOf } from './each-node.ts';

const OFF_WHEN_FALSE = /^(?:rejectUnauthorized|strictSSL|sslValidate|checkCertificate|verifySsl|verifySSL|sslVerify|tlsVerify|verify_ssl)$/;
const OFF_WHEN_TRUE = /^(?:tlsAllowInvalidCertificates|tlsAllowInvalidHostnames|tlsInsecure|trustServerCertificate|acceptInsecureCerts|ignoreHTTPSErrors|allowInvalidCertificates|insecureSkipVerify|allowUnauthorized|ignoreSslErrors|ignoreTlsErrors|skipTlsVerify)$/;
const ADVICE = 'Leave verification on; give a private authority\'s certificate in `ca` (or NODE_EXTRA_CA_CERTS).';
const OLD = /^(?:TLSv1|TLSv1\.1|SSLv[23]|TLSv1_method|TLSv1_1_method|SSLv[23]_method|TLSv1_client_method|TLSv1_1_client_method|TLSv1_server_method|TLSv1_1_server_method|SSLv23_method)$/;
const WEAK_CIPHERS = /(?:^|[:\s])(?:RC4|DES|3DES|DES-CBC3|NULL|aNULL|eNULL|EXPORT|EXP|MD5|LOW|ADH|AECDH)(?=[:\s-]|$)/;

/** Encrypted connections that trust anybody, or that use versions and ciphers that are broken. */
export function* tlsSightings(source: ts.SourceFile): Generator<Sighting> {
  const sighting = (node: ts.Node, message: string, rule = 'tls-verification-off', advice = ADVICE): Sighting => ({ rule, class: 'tls-off', node, message, advice });
  for (const node of eachNode(source)) {
    const set = settingOf(node);
    if (set !== undefined && !isForTests(node)) {
      const { name, value } = set;
      if (OFF_WHEN_FALSE.test(name) && isLiteral(value, false) && !asksForClientCertificate(node)) yield sighting(node, `${name}: false accepts any certificate, so anybody on the way can read and change what is sent.`);
      else if (OFF_WHEN_TRUE.test(name) && isLiteral(value, true)) yield sighting(node, `${name} accepts any certificate, so anybody on the way can read and change what is sent.`);
      else if (name === 'NODE_TLS_REJECT_UNAUTHORIZED' && /^['"`]?0['"`]?$/.test(value.getText())) yield sighting(node, 'NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate on every connection of the process.');
      else if (name === 'checkServerIdentity' && isIdle(value)) yield sighting(node, 'This checkServerIdentity accepts a certificate of any host.');
      else if (/^(?:minVersion|maxVersion|secureProtocol|DEFAULT_MIN_VERSION|DEFAULT_MAX_VERSION)$/.test(name) && OLD.test(literalText(value) ?? '')) yield sighting(node, `${literalText(value) ?? ''} has known weaknesses and is not to be used (RFC 8996).`, 'old-tls', 'Ask for TLSv1.2 at least.');
      else if (name === 'ciphers' && hasWeak(literalText(value))) yield sighting(node, 'This list of ciphers allows ones that are broken.', 'weak-ciphers', 'Leave the list at its default.');
    }
    if (ts.isCallExpression(node) && !isForTests(node)) yield* plainCredentials(node, sighting);
  }
}

/** Properties that somebody sets: in an object, by assignment. */
function settingOf(node: ts.Node): { readonly name: string; readonly value: ts.Expression } | undefined {
  if (ts.isPropertyAssignment(node)) return { name: node.name.getText().replaceAll(/['"]/g, ''), value: node.initializer };
  if (ts.isMethodDeclaration(node) && ts.isObjectLiteralExpression(node.parent) && node.name.getText() === 'checkServerIdentity') return node.body !== undefined && idleBody(node.body) ? { name: 'checkServerIdentity', value: ts.factory.createArrowFunction(undefined, undefined, [], undefined, undefined, ts.factory.createBlock([])) } : undefined;
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (ts.isPropertyAccessExpression(node.left)) return { name: node.left.name.text, value: node.right };
  if (ts.isElementAccessExpression(node.left)) return { name: literalText(node.left.argumentExpression) ?? '', value: node.right };
  return undefined;
}

const isLiteral = (node: ts.Expression, value: boolean): boolean => node.kind === (value ? ts.SyntaxKind.TrueKeyword : ts.SyntaxKind.FalseKeyword) || (ts.isPrefixUnaryExpression(node) && node.getText() === (value ? '!0' : '!1')) || (!value && ts.isNumericLiteral(node) && node.text === '0');

const isIdle = (node: ts.Expression): boolean => (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) && (ts.isBlock(node.body) ? idleBody(node.body) : idleExpression(node.body));
const idleBody = (body: ts.Block): boolean => body.statements.every((statement) => ts.isReturnStatement(statement) && (statement.expression === undefined || idleExpression(statement.expression)));
const idleExpression = (node: ts.Expression): boolean => /^(?:undefined|null|true|void 0|\(?\{\s*\}\)?|''|"")$/.test(node.getText());

const hasWeak = (ciphers: string | undefined): boolean => ciphers !== undefined && ciphers.split(/[:\s]+/).some((each) => !each.startsWith('!') && !each.startsWith('-') && WEAK_CIPHERS.test(each)) ;

/** A server that asks clients for certificates may look at them itself. */
function asksForClientCertificate(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.parent) && propertyOf(node.parent, 'requestCert')?.kind === ts.SyntaxKind.TrueKeyword;
}

/** What only a test, or a machine of a developer, does. */
function isForTests(node: ts.Node): boolean {
  for (let around: ts.Node = node; around.parent !== undefined; around = around.parent) {
    const { parent } = around;
    const condition = ts.isIfStatement(parent) && parent.thenStatement === around ? parent.expression : ts.isConditionalExpression(parent) && parent.whenTrue === around ? parent.condition : ts.isBinaryExpression(parent) && parent.right === around && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken ? parent.left : undefined;
    if (condition !== undefined && /(?:===?|startsWith\()\s*['"`](?:test|development|dev|local|localhost)|is_?(?:Test|Dev|Local)|localhost|127\.0\.0\.1/i.test(condition.getText())) return true;
  }
  return false;
}

/** A secret that is sent to another host in the clear. */
function* plainCredentials(node: ts.CallExpression, sighting: (node: ts.Node, message: string, rule: string, advice: string) => Sighting): Generator<Sighting> {
  const [first] = node.arguments;
  const url = first === undefined ? undefined : literalText(first) ?? (ts.isTemplateExpression(first) ? first.head.text : undefined);
  if (url === undefined || !/^http:\/\/(?!localhost|127\.|0\.0\.0\.0|\[::1\]|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|[\w-]+(?:[:/]|$)|[\w.-]+\.(?:local|internal|svc|test|localhost)\b)\w/.test(url)) return;
  if (node.arguments.slice(1).some((arg) => /\b(?:authorization|x-api-key|password|api_?key|client_secret|access_token)\b['"]?\s*[:,]/i.test(arg.getText()))) yield sighting(node, 'A secret is sent over http, which anybody on the way can read.', 'credentials-in-clear', 'Use https.');
}
