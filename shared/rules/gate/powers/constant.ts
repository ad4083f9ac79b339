import ts from 'typescript';
import type { Constant, Reading } from './power.ts';

const MOST_LENGTH = 20_000;
/** Methods of texts and lists that make a text of texts. They are run as they are: their values are constants, their results bounded. */
const METHODS: ReadonlySet<string> = new Set(['at', 'charAt', 'charCodeAt', 'codePointAt', 'concat', 'join', 'normalize', 'padEnd', 'padStart', 'repeat', 'replace', 'replaceAll', 'reverse', 'slice', 'split', 'substr', 'substring', 'toLowerCase', 'toString', 'toUpperCase', 'trim', 'trimEnd', 'trimStart', 'valueOf', 'flat', 'toReversed', 'toLocaleLowerCase', 'toLocaleUpperCase']);

type Names = Pick<Reading, 'valueOf' | 'declarationOf'>;

/**
 * What an expression is before it runs: literals, templates, sums, constants by name, their parts, and the usual ways to write a word so
 * that it does not stand there: split, reversed, joined, by codes, in base64.
 */
export function constantOf(node: ts.Node, names: Names): Constant | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isNonNullExpression(node)) return names.valueOf(node.expression);
  if (ts.isTemplateExpression(node)) return joined([node.head.text, ...node.templateSpans.flatMap(({ expression, literal }) => [names.valueOf(expression), literal.text])]);
  if (ts.isArrayLiteralExpression(node)) return listOf(node.elements.map((element) => names.valueOf(element)));
  if (ts.isBinaryExpression(node)) return ofBinary(node, names);
  if (ts.isIdentifier(node)) return ofName(node, names);
  if (ts.isPropertyAccessExpression(node)) return ofProperty(node.expression, node.name.text, names);
  if (ts.isElementAccessExpression(node)) return ofElement(node, names);
  return ts.isCallExpression(node) || ts.isNewExpression(node) ? ofCall(node, names) : undefined;
}

const joined = (parts: readonly (Constant | undefined)[]): string | undefined => (parts.every((part) => typeof part === 'string' || typeof part === 'number') ? parts.join('') : undefined);

const listOf = (parts: readonly (Constant | undefined)[]): Constant | undefined => (parts.every((part) => part !== undefined) ? parts : undefined);

function ofBinary({ left, operatorToken, right }: ts.BinaryExpression, { valueOf }: Names): Constant | undefined {
  if (operatorToken.kind === ts.SyntaxKind.CommaToken) return valueOf(right);
  const [a, b] = [valueOf(left), valueOf(right)];
  if (operatorToken.kind === ts.SyntaxKind.PlusToken) return typeof a === 'number' && typeof b === 'number' ? a + b : joined([a, b]);
  if (typeof a !== 'number' || typeof b !== 'number') return undefined;
  switch (operatorToken.kind) {
    case ts.SyntaxKind.MinusToken: return a - b;
    case ts.SyntaxKind.AsteriskToken: return a * b;
    case ts.SyntaxKind.SlashToken: return a / b;
    case ts.SyntaxKind.CaretToken: return a ^ b;
    case ts.SyntaxKind.BarToken: return a | b;
    default: return undefined;
  }
}

function ofName(node: ts.Identifier, { declarationOf, valueOf }: Names): Constant | undefined {
  const declaration = declarationOf(node);
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && declaration.initializer !== undefined ? valueOf(declaration.initializer) : undefined;
}

function ofProperty(owner: ts.Expression, name: string, { declarationOf, valueOf }: Names): Constant | undefined {
  if (name === 'length') {
    const value = valueOf(owner);
    return value === undefined || typeof value === 'number' ? undefined : value.length;
  }
  const literal = ts.isIdentifier(owner) ? literalOf(declarationOf(owner)) : owner;
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return undefined;
  const property = literal.properties.find((each) => ts.isPropertyAssignment(each) && (ts.isIdentifier(each.name) || ts.isStringLiteral(each.name)) && each.name.text === name);
  return property !== undefined && ts.isPropertyAssignment(property) ? valueOf(property.initializer) : undefined;
}

