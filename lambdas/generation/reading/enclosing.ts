import ts from 'typescript';

/** A function whose body can be read. */
export type OwnFunction = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

export const isOwnFunction = (node: ts.Node): node is OwnFunction =>
  (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isMethodDeclaration(node)) && node.body !== undefined;

/** The nearest function around a node, not the node itself. */
export function enclosingFunction(node: ts.Node): ts.FunctionLike | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** The deepest node that covers an offset. */
export function deepestAt(source: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) <= offset && offset < node.getEnd()) {
      found = node;
      ts.forEachChild(node, visit);
    }
  };
  ts.forEachChild(source, visit);
  return found;
}

/** The name under which people know a function: its own, its variable's, its property's. */
export function functionName(fn: ts.FunctionLike): string | undefined {
  if (fn.name && (ts.isIdentifier(fn.name) || ts.isStringLiteral(fn.name) || ts.isPrivateIdentifier(fn.name))) return fn.name.text;
  const holder = fn.parent;
  if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name)) return holder.name.text;
  if (ts.isPropertyAssignment(holder) || ts.isPropertyDeclaration(holder)) return holder.name.getText();
  if (ts.isBinaryExpression(holder) && ts.isPropertyAccessExpression(holder.left)) return holder.left.name.text;
  return undefined;
}

/** Whether `inner` lies in `outer`, or is it. */
export const isWithin = (inner: ts.Node, outer: ts.Node) =>
  inner.getSourceFile() === outer.getSourceFile() && inner.getStart() >= outer.getStart() && inner.getEnd() <= outer.getEnd();

/** The node without parentheses, casts and `!` around it. */
export function bare(node: ts.Expression): ts.Expression {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isNonNullExpression(inner) || ts.isSatisfiesExpression(inner)) inner = inner.expression;
  return inner;
}

/** Every node below `root` that `test` accepts; does not look into functions inside when `stopAtFunctions`. */
export function descendants<T extends ts.Node>(root: ts.Node, test: (node: ts.Node) => node is T, stopAtFunctions = false): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (test(node)) found.push(node);
    if (stopAtFunctions && ts.isFunctionLike(node)) return;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return found;
}
