import ts from 'typescript';
import { sourceStyle } from '../../edits/source-style.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, symbolOf } from '../../reading/callee.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';

/** How a border says no: the statement for a message, and whether the answer is an object with a status that a test can look at. */
export type AnswerStyle = { readonly statement: (message: string, indent: string) => string; readonly isPlainAnswer: boolean };

const MESSAGE_KEY = /^(?:message|error|detail|details|title|reason|errorMessage|msg)$/i;
const BAD_REQUEST_ERROR = /(?:^|\.)(?:BadRequest\w*|InvalidInput\w*|ValidationError|BadInput\w*)$/;

/** Read off the other answers of the border, of its file at the farthest: a helper for bad requests, an error class, an answer with a status. */
export function answerStyle(target: TargetProgram, border: ts.FunctionLike): AnswerStyle {
  const source = border.getSourceFile();
  const found = [answers(border), answers(source)].map((all) => all.filter((answer) => isKnownAt(target, answer.kind === 'call' ? answer.node.expression : answer.through?.expression, border))).find((all) => all.length > 0) ?? [];
  const best = found.toSorted((a, b) => rankOf(a.status) - rankOf(b.status))[0];
  const { quote, semicolon, newline, indent: step, width } = sourceStyle(source.text);
  const quoted = (text: string) => `${quote}${text}${quote}`;

  const helper = descendants(source, ts.isCallExpression).find((call) => isBadRequestHelper(call) && isKnownAt(target, call.expression, border));
  if (helper) return { statement: (message) => `return ${helper.expression.getText()}(${quoted(message)})${semicolon}`, isPlainAnswer: false };
  const thrown = descendants(border, ts.isThrowStatement).flatMap(({ expression }) => (expression && ts.isNewExpression(expression) && BAD_REQUEST_ERROR.test(expression.expression.getText()) && expression.arguments?.length === 1 && expression.arguments.every(isText) ? [expression.expression.getText()] : []))[0];
  if (thrown !== undefined) return { statement: (message) => `throw new ${thrown}(${quoted(message)})${semicolon}`, isPlainAnswer: false };
  if (best === undefined) return abstain('the handler gives no answers with a status: how it would say no is not known');

  const wrap = (text: string) => `return ${best.through === undefined ? text : `${best.through.expression.getText()}(${best.through.arguments[0]?.getText() ?? 'null'}, ${text})`}${semicolon}`;
  if (best.kind === 'call') return { statement: (message) => wrap(refilledCall(best.node, quoted(message))), isPlainAnswer: false };
  return {
    statement: (message, indent) => {
      const parts = refilledObject(target, best.node, border, best.status, quoted(message));
      const line = wrap(`{ ${parts.join(', ')} }`);
      if (indent.length + line.length <= width) return line;
      return wrap(`{${parts.map((part) => `${newline}${indent}${step}${part},`).join('')}${newline}${indent}}`);
    },
    isPlainAnswer: best.through === undefined,
  };
}

/** What is called there means the same at the top of the border: a name of the module, or one of the border's own parameters. */
function isKnownAt(target: TargetProgram, callee: ts.Expression | undefined, border: ts.FunctionLike): boolean {
  let root: ts.Expression | undefined = callee;
  while (root && ts.isPropertyAccessExpression(root)) root = root.expression;
  if (root === undefined || !ts.isIdentifier(root)) return root === undefined;
  return (symbolOf(target, root)?.declarations ?? []).some((declaration) => {
    const owner = ts.findAncestor(declaration.parent, ts.isFunctionLike);
    return owner === undefined || (owner === border && ts.findAncestor(declaration, ts.isParameter) !== undefined) || target.pathOf(declaration) === undefined || border.getSourceFile() !== declaration.getSourceFile() || isOutside(owner, border);
  }) || (symbolOf(target, root)?.declarations ?? []).length === 0;
}

const isOutside = (owner: ts.Node, border: ts.Node) => owner !== border && ts.findAncestor(border, (node) => node === owner) !== undefined;

/** Whether a function answers callers itself, rather than hand something on to the one that does. */
export const givesAnswers = (fn: ts.FunctionLike): boolean => answers(fn).length > 0 || descendants(fn, ts.isCallExpression).some((call) => isBadRequestHelper(call) && isReturned(call));

const isBadRequestHelper = (call: ts.CallExpression): boolean => /^(?:badRequest|invalidRequest|clientError)$/i.test(calleeName(call) ?? '') && call.arguments.length === 1 && call.arguments.every(isText);

