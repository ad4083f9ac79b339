import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath } from '../../reading/callee.ts';
import { bare, descendants, functionName } from '../../reading/enclosing.ts';
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
  refuseHandled(whole);
  if (isTested(whole)) refuseDeciding(target, whole, access);
  if (isTested(whole)) return { text: undefined, why: 'it is only tested there' };
  if (ts.isBinaryExpression(parent) && parent.left === whole && [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken].includes(parent.operatorToken.kind)) return { text: undefined, why: 'a default follows already' };
  if (sibling !== undefined && !isReckonedWith(target, whole, sibling)) return { text: sibling, why: 'other code uses the same value' };
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

/** Words of what lets somebody in, or lets money go: a missing value must not decide about it. */
const DECIDES = /auth|role|permission|allow|den(?:y|ied)|forbid|\bban|block|suspen|revoke|admin|owner|scope|access|paid|pay(?:ment)?|charg|quota|limit|expire|secur|trust|grant|privileg/i;

/** A test that lets somebody pass or not must not find the missing value to be a no; and two missing values are not the same thing. */
function refuseDeciding(target: TargetProgram, whole: ts.Expression, access: ts.Expression): void {
  const { parent } = whole;
  const fn = ts.findAncestor(whole, (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node) && functionName(node) !== undefined);
  const named = [access.getText(), (fn && functionName(fn)) ?? '', ts.isBinaryExpression(parent) ? parent.getText() : ''].find((text) => DECIDES.test(text));
  if (named !== undefined) abstain(`\`${named.split('\n', 1)[0] ?? ''}\` decides about somebody's rights or money, and a missing value must not`);
  if (!ts.isBinaryExpression(parent)) return;
  const other = target.checker.getTypeAtLocation(parent.left === whole ? parent.right : parent.left);
  const mayBeMissing = (type: ts.Type): boolean => (type.isUnion() ? type.types.some(mayBeMissing) : (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0);
  const isComparedWithNothing = ['undefined', 'null'].includes((parent.left === whole ? parent.right : parent.left).getText());
  if (mayBeMissing(other) && !isComparedWithNothing) abstain(`\`${parent.getText()}\` would hold when both are missing`);
}

/** The error may be how the code around it finds out; its `catch` then decides what becomes of the request. */
function refuseHandled(whole: ts.Expression): void {
  for (let node: ts.Node = whole; !ts.isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    const attempt = node.parent;
    if (!ts.isTryStatement(attempt) || attempt.tryBlock !== node || attempt.catchClause === undefined) continue;
    const last = attempt.catchClause.block.statements.at(-1);
    if (last === undefined || !ts.isThrowStatement(last)) abstain('the failure is caught where it happens: what follows from a missing value is decided there');
  }
}

/** A number that others show instead may be wrong to reckon with. */
function isReckonedWith(target: TargetProgram, whole: ts.Expression, sibling: string): boolean {
  if (!/^-?[\d.]/.test(sibling) || (target.checker.getTypeAtLocation(whole).flags & ts.TypeFlags.NumberLike) === 0) return false;
  const { parent } = whole;
  if (ts.isBinaryExpression(parent) || ts.isVariableDeclaration(parent)) return !(Number(sibling) === 0 && isZeroNeutral(target, whole));
  return ts.isCallExpression(parent) || ts.isElementAccessExpression(parent) || ts.isPrefixUnaryExpression(parent);
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
  if ((type.flags & ts.TypeFlags.StringLike) !== 0 && (operator === PlusToken || (operator === PlusEqualsToken && operation.right === whole))) return { text: quoted(whole, ''), why: 'it is joined to a text' };
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

const CONVERTING = /^(?:Number|String|BigInt|Date|URL|parseInt|parseFloat|Number\.parse\w+|encodeURI\w*|decodeURI\w*|JSON\.\w+|Symbol|RegExp)$/;

/** A place whose declared type has room for `undefined`; an untyped property of an answer is serialised away. */
function acceptsUndefined(target: TargetProgram, whole: ts.Expression): boolean {
  const { checker } = target;
  const wanted = checker.getContextualType(whole);
  const { parent } = whole;
  // `Number(undefined)`, `String(undefined)` and `JSON.stringify(undefined)` are no errors, and no answers either.
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== whole && (wanted === undefined || (wanted.flags & ts.TypeFlags.Any) !== 0 || CONVERTING.test(parent.expression.getText()))) return false;
  if (ts.isPropertyAssignment(parent) && parent.name.getText() === 'body') return false;
  if (wanted !== undefined) return (wanted.flags & ts.TypeFlags.Unknown) !== 0 || checker.isTypeAssignableTo(checker.getUndefinedType(), wanted);
  // Without a declared type the compiler checks every later use, in TypeScript; in JavaScript nobody does.
  const isTyped = /\.[cm]?tsx?$/.test(whole.getSourceFile().fileName);
  return isTyped && (ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isReturnStatement(parent) || ts.isArrowFunction(parent));
}

function quoted(at: ts.Node, text: string): string {
  const { text: source } = at.getSourceFile();
  const quote = (source.match(/"/g)?.length ?? 0) > (source.match(/'/g)?.length ?? 0) ? '"' : "'";
  return quote + text + quote;
}
