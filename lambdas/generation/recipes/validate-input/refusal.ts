import ts from 'typescript';
import { freeName } from '../../edits/free-name.ts';
import { indentAt, sourceStyle } from '../../edits/source-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { runsAlways } from '../../reading/certain.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { abstain } from '../../recipe.ts';
import type { AnswerStyle } from './answer-style.ts';
import type { BadInput } from './bad-input.ts';
import { shown, type RequestValue } from './request-value.ts';

/** The edits that answer 400, and the statement before which they stand. */
export type Refusal = { readonly edits: readonly TextEdit[]; readonly statement: ts.Statement; readonly message: string };

/** At the border: a check before what needs the value, or a `try` around what fails on it. `through`: the border's call that leads to a failure elsewhere. */
export function refusal(target: TargetProgram, bad: BadInput, value: RequestValue, answer: AnswerStyle, through: ts.CallExpression | undefined): Refusal {
  const place = bad.kind === 'missing' ? value.node : (through ?? bad.node);
  const statement = ts.findAncestor(place, (node): node is ts.Statement => ts.isStatement(node) && ts.isBlock(node.parent));
  if (statement === undefined || ts.findAncestor(statement, ts.isFunctionLike) !== value.border) return abstain(`\`${shown(place)}\` is reached inside a callback of the border, perhaps never`);
  const message = messageOf(bad, value);
  const { text } = statement.getSourceFile();
  const style = sourceStyle(text);
  const indent = indentAt(text, statement.getStart());
  const inner = indent + style.indent;
  const refused = `${inner}${answer.statement(message, inner)}`;
  const put = (lines: readonly string[]): TextEdit => ({ start: statement.getStart(), end: statement.getStart(), text: lines.map((line) => `${line}${style.newline}`).join('') + indent });

  if (bad.kind === 'missing') {
    if (!runsAlways(value.node, statement)) abstain(`\`${shown(value.node)}\` is looked at only sometimes there`);
    const condition = bad.wants === 'list' ? `!Array.isArray(${value.text})` : isMissing(value.text, text);
    if (isCheckedBefore(statement, value.text)) abstain(`\`${value.text}\` is checked already`);
    return { statement, message, edits: [put([`if (${condition}) {`, refused, `${indent}}`])] };
  }
  if (bad.kind === 'schema') {
    if (through) return abstain('the schema is asked outside the border');
    const asked = bad.node.expression;
    if (!ts.isPropertyAccessExpression(asked) || !runsAlways(bad.node, statement)) return abstain('the schema is asked only sometimes there');
    if (!isZodSchema(target, asked.expression)) abstain(`\`${asked.expression.getText()}\` is not known to be a schema of zod`);
    const result = freeName(target, statement, ['parsed', 'checked', 'result']);
    return {
      statement, message,
      edits: [
        put([`const ${result} = ${asked.expression.getText()}.safeParse(${bad.node.arguments.map((argument) => argument.getText()).join(', ')})${style.semicolon}`, `${indent}if (!${result}.success) {`, refused, `${indent}}`]),
        { start: bad.node.getStart(), end: bad.node.getEnd(), text: `${result}.data` },
      ],
    };
  }
  const given = ts.isCallExpression(bad.node) ? bad.node.arguments.length : 1;
  if (given > 1) abstain(`\`${shown(bad.node)}\` runs code of the service that may fail for other reasons`);
  const unit = unitOf(through ?? bad.node, statement);
  const only = through === undefined ? undefined : errorName(bad.node);
  const caught = only === undefined ? `${indent}} catch {` : `${indent}} catch (error) {`;
  const others = only === undefined ? [] : [`${inner}if (!(error instanceof ${only})) throw error${style.semicolon}`];
  const guarded = (name: string, type: string, made: string): string[] => [`let ${name}${type}${style.semicolon}`, `${indent}try {`, `${inner}${name} = ${made}${style.semicolon}`, caught, ...others, refused, `${indent}}`];

  const declaration = wholeConstant(unit, statement);
  if (declaration && ts.isIdentifier(declaration.name) && declaration.initializer) {
    const lines = guarded(declaration.name.text, typeText(target, declaration.type, declaration.initializer), declaration.initializer.getText());
    return { statement, message, edits: [{ start: statement.getStart(), end: statement.getEnd(), text: lines.join(style.newline) }] };
  }
  const name = freeName(target, statement, ['input', 'given', 'payload']);
  return { statement, message, edits: [put(guarded(name, typeText(target, undefined, unit), unit.getText())), { start: unit.getStart(), end: unit.getEnd(), text: name }] };
}

