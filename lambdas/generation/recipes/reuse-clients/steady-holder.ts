import ts from 'typescript';
import { descendants, isWithin } from '../../reading/enclosing.ts';

/**
 * Whether a class holds nothing but clients and plain settings that stay as they are: one object of it may serve all requests. Lists, maps, times,
 * random values, a base class, a constructor that does more than set fields, and fields that are written later make it an object of one request.
 */
export function isSteadyHolder(owner: ts.ClassLikeDeclaration, isMaking: (node: ts.Node) => boolean): boolean {
  if (owner.heritageClauses?.some(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)) return false;
  const values = initialValues(owner);
  if (values === undefined || !values.every((value) => isSteadyValue(value, isMaking))) return false;
  const holdsClient = values.some((value) => isMaking(value) || descendants(value, ts.isExpression).some(isMaking));
  return holdsClient && !changesItself(owner);
}

/** What the fields are set to while an object is made; `undefined` when its constructor does anything else. */
export function initialValues(owner: ts.ClassLikeDeclaration): ts.Expression[] | undefined {
  const fields = owner.members.flatMap((member) => (ts.isPropertyDeclaration(member) && member.initializer && !isFunction(member.initializer) ? [member.initializer] : []));
  const statements = owner.members.flatMap((member) => (ts.isConstructorDeclaration(member) ? [...(member.body?.statements ?? [])] : []));
  const assigned = statements.map((statement) => {
    const set = ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression) ? statement.expression : undefined;
    return set?.operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isPropertyAccessExpression(set.left) && set.left.expression.kind === ts.SyntaxKind.ThisKeyword ? set.right : undefined;
  });
  const known = assigned.filter((value) => value !== undefined);
  const defaults = owner.members.flatMap((member) => (ts.isConstructorDeclaration(member) ? member.parameters.flatMap(({ initializer }) => (initializer ? [initializer] : [])) : []));
  return known.length === assigned.length ? [...fields, ...defaults, ...known] : undefined;
}

const isFunction = (value: ts.Expression) => ts.isArrowFunction(value) || ts.isFunctionExpression(value);

/** A client, a literal, a name, a part of one, or a choice between such. An empty list or object is there to be filled. */
function isSteadyValue(value: ts.Expression, isMaking: (node: ts.Node) => boolean): boolean {
  if (isMaking(value)) return true;
  if (ts.isArrayLiteralExpression(value)) return false;
  if (ts.isObjectLiteralExpression(value)) return value.properties.length > 0 && value.properties.every((property) => ts.isShorthandPropertyAssignment(property) || (ts.isPropertyAssignment(property) && isSteadyValue(property.initializer, isMaking)));
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value) || ts.isNonNullExpression(value) || ts.isPropertyAccessExpression(value)) return isSteadyValue(value.expression, isMaking);
  if (ts.isElementAccessExpression(value)) return ts.isStringLiteralLike(value.argumentExpression) && isSteadyValue(value.expression, isMaking);
  if (ts.isBinaryExpression(value)) return [ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.PlusToken].includes(value.operatorToken.kind) && isSteadyValue(value.left, isMaking) && isSteadyValue(value.right, isMaking);
  if (ts.isTemplateExpression(value)) return value.templateSpans.every(({ expression }) => isSteadyValue(expression, isMaking));
  if (ts.isCallExpression(value)) return /^(?:Number|String|Boolean)$/.test(value.expression.getText()) && value.arguments.every((argument) => isSteadyValue(argument, isMaking));
  return ts.isIdentifier(value) || value.kind === ts.SyntaxKind.ThisKeyword || ts.isLiteralExpression(value) || ['true', 'false', 'null'].includes(value.getText());
}

/** `this.x = …` outside the constructor, `this.#count++`, `[this.a] = …`, `Object.assign(this, …)`, `this[name]`. */
function changesItself(owner: ts.ClassLikeDeclaration): boolean {
  return owner.members.filter((member) => !ts.isConstructorDeclaration(member)).some((member) => descendants(member, isThis).some(isChanged));
}

const isThis = (node: ts.Node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword;

function isChanged(self: ts.Node): boolean {
  const { parent } = self;
  if (!ts.isPropertyAccessExpression(parent)) return true;
  const statement = ts.findAncestor(self, ts.isStatement) ?? self;
  return ts.findAncestor(self, (node) => (node === statement ? 'quit' : isWriting(node) && isWithin(self, ts.isBinaryExpression(node) ? node.left : node))) !== undefined;
}

const isWriting = (node: ts.Node): node is ts.BinaryExpression | ts.UnaryExpression =>
  (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment) ||
  ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node) || (ts.isPrefixUnaryExpression(node) && [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(node.operator));
