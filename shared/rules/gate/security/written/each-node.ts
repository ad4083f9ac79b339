import ts from 'typescript';

/** Every node of a file, outside before inside. */
export function* eachNode(root: ts.Node): Generator<ts.Node> {
  const stack: ts.Node[] = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    stack.push(...children.reverse());
  }
}

/** The text of a literal without holes. */
export const literalText = (node: ts.Node | undefined): string | undefined => {
  if (node === undefined) return undefined;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) return literalText(node.expression);
  return ts.isStringLiteralLike(node) ? node.text : undefined;
};

/** The value of a literal number, or of a product of such. */
export const literalNumber = (node: ts.Node | undefined): number | undefined => {
  if (node === undefined) return undefined;
  if (ts.isNumericLiteral(node)) return Number(node.text.replaceAll('_', ''));
  if (ts.isBinaryExpression(node)) {
    const [left, right] = [literalNumber(node.left), literalNumber(node.right)];
    if (left === undefined || right === undefined) return undefined;
    if (node.operatorToken.kind === ts.SyntaxKind.AsteriskToken) return left * right;
    if (node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken) return left ** right;
    if (node.operatorToken.kind === ts.SyntaxKind.LessThanLessThanToken) return left << right;
  }
  return undefined;
};

/** What a constant of the file was made from, or the expression itself. */
export function behindName(node: ts.Expression | undefined, source: ts.SourceFile): ts.Expression | undefined {
  if (node === undefined || !ts.isIdentifier(node)) return node;
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name) && name.text === node.text) return initializer;
  }
  let around: ts.Node = node;
  while (around.parent !== undefined) {
    around = around.parent;
    if (!ts.isBlock(around)) continue;
    for (const statement of around.statements) if (ts.isVariableStatement(statement)) for (const { name, initializer } of statement.declarationList.declarations) if (ts.isIdentifier(name) && name.text === node.text) return initializer;
  }
  return node;
}

/** A property of an object literal. */
export function propertyOf(node: ts.Expression | undefined, name: string): ts.Expression | undefined {
  if (node === undefined || !ts.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.properties) if (ts.isPropertyAssignment(property) && property.name.getText().replaceAll(/['"]/g, '') === name) return property.initializer;
  return undefined;
}