function literalOf(declaration: ts.Declaration | undefined): ts.Expression | undefined {
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return undefined;
  const { initializer } = declaration;
  return ts.isAsExpression(initializer) || ts.isSatisfiesExpression(initializer) ? initializer.expression : initializer;
}

function ofElement(node: ts.ElementAccessExpression, names: Names): Constant | undefined {
  const key = names.valueOf(node.argumentExpression);
  if (typeof key === 'string') return ofProperty(node.expression, key, names);
  const owner = names.valueOf(node.expression);
  return typeof key !== 'number' || owner === undefined || typeof owner === 'number' ? undefined : owner[key];
}

function ofCall(node: ts.CallExpression | ts.NewExpression, { valueOf }: Names): Constant | undefined {
  const values = (node.arguments ?? []).map((argument) => valueOf(argument));
  const { expression } = node;
  if (ts.isIdentifier(expression)) return ofFunction(expression.text, values);
  if (!ts.isPropertyAccessExpression(expression)) return undefined;
  const { name: { text: method }, expression: owner } = expression;
  if (ts.isIdentifier(owner) && owner.text === 'String' && /^from(?:CharCode|CodePoint)$/.test(method)) return textOfCodes(values.flat());
  if (ts.isIdentifier(owner) && owner.text === 'Buffer' && method === 'from') return ofFunction(values[1] === 'hex' ? 'hex' : String(values[1]).startsWith('base64') ? 'atob' : 'String', values);
  if (ts.isNewExpression(owner) && method === 'decode') return values[0];
  const value = valueOf(owner);
  if (method === 'toString' && typeof value === 'string') return value;
  if (value === undefined || typeof value === 'number' || !METHODS.has(method) || !values.every((each) => typeof each === 'string' || typeof each === 'number')) return undefined;
  return run(value, method, values);
}

function run(value: Constant, method: string, values: readonly (string | number)[]): Constant | undefined {
  const made: unknown = Reflect.get(Object(value), method);
  if (typeof made !== 'function' || (method === 'repeat' && Number(values[0]) > 1000) || (method.startsWith('pad') && Number(values[0]) > MOST_LENGTH)) return undefined;
  try {
    const result: unknown = Reflect.apply(made, typeof value === 'string' ? value : [...(Array.isArray(value) ? value : [])], values);
    return isConstant(result) ? result : undefined;
  } catch {
    return undefined;
  }
}

const isConstant = (value: unknown): value is Constant => (typeof value === 'string' ? value.length <= MOST_LENGTH : typeof value === 'number' || (Array.isArray(value) && value.every(isConstant)));

function ofFunction(name: string, [value]: readonly (Constant | undefined)[]): Constant | undefined {
  if (Array.isArray(value)) return name === 'String' || name.endsWith('Array') ? textOfCodes(value) : undefined;
  if (typeof value === 'number') return name === 'String' ? String(value) : undefined;
  if (typeof value !== 'string') return undefined;
  try {
    switch (name) {
      case 'String': return value;
      case 'atob': return atob(value.replaceAll('-', '+').replaceAll('_', '/').replaceAll(/[^A-Za-z\d+/=]/g, ''));
      case 'hex': return textOfCodes([...value.matchAll(/[\da-f]{2}/gi)].map(([pair]) => Number.parseInt(pair, 16)));
      case 'decodeURIComponent': case 'decodeURI': return decodeURIComponent(value);
      case 'unescape': return value.replaceAll(/%([\da-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
      default: return undefined;
    }
  } catch {
    return undefined;
  }
}

function textOfCodes(codes: readonly (Constant | undefined)[]): string | undefined {
  return codes.every((code) => typeof code === 'number' && code >= 0 && code <= 0x10FFFF) ? codes.map((code) => String.fromCodePoint(Math.trunc(Number(code)))).join('') : undefined;
}
