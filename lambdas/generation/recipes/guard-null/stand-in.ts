import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, isTestPath } from '../../reading/callee.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import { abstain } from '../../recipe.ts';
import { isZeroNeutral } from './zero-neutral.ts';

/** What is used where the value is missing: nothing (`undefined` goes on), or a literal. */
export type StandIn = { readonly text: string | undefined; readonly why: string };

/** The largest expression that becomes `undefined` as a whole when the chain is cut: all further `.x`, `[x]`, `(…)` and `!`. */
export function wholeChain(access: ts.Expression): ts.Expression {
  let whole = access;
  for (;;) {
    const { parent } = whole;
    const isLink = (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) || ts.isCallExpression(parent) || ts.isNonNullExpression(parent)) && parent.expression === whole;
    if (!isLink) return whole;
    whole = parent;
  }
}

/**
 * What may stand in for a missing value, from how it is used and what other code of the target does with the same property.
 * Abstains where no value would be honest: a wrong number is worse than an error.
 */
export function standIn(target: TargetProgram, access: ts.Expression, property: string): StandIn {
  const whole = wholeChain(access);
  const { parent } = whole;
  const sibling = siblingDefault(target, whole, property);
  if (isTested(whole)) return { text: undefined, why: 'it is only tested there' };
  if (ts.isBinaryExpression(parent) && parent.left === whole && [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(parent.operatorToken.kind)) return { text: undefined, why: 'a default follows already' };
  if (sibling !== undefined) return { text: sibling, why: 'other code uses the same value' };
  if (ts.isTemplateSpan(parent)) return { text: quoted(whole, ''), why: 'it is put into a text' };
  if (ts.isBinaryExpression(parent)) return inOperation(target, whole, parent);
  if (ts.isArrayLiteralExpression(parent) && isJoined(parent)) return { text: undefined, why: 'a missing part is joined as an empty text' };
  if ((ts.isForOfStatement(parent) && parent.expression === whole) || ts.isSpreadElement(parent)) return { text: '[]', why: 'there is nothing to go over' };
  if (ts.isSpreadAssignment(parent)) return { text: undefined, why: 'spreading nothing adds nothing' };
  if (ts.isExpressionStatement(parent)) return abstain(`\`${whole.getText()}\` does something; leaving it out is no repair`);
  if (isWritten(whole)) return abstain('the missing object is written to');
  if (acceptsUndefined(target, whole)) return { text: undefined, why: 'a missing value is allowed there' };
  return abstain(`nothing shows what should stand in for \`${whole.getText()}\` when it is missing`);
}

/** `if (x)`, `x ? … : …`, `!x`, `x && …`, `x === …` */
function isTested(whole: ts.Expression): boolean {
  const { parent } = whole;
  if ((ts.isIfStatement(parent) || ts.isWhileStatement(parent)) && parent.expression === whole) return true;
  if (ts.isConditionalExpression(parent)) return parent.condition === whole;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (!ts.isBinaryExpression(parent)) return false;
  const { EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken, EqualsEqualsToken, ExclamationEqualsToken } = ts.SyntaxKind;
  return [EqualsEqualsEqualsToken, ExclamationEqualsEqualsToken, EqualsEqualsToken, ExclamationEqualsToken].includes(parent.operatorToken.kind);
}

function inOperation(target: TargetProgram, whole: ts.Expression, operation: ts.BinaryExpression): StandIn {
  const type = target.checker.getTypeAtLocation(whole);
  const { PlusToken, PlusEqualsToken } = ts.SyntaxKind;
  const operator = operation.operatorToken.kind;
  if ((type.flags & ts.TypeFlags.StringLike) !== 0 && (operator === PlusToken || operator === PlusEqualsToken)) return { text: quoted(whole, ''), why: 'it is joined to a text' };
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0 && isZeroNeutral(target, whole)) return { text: '0', why: 'it only adds to or takes from a sum, and nothing changes nothing' };
  return abstain(`no value is neutral for \`${operation.getText().split('\n', 1)[0] ?? ''}\``);
}

/** The literal that other code falls back to for the same property of the same name: `x.address?.city ?? 'unknown'`. */
function siblingDefault(target: TargetProgram, whole: ts.Expression, property: string): string | undefined {
  const own = endOf(whole);
  const found = new Set<string>();
  for (const source of target.sources) {
    if (isTestPath(target.pathOf(source) ?? '')) continue;
    for (const operation of descendants(source, ts.isBinaryExpression)) {
      if (operation.operatorToken.kind !== ts.SyntaxKind.QuestionQuestionToken || !isLiteral(operation.right)) continue;
      const left = bare(operation.left);
      if (left !== whole && endOf(left) === own && left.getText().includes(property)) found.add(operation.right.getText());
    }
  }
  return found.size === 1 ? [...found][0] : undefined;
}

/** The last two names of a chain: `address.city` of `order.address?.city`. */
const endOf = (chain: ts.Node) => chain.getText().replaceAll(/[?!]|\s/g, '').split('.').slice(-2).join('.');

const isLiteral = (node: ts.Expression) => ts.isStringLiteral(node) || ts.isNumericLiteral(node) || [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind) || (ts.isArrayLiteralExpression(node) && node.elements.length === 0);

/** `[a, b].join(…)` */
const isJoined = (list: ts.ArrayLiteralExpression) => ts.isPropertyAccessExpression(list.parent) && list.parent.name.text === 'join';

function isWritten(whole: ts.Expression): boolean {
  const { parent } = whole;
  return (ts.isBinaryExpression(parent) && parent.left === whole && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) || ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent);
}

/** A place whose declared type has room for `undefined`; an untyped property of an answer is serialised away. */
function acceptsUndefined(target: TargetProgram, whole: ts.Expression): boolean {
  const { checker } = target;
  const wanted = checker.getContextualType(whole);
  if (wanted !== undefined) return (wanted.flags & ts.TypeFlags.Unknown) !== 0 || checker.isTypeAssignableTo(checker.getUndefinedType(), wanted);
  const { parent } = whole;
  if (ts.isCallExpression(parent)) return calleeName(parent) === 'stringify';
  // Without a declared type the compiler checks every later use, in TypeScript; in JavaScript nobody does.
  const isTyped = /\.[cm]?tsx?$/.test(whole.getSourceFile().fileName);
  return isTyped && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent));
}

function quoted(at: ts.Node, text: string): string {
  const { text: source } = at.getSourceFile();
  const quote = (source.match(/"/g)?.length ?? 0) > (source.match(/'/g)?.length ?? 0) ? '"' : "'";
  return quote + text + quote;
}
