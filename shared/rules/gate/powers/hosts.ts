import ts from 'typescript';
import type { PowerRule, Reading } from './power.ts';

const SPECIAL = /^[\s\p{Cc}]*(?:https?|wss?|ftp):/iu;
const ADDRESS = /\b[a-z][a-z\d+.-]{1,30}:[/\\]{2,}[^\s"'<>`]*/gi;
const PLAIN_SCHEMES: ReadonlySet<string> = new Set(['data:', 'file:', 'javascript:', 'blob:', 'about:']);
/** Stands for a part that is not known before it runs. */
const GAP = '\uFFFC';
/** Names of the net that code mentions most; a word with another ending is a host only where a host belongs. RFC 2606 and 6761 names are hosts as well. */
const ENDINGS = /\.(?:com|net|org|io|dev|app|co|ai|me|info|biz|xyz|top|site|online|cloud|tech|store|shop|club|link|click|live|space|website|ru|cn|su|ir|kp|tk|ml|ga|cf|gq|pw|cc|ws|to|sh|gg|ly|us|eu|de|uk|fr|nl|in|br|jp|ng|onion|example|test|invalid|local|internal|localhost|zip|mov)$/i;
const HOST = /^(?:[\p{L}\d_](?:[\p{L}\d_-]{0,61}[\p{L}\d])?\.)+[\p{L}\d-]{2,}(?::\d+)?(?:\/\S*)?$/u;
const NUMERIC = /^(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:\/\S*)?$|^\[?[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}\]?$/i;
/** Within a sentence only what can hardly be anything else. */
const NAMED_IN_PASSING = /(?<![\w.-])(?:\d{1,3}\.){3}\d{1,3}(?![\w(-])|(?<![\w./-])(?:www\.[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:com|net|org|io|dev|app|xyz|info|biz|ru|cn|onion|top|site|online|example))(?![\w(-])/gi;
/** What stands after a scheme of letters that look like those of one, or before a name in another alphabet. */
const LOOK_ALIKE = /[\p{L}\d]:[/\\]{2,}([^/\\\s?#"'<>`|]+)/gu;
const HOST_FIELDS: ReadonlySet<string> = new Set(['host', 'hostname', 'servername', 'server', 'servers', 'baseurl', 'baseuri', 'url', 'uri', 'endpoint', 'origin', 'domain', 'proxy', 'address', 'ip', 'target', 'localaddress', 'lookup', 'path_to_host', 'hosts', 'nodes', 'brokers', 'contactpoints', 'socketpath']);
const CONNECTORS = /^(?:connect|createConnection|createSecureContext|request|get|lookup|resolve\w*|fetch|axios|got|ky|superagent|post|put|patch|send|open|dial|ping|query|WebSocket|URL|Socket|Request|EventSource|import)$/;
/** A test may speak to its own machine and to names that belong to nobody. */
const NOBODYS = /^(?:localhost|127(?:\.\d+){3}|\[::1\]|0\.0\.0\.0|(?:[\w-]+\.)*(?:example|test|invalid|localhost|local)|(?:[\w-]+\.)*example\.(?:com|net|org))(?::\d+)?$/i;

/** Every host that a text names, in whichever notation, as `URL` reads it: the one form in which two of them can be compared. */
export function hostsIn(text: string): string[] {
  const addresses = SPECIAL.test(text) ? [text] : [...text.matchAll(ADDRESS)].map(([address]) => address);
  if (/^[\\/]{2}[^\\/\s]/.test(text)) addresses.push(`https:${text}`);
  return addresses.flatMap((address) => hostOf(address) ?? []);
}

function hostOf(address: string): string | undefined {
  const scheme = /^\s*([a-z][a-z\d+.-]*:)/i.exec(address)?.[1]?.toLowerCase();
  if (scheme === 'node:') return undefined;
  try {
    const url = new URL(address);
    return url.host === '' ? undefined : url.host.toLowerCase();
  } catch {
    return /[/\\]{2,}([^/\\\s?#]+)/.exec(address)?.[1]?.toLowerCase();
  }
}

/** Hosts that code could reach: in addresses, in bare names and numbers, put together from pieces, or made at run time. */
export const hosts: PowerRule = (node, reading) => {
  if (!isText(node) || isPartOfText(node, reading)) return [];
  const value = reading.valueOf(node);
  const found = typeof value === 'string' ? ofText(value, node) : ofPieces(node, reading);
  return found.filter((host) => !(reading.isTest && NOBODYS.test(host))).map((host) => (host.endsWith(':') ? `an address of ${host}` : `the host ${host}`));
};

const isText = (node: ts.Node): node is ts.Expression => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node) || ts.isCallExpression(node) || ts.isElementAccessExpression(node) || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken);

/** Inside of a larger text that is looked at as a whole; and no specifier of an import, which names a module. */
const isPartOfText = (node: ts.Node, reading: Reading): boolean => {
  const { parent } = node;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent) || ts.isLiteralTypeNode(parent)) return true;
  if (ts.isTemplateSpan(parent)) return isPieced(parent.parent);
  if (ts.isParenthesizedExpression(parent)) return isPartOfText(parent, reading);
  if (ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.PlusToken) return isPieced(parent);
  return typeof reading.valueOf(parent) === 'string';
};

const isPieced = (node: ts.Node): boolean => ts.isTemplateExpression(node) || ts.isBinaryExpression(node);

function ofText(text: string, node: ts.Node): string[] {
  const plain = /^\s*([a-z]+:)/i.exec(text)?.[1]?.toLowerCase();
  if (plain !== undefined && PLAIN_SCHEMES.has(plain) && text.trim().length > plain.length) return [plain];
  const found = hostsIn(text);
  if (found.length > 0) return found;
  const trimmed = text.trim();
  const bare = trimmed.replace(/[/?#].*$/, '').replace(/:\d+$/, '');
  if (NUMERIC.test(trimmed) && trimmed.length > 3) return [hostOf(`http://${trimmed}`) ?? trimmed];
  if (HOST.test(trimmed) && (ENDINGS.test(bare) || isHostPlace(node))) return [(hostOf(`http://${trimmed}`) ?? bare)];
  const passing = [...[...trimmed.matchAll(NAMED_IN_PASSING)].map(([host]) => host), ...[...trimmed.matchAll(LOOK_ALIKE)].map(([, host = '']) => host)].map((host) => host.toLowerCase());
  if (passing.length > 0) return passing;
  return isHostPlace(node) && isHostField(node) && /^[\w-]+$/.test(trimmed) && !/^(?:get|post|put|patch|delete|head|options|self|none|utf-?8)$/i.test(trimmed) ? [trimmed.toLowerCase()] : [];
}

const isHostField = (node: ts.Node): boolean => ts.isPropertyAssignment(node.parent) && /^(?:host|hostname|servername)$/i.test(nameOf(node.parent.name));

/** A field that holds a host, or an argument of what connects to one. */
function isHostPlace(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return HOST_FIELDS.has(nameOf(parent.name).toLowerCase());
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) return HOST_FIELDS.has(parent.left.name.text.toLowerCase());
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return /host|url|endpoint|origin/i.test(parent.name.text);
  if (!ts.isCallExpression(parent) && !ts.isNewExpression(parent)) return false;
  const { expression } = parent;
  return CONNECTORS.test(ts.isPropertyAccessExpression(expression) ? expression.name.text : ts.isIdentifier(expression) ? expression.text : '') && /\.[a-z]{2,}$|^\d+$/i.test('text' in node ? String(node.text).replace(/[/?#].*$/, '') : '');
}

const nameOf = (name: ts.PropertyName): string => (ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '');

/** An address of pieces, some of them not known: what stands between the scheme and the path decides where it goes. */
function ofPieces(node: ts.Node, reading: Reading): string[] {
  if (!isPieced(node)) return [];
  const gaps: string[] = [];
  const text = piecesOf(node, reading).map((piece) => (typeof piece === 'string' ? piece : (gaps.push(piece.getText(reading.source)), GAP))).join('');
  return [...text.matchAll(/\b[a-z][a-z\d+.-]{1,30}:[/\\]{2,}([^/\\\s?#]*)/gi)].flatMap(([address, authority = '']) => {
    if (!authority.includes(GAP)) return hostOf(address) ?? [];
    let gap = text.slice(0, text.indexOf(address)).split(GAP).length - 1;
    return [`made at run time: ${authority.replaceAll(GAP, () => `\${${gaps[gap++] ?? ''}}`)}`];
  });
}

function piecesOf(node: ts.Node, reading: Reading): (string | ts.Node)[] {
  const value = reading.valueOf(node);
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (ts.isParenthesizedExpression(node)) return piecesOf(node.expression, reading);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return [...piecesOf(node.left, reading), ...piecesOf(node.right, reading)];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.flatMap(({ expression, literal }) => [...piecesOf(expression, reading), literal.text])];
  return [node];
}