/** Declared in a file that imports zod, or of a type that can say no without throwing. */
function isZodSchema(target: TargetProgram, schema: ts.Expression): boolean {
  const declared = symbolOf(target, bare(schema))?.valueDeclaration?.getSourceFile().text ?? '';
  return /['"]zod(?:\/[^'"]*)?['"]/.test(declared) || target.checker.getTypeAtLocation(schema).getProperty('safeParse') !== undefined;
}

/** In the words of the file: `== null` where it says so elsewhere. */
const isMissing = (text: string, source: string) => (/[!=]= null\b/.test(source.replaceAll(/[!=]== null\b/g, '')) ? `${text} == null` : `${text} === undefined || ${text} === null`);

/** An earlier statement of the same block that looks at the value and leaves. */
function isCheckedBefore(statement: ts.Statement, text: string): boolean {
  const block = statement.parent;
  if (!ts.isBlock(block)) return false;
  return block.statements.slice(0, block.statements.indexOf(statement)).some((before) => ts.isIfStatement(before) && before.expression.getText().includes(text) && /\b(?:return|throw)\b/.test(before.thenStatement.getText()));
}

/** The smallest expression around the failing one that is worked out whenever its statement is, and that nothing else can make fail. */
function unitOf(failing: ts.Expression, statement: ts.Statement): ts.Expression {
  let unit: ts.Node = ts.isAwaitExpression(failing.parent) ? failing.parent : failing;
  while (!runsAlways(unit, statement)) {
    unit = unit.parent;
    if (unit === statement || ts.isFunctionLike(unit) || ts.isStatement(unit)) return abstain(`\`${shown(failing)}\` is reached only sometimes there`);
  }
  const acts = (node: ts.Node): node is ts.CallExpression | ts.NewExpression | ts.AwaitExpression => ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node);
  const whole = unit;
  const other = descendants(whole, acts).find((node) => node !== failing && !isWithin(failing, node) && !isPure(node) && !isWithin(node, failing));
  if (other) abstain(`\`${shown(other)}\` may fail there for other reasons`);
  const before = descendants(statement, acts).find((node) => node.getStart() < whole.getStart() && !isWithin(whole, node) && !isPure(node));
  if (before) abstain(`\`${shown(before)}\` runs before it in the same statement`);
  return whole as ts.Expression;
}

/** `const name = …;` whose value is the unit, with a cast at most. */
function wholeConstant(unit: ts.Expression, statement: ts.Statement): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(statement) || statement.modifiers || (statement.declarationList.flags & ts.NodeFlags.Const) === 0) return undefined;
  const [declaration] = statement.declarationList.declarations;
  return declaration?.initializer && statement.declarationList.declarations.length === 1 && bare(declaration.initializer) === bare(unit) ? declaration : undefined;
}

/** The type of the variable that now stands outside the `try`. */
function typeText(target: TargetProgram, declared: ts.TypeNode | undefined, value: ts.Expression): string {
  if (!/\.[cm]?tsx?$/.test(value.getSourceFile().fileName)) return '';
  if (declared) return `: ${declared.getText()}`;
  if (ts.isAsExpression(value)) return `: ${value.type.getText()}`;
  const type = target.checker.getTypeAtLocation(value);
  return (type.flags & ts.TypeFlags.Any) === 0 ? `: ${target.checker.typeToString(type, value, ts.TypeFormatFlags.NoTruncation)}` : '';
}

/** What the failing expression throws, where nothing else of the called function does. */
function errorName(failing: ts.Expression): string {
  const name = (ts.isCallExpression(failing) || ts.isNewExpression(failing)) && failing.expression.getText();
  if (name === 'JSON.parse' || name === 'BigInt') return 'SyntaxError';
  return name === 'decodeURIComponent' || name === 'decodeURI' ? 'URIError' : abstain('what fails does so outside the border, with an error that may have other reasons');
}

function messageOf(bad: BadInput, { path, text }: RequestValue): string {
  const names = (path ?? []).filter((name) => name !== '()');
  const isPart = names.length === 1 && names[0] !== undefined;
  const last = /^[\w$-]+$/.exec(names.at(-1) ?? '')?.[0] ?? /[\w$]+$/.exec(text)?.[0] ?? 'the input';
  if (bad.kind === 'schema') return 'The request is not valid';
  const subject = isPart ? (names[0] === 'body' || names[0] === 'rawBody' ? 'The body' : bad.kind === 'missing' ? bad.property : last) : last;
  if (bad.kind === 'throws') return `${subject} must ${bad.must}`;
  return bad.wants === 'list' ? `${subject} must be a list` : `${subject} is missing`;
}
