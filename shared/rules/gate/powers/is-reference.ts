import ts from 'typescript';

/** Whether an identifier stands for a value, rather than naming a member, a declaration, a label or a type. */
export function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent) || ts.isMetaProperty(parent)) return 'expression' in parent && parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name === node || parent.objectAssignmentInitializer === node;
  if (ts.isExportSpecifier(parent)) return parent.parent.parent.moduleSpecifier === undefined && (parent.propertyName ?? parent.name) === node && !parent.isTypeOnly && !parent.parent.parent.isTypeOnly;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isNamespaceExport(parent) || ts.isImportEqualsDeclaration(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent) || ts.isJsxAttribute(parent)) return false;
  if ('name' in parent && parent.name === node) return false;
  return !(ts.isTypePredicateNode(parent) || ts.isNamedTupleMember(parent) || ts.isTypeParameterDeclaration(parent));
}

/** Whether nothing below this node is there when the code runs. */
export const isErased = (node: ts.Node): boolean =>
  (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) ||
  (ts.isImportDeclaration(node) && node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) || (ts.isStatement(node) && ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false));

export type Member = { readonly name: string | undefined; readonly node: ts.Expression };

/** `x.name`, `x?.name` or `x['na' + 'me']` around an expression; its name is `undefined` where it is chosen at run time. */
export function memberOf(node: ts.Expression, valueOf: (expression: ts.Node) => unknown): Member | undefined {
  const inner = outermost(node);
  const { parent } = inner;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === inner) return { name: parent.name.text, node: parent };
  if (!ts.isElementAccessExpression(parent) || parent.expression !== inner) return undefined;
  const key = valueOf(parent.argumentExpression);
  return { name: typeof key === 'string' || typeof key === 'number' ? String(key) : undefined, node: parent };
}

/** The expression with the brackets and casts around it, which change nothing. */
export function outermost(node: ts.Expression): ts.Expression {
  const { parent } = node;
  if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isNonNullExpression(parent) || ts.isSatisfiesExpression(parent) || ts.isTypeAssertionExpression(parent)) return outermost(parent);
  return node;
}

/** The expression within brackets and casts. */
export function innermost(node: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node)) return innermost(node.expression);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) return innermost(node.right);
  return node;
}

/** Names taken out of a value by `const { a, b: c } = value`; `undefined` among them for a rest or a name made at run time. Not a pattern: `undefined`. */
export function namesTakenFrom(node: ts.Expression): readonly (string | undefined)[] | undefined {
  const inner = outermost(node);
  const { parent } = inner;
  if (ts.isVariableDeclaration(parent) && parent.initializer === inner && ts.isObjectBindingPattern(parent.name)) {
    return parent.name.elements.map(({ dotDotDotToken, propertyName, name }) => (dotDotDotToken === undefined ? nameOf(propertyName ?? name) : undefined));
  }
  if (ts.isBinaryExpression(parent) && parent.right === inner && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    const left = innermost(parent.left);
    if (ts.isObjectLiteralExpression(left)) return left.properties.map((property) => (property.name === undefined ? undefined : nameOf(property.name)));
  }
  return undefined;
}

const nameOf = (name: ts.PropertyName | ts.BindingName): string | undefined => (ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined);

/** Whether the expression is written to: assigned, counted up, deleted, the target of a pattern or a loop. */
export function isWritten(node: ts.Expression): boolean {
  const inner = outermost(node);
  const { parent } = inner;
  if (ts.isBinaryExpression(parent)) return parent.left === inner && parent.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment;
  if (ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent)) return true;
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.PlusPlusToken || parent.operator === ts.SyntaxKind.MinusMinusToken;
  if ((ts.isForInStatement(parent) || ts.isForOfStatement(parent)) && parent.initializer === inner) return true;
  if (ts.isPropertyAssignment(parent) && parent.initializer === inner) return isWritten(parent.parent);
  return (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent)) && isPatternTarget(parent);
}

/** `[x.y] = …` and `({ a: x.y } = …)` write as well. */
function isPatternTarget(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isSpreadElement(parent)) && isPatternTarget(parent);
}
