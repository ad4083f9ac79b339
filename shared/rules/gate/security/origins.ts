import ts from 'typescript';

/** Module names as the rules know them: without `node:`, and promises of the file system beside the rest of it. */
export const normalOrigin = (origin: string): string =>
  origin.replace(/^node:/, '').replace(/^(?:fs\/promises|fs\.promises|fs-extra|graceful-fs|util\.promisify\(\))(?=\.|$)/, 'fs').replace(/^fs\.promises\b/, 'fs').replace(/^path\.(?:posix|win32)\b/, 'path').replace(/^path\/(?:posix|win32)\b/, 'path');

/** Where an imported name comes from. */
export function importOrigin(declaration: ts.Node): string | undefined {
  let around: ts.Node = declaration;
  while (!ts.isImportDeclaration(around) && !ts.isImportEqualsDeclaration(around) && around.parent !== undefined) around = around.parent;
  if (ts.isImportEqualsDeclaration(around)) return ts.isExternalModuleReference(around.moduleReference) && ts.isStringLiteralLike(around.moduleReference.expression) ? normalOrigin(around.moduleReference.expression.text) : undefined;
  if (!ts.isImportDeclaration(around) || !ts.isStringLiteralLike(around.moduleSpecifier)) return undefined;
  const module = around.moduleSpecifier.text;
  if (!ts.isImportSpecifier(declaration)) return normalOrigin(module);
  const name = (declaration.propertyName ?? declaration.name).text;
  return normalOrigin(name === 'default' ? module : `${module}.${name}`);
}

/** The last name of an expression: `db` of `this.db`, `getDb` of `getDb()`. */
export function lastName(node: ts.Expression): string {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node)) return ts.isStringLiteralLike(node.argumentExpression) ? node.argumentExpression.text : lastName(node.expression);
  if (ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isAwaitExpression(node)) return lastName(node.expression);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return 'this';
  return '';
}
