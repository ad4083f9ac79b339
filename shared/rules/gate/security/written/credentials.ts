import ts from 'typescript';
import { isTestPath } from '../../source-path.ts';
import type { Sighting } from '../sighting.ts';
import { behindName, eachNode, literalText } from './each-node.ts';

/** Formats of keys that providers give out, by their published prefixes. */
const ISSUED = /\bAKIA[0-9A-Z]{16}\b|\bASIA[0-9A-Z]{16}\b|\bsk_live_[0-9a-zA-Z]{16,}|\brk_live_[0-9a-zA-Z]{16,}|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bxox[baprs]-[A-Za-z0-9-]{10,}|-----BEGIN (?:RSA |EC |OPENSSH |DSA |PGP |ENCRYPTED )?PRIVATE KEY(?: BLOCK)?-----|\bAIza[0-9A-Za-z_-]{35}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bglpat-[\w-]{18,}|\bnpm_[A-Za-z0-9]{30,}|\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{24,}|\bhooks\.slack\.com\/services\/T\w+\/B\w+\/\w{12,}|\bSK[0-9a-f]{32}\b|\bdop_v1_[0-9a-f]{40,}|\bshpat_[0-9a-f]{24,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/;
const IN_ADDRESS = /^[a-z][\w+.-]*:\/\/[^\s/:@{}$<]+:([^\s/@{}$<]{3,})@([^\s/@:]+)/i;
const PASSWORD_NAME = /^(?:[a-z0-9_]*_)?(?:pass(?:word|wd|phrase|code)?|pwd|pw)$/;
const SECRET_NAME = /(?:^|_)(?:secret|api_?key|apikey|token|access_?key|secret_?key|private_?key|client_?secret|auth_?token|auth_?key|signing_?key|encryption_?key|encrypt_?key|master_?key|session_?secret|cookie_?secret|jwt_?secret|jwt_?key|hmac_?key|hmac_?secret|webhook_?secret|bearer|credential|crypto_?key|cipher_?key|shared_?secret|account_?key|service_?key|app_?secret|secret_?access_?key|aes_?key)$/;
const SECRET_CALLS = /^(?:createHmac|createSecretKey|sign|verify|signSync|jwtSign|cookieParser|createCipheriv|createDecipheriv|scryptSync|setApiKey)$/;
const PLACEHOLDER = /^(?:x+|\*+|\.+|-+|_+)$|your|example|placeholder|changeme|change[-_ ]me|replace|dummy|canary|fake|redacted|todo|<[^>]*>|\$\{|\{\{|%[a-z]|xxxx|\*\*\*|insert|sample|mock|test|stub|undefined|^null$|^none$|^empty$|not[-_ ]?set|missing|invalid|required|^(?:string|text|password|secret|token|hidden|key|bearer|basic|apikey|api_key|access_token|refresh_token|id_token|authorization|csrf|jwt|local|default|unknown|anonymous|code|otp|pin)$/i;
const ADVICE = 'Read it from the environment or a store of secrets, and change the one that is in the code.';

/** Secrets that stand in the code, where everybody who reads it can use them. In tests: those only that a provider gave out. */
export function* credentialSightings(source: ts.SourceFile, path: string): Generator<Sighting> {
  const sighting = (node: ts.Node, rule: string, message: string): Sighting => ({ rule, class: 'hard-coded-credentials', node, message, advice: ADVICE });
  const inTest = isTestPath(path);
  for (const node of eachNode(source)) {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node)) {
      if (ISSUED.test(node.text) && !/example/i.test(node.text) && !isPattern(node) && (!node.text.startsWith('-----BEGIN') || node.text.length > 80)) yield sighting(node, 'issued-key', 'This is a key as a provider gives them out.');
      const inAddress = IN_ADDRESS.exec(node.text);
      if (!inTest && inAddress !== null && !isPlaceholder(inAddress[1] ?? '') && !/^(?:localhost|127\.0\.0\.1|example\.\w+|host|.*\.example\.\w+|\[::1\])$/.test(inAddress[2] ?? '') && !/^(?:pass(?:word)?|pw|postgres|guest)$/.test(inAddress[1] ?? '')) yield sighting(node, 'password-in-address', 'A password stands in this address.');
    }
    if (inTest) continue;
    const named = namedValue(node);
    if (named !== undefined) {
      const literal = literalOf(named.value);
      if (literal !== undefined && isSecret(named.name, literal, named.node)) yield sighting(named.node, 'hard-coded-secret', `${named.name} is written into the code.`);
    }
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) yield* inCalls(node, source, sighting);
  }
}

const isPattern = (node: ts.Node): boolean => ts.isNewExpression(node.parent) && node.parent.expression.getText() === 'RegExp';

type Named = { readonly name: string; readonly value: ts.Expression; readonly node: ts.Node };

function namedValue(node: ts.Node): Named | undefined {
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) return { name: node.name.text, value: node.initializer, node };
  if (ts.isPropertyAssignment(node) || (ts.isPropertyDeclaration(node) && node.initializer !== undefined)) {
    const value = node.initializer;
    return value === undefined ? undefined : { name: node.name.getText().replaceAll(/['"#]/g, ''), value, node };
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && (ts.isPropertyAccessExpression(node.left) || ts.isIdentifier(node.left))) return { name: ts.isIdentifier(node.left) ? node.left.text : node.left.name.text, value: node.right, node };
  if (ts.isBinaryExpression(node) && (node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken || node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsToken) && ts.isStringLiteralLike(node.right) && (ts.isIdentifier(node.left) || ts.isPropertyAccessExpression(node.left) || ts.isElementAccessExpression(node.left))) {
    const name = ts.isIdentifier(node.left) ? node.left.text : ts.isPropertyAccessExpression(node.left) ? node.left.name.text : literalText(node.left.argumentExpression) ?? '';
    return /[A-Z0-9]/.test(node.right.text.slice(1)) || /[^\w]/.test(node.right.text) || PASSWORD_NAME.test(snake(name)) ? { name, value: node.right, node } : undefined;
  }
  if (ts.isParameter(node) && ts.isIdentifier(node.name) && node.initializer !== undefined) return { name: node.name.text, value: node.initializer, node };
  return undefined;
}

/** The literal that a value is, or falls back to when nothing was configured. */
function literalOf(node: ts.Expression): string | undefined {
  if (ts.isBinaryExpression(node) && (node.operatorToken.kind === ts.SyntaxKind.BarBarToken || node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken)) return literalOf(node.right);
  if (ts.isCallExpression(node) && node.expression.getText() === 'Buffer.from') return node.arguments[0] === undefined ? undefined : literalText(node.arguments[0]);
  return literalText(node);
}

const snake = (name: string): string => name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').replaceAll('-', '_').toLowerCase();

const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text) || new Set(text).size <= 2;

function isSecret(written: string, text: string, node: ts.Node): boolean {
  const name = snake(written);
  if (text.length < 3 || text.length > 4000 || isPlaceholder(text) || /^\/?[\w-]+(?:\/[\w-]+)+\/?$/.test(text) && /[a-z]{3,}\//.test(text)) return false;
  if (/^authorization$/.test(name)) return /^(?:Bearer|Basic|Token|ApiKey)\s+[\w+/=.~-]{8,}$/i.test(text);
  if (/^x_(?:api_key|auth_token|access_token)$/.test(name)) return isRandomLooking(text);
  if (PASSWORD_NAME.test(name)) return !/\s/.test(text) && !/^(?:https?:|\/|\.|#|--?\w)/.test(text) && text.length >= 4 && (isAccount(node) || /\d|[^\w\s]|[a-z][A-Z]/.test(text) || ts.isVariableDeclaration(node)) && !/[.:]\w+[.:]|^[a-z]+(?:[-_.][a-z]+)+$|^(?:Enter|Please|Wrong|Incorrect|Your)/.test(text);
  return SECRET_NAME.test(name) && isRandomLooking(text);
}

/** Beside a user, a host or an address: an account. */
const isAccount = (node: ts.Node): boolean => ts.isPropertyAssignment(node) && /\b(?:user(?:name)?|host|login|email|database|server|uri)\b['"]?\s*[:,]/.test(node.parent.getText());

/** What nobody would write as a name: letters and digits, or long, or signs; not a word, a path, an address, a list of words. */
function isRandomLooking(text: string): boolean {
  if (text.length < 8 || /^(?:https?:|\/|\.{1,2}\/|arn:|ssm:|secretsmanager:|projects\/|alias\/|env:|vault:|\$)/i.test(text) || /^[A-Z][A-Z_]*[A-Z]$/.test(text)) return false;
  if (/\s/.test(text)) return /^(?:[\w]+ ?){2,4}$/.test(text) && false;
  if (/^[a-z]+(?:[-_.:/][a-z]+)*$/i.test(text)) return /secret|s3cr3t|super|key/i.test(text) && /[-_]/.test(text) && text.length >= 12 && !/^(?:x-|[\w.]*(?:name|arn|id|path|param|url|header|field|cookie)$)|[./:]/i.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text) && text.length >= 20 && !/^[a-z]+(?:[A-Z][a-z]+)+$|^(?:[A-Z][a-z]+)+$/.test(text)) || /^(?:super|my|top|our)?secret\w*$|^\w+secret(?:key)?$/i.test(text) && text.length >= 9;
  return /\d/.test(text) && /[a-z]/i.test(text) || /[^\w\s.:/-]/.test(text);
}

/** Calls whose argument is a key: signing, encrypting, sessions. */
function* inCalls(node: ts.CallExpression | ts.NewExpression, source: ts.SourceFile, sighting: (node: ts.Node, rule: string, message: string) => Sighting): Generator<Sighting> {
  const args = node.arguments ?? [];
  const callee = node.expression.getText();
  const name = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : callee;
  if (/^(?:session|expressSession|cookieSession|fastifySession|koaSession)$/.test(callee) && args[0] !== undefined && ts.isObjectLiteralExpression(args[0])) {
    for (const property of args[0].properties) {
      if (!ts.isPropertyAssignment(property) || !/^(?:secret|keys)$/.test(property.name.getText())) continue;
      const [value] = ts.isArrayLiteralExpression(property.initializer) ? property.initializer.elements : [property.initializer];
      const text = value === undefined ? undefined : literalOf(value);
      if (text !== undefined && text.length >= 3 && !isSecret('secret', text, property)) yield sighting(property, 'hard-coded-secret', 'The secret of the session is written into the code.');
    }
  }
  const pair = callee === 'Buffer.from' || name === 'btoa' ? literalText(args[0]) : undefined;
  if (pair !== undefined && /^[^\s:/]+:[^\s:/]{4,}$/.test(pair) && /Basic|auth/i.test(node.getSourceFile().text.slice(Math.max(0, node.pos - 80), node.end + 40))) yield sighting(node, 'hard-coded-secret', 'A user and a password are written into the code.');
  if (!SECRET_CALLS.test(name)) return;
  const isToken = /jwt|jsonwebtoken|JWT|jose/i.test(callee);
  if (/^(?:sign|verify|signSync)$/.test(name) && !isToken) return;
  const index = name === 'cookieParser' || name === 'createSecretKey' || name === 'scryptSync' || name === 'setApiKey' ? 0 : 1;
  const argument = args[index];
  if (argument === undefined) return;
  const inline = literalOf(argument);
  const text = inline ?? (ts.isIdentifier(argument) ? literalOf(behindName(argument, source) ?? argument) : undefined);
  if (text === undefined || text.length < 4 || (inline === undefined && isSecret(argument.getText(), text, argument)) || isPlaceholder(text) && !/^(?:secret|key|test|password)$/i.test(text)) return;
  yield sighting(argument, 'hard-coded-secret', `The key of ${name} is written into the code.`);
}