type Answer = { readonly status: number; readonly through: ts.CallExpression | undefined } & ({ readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression } | { readonly kind: 'call'; readonly node: ts.CallExpression });

const rankOf = (status: number) => (status === 400 ? 0 : status >= 400 && status < 500 ? 1 : status >= 500 ? 2 : 3);

/** `return { statusCode: 404, … }`, `callback(null, { statusCode: 404, … })`, `return json(404, { … })`. */
function answers(root: ts.Node): Answer[] {
  const objects = descendants(root, ts.isObjectLiteralExpression).flatMap((node): Answer[] => {
    const status = node.properties.find((property): property is ts.PropertyAssignment => ts.isPropertyAssignment(property) && property.name.getText() === 'statusCode')?.initializer;
    if (status === undefined || !ts.isNumericLiteral(status)) return [];
    const { parent } = node;
    const isCallback = ts.isCallExpression(parent) && parent.arguments.length === 2 && parent.arguments[1] === node && ts.isIdentifier(parent.expression);
    return isCallback || isReturned(node) ? [{ kind: 'object', node, status: Number(status.text), through: isCallback ? parent : undefined }] : [];
  });
  const calls = descendants(root, ts.isCallExpression).flatMap((node): Answer[] => {
    const status = node.arguments.find((argument): argument is ts.NumericLiteral => ts.isNumericLiteral(argument) && /^[2-5]\d\d$/.test(argument.text));
    return status && node.arguments.length === 2 && isReturned(node) ? [{ kind: 'call', node, status: Number(status.text), through: undefined }] : [];
  });
  return [...objects, ...calls];
}

function isReturned(node: ts.Expression): boolean {
  let place: ts.Node = node;
  while (ts.isParenthesizedExpression(place.parent) || ts.isAsExpression(place.parent) || ts.isSatisfiesExpression(place.parent) || ts.isConditionalExpression(place.parent)) place = place.parent;
  return ts.isReturnStatement(place.parent) || (ts.isArrowFunction(place.parent) && place.parent.body === place);
}

const isText = (node: ts.Expression) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);

function refilledCall(call: ts.CallExpression, message: string): string {
  const others = call.arguments.map((argument) => (ts.isNumericLiteral(argument) ? '400' : payload(argument, message)));
  return `${call.expression.getText()}(${others.join(', ')})`;
}

/** The same kind of content: a text, or an object that says it under the same name. */
const payload = (example: ts.Expression, message: string): string => (isText(example) ? message : `{ ${messageKey(example)}: ${message} }`);

function messageKey(example: ts.Expression): string {
  const literal = bare(example);
  const keys = ts.isObjectLiteralExpression(literal) ? literal.properties.map((property) => property.name?.getText() ?? '') : [];
  return keys.find((key) => MESSAGE_KEY.test(key)) ?? 'message';
}

/** The answer's properties with another status and body; of an answer that says yes only the headers are taken over. */
function refilledObject(target: TargetProgram, literal: ts.ObjectLiteralExpression, border: ts.FunctionLike, status: number, message: string): string[] {
  const parts = literal.properties.flatMap((property) => {
    const name = property.name?.getText();
    if (name === 'statusCode') return ['statusCode: 400'];
    if (name === 'body') return [`body: ${bodyText(property, message)}`];
    if (status < 400 && name !== 'headers') return [];
    const isOutside = [...referencedSymbols(target, property)].every((symbol) => (symbol.declarations ?? []).every((declaration) => ts.findAncestor(declaration, (node) => node === border) === undefined));
    return isOutside && (ts.isShorthandPropertyAssignment(property) || (ts.isPropertyAssignment(property) && isPure(property.initializer)) || (ts.isSpreadAssignment(property) && isPure(property.expression))) ? [property.getText()] : [];
  });
  return parts.some((part) => part.startsWith('body:')) ? parts : [...parts, `body: JSON.stringify({ message: ${message} })`];
}

function bodyText(property: ts.ObjectLiteralElementLike, message: string): string {
  const value = ts.isPropertyAssignment(property) ? bare(property.initializer) : undefined;
  if (value && isText(value)) return message;
  if (value && ts.isCallExpression(value) && value.arguments[0] !== undefined && value.arguments.length === 1) return `${value.expression.getText()}(${payload(value.arguments[0], message)})`;
  return `JSON.stringify({ message: ${message} })`;
}
