import ts from 'typescript';

export type MeasuredFunction = { readonly name: string; readonly line: number; readonly complexity: number; readonly text: string };

/**
 * Cyclomatic complexity of every function of a file (McCabe 1976, counted on the syntax): one, and one more for each `if`, `?:`, loop,
 * `case`, `catch`, `&&`, `||`, `??` and their assigning forms. A function inside another is counted by itself only.
 * Names are paths through what holds the function (`Client.get`, `list.map callback`); equal ones are numbered.
 */
export function measureFunctions(path: string, text: string): MeasuredFunction[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const measured: MeasuredFunction[] = [];
  const taken = new Map<string, number>();
  const visit = (node: ts.Node, holder: string): void => {
    let inside = holder;
    if (ts.isClassLike(node) || ts.isModuleDeclaration(node)) inside = join(holder, node.name?.getText(source) ?? 'class');
    else if (isFunction(node)) {
      inside = join(holder, nameOf(node, source));
      const count = (taken.get(inside) ?? 0) + 1;
      taken.set(inside, count);
      measured.push({ name: count === 1 ? inside : `${inside} (${count})`, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, complexity: complexityOf(node), text: node.getText(source) });
    }
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, '');
  return measured;
}

type WithBody = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

const isFunction = (node: ts.Node): node is WithBody => ts.isFunctionLike(node) && 'body' in node && node.body !== undefined;

function complexityOf(root: WithBody): number {
  let count = 1;
  const visit = (node: ts.Node): void => {
    if (isFunction(node)) return;
    if (isBranch(node)) count += 1;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(root, visit);
  return count;
}

const BRANCHING_OPERATORS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken, ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

const isBranch = (node: ts.Node): boolean =>
  ts.isIfStatement(node) || ts.isConditionalExpression(node) || ts.isIterationStatement(node, false) || ts.isCaseClause(node) || ts.isCatchClause(node)
  || (ts.isBinaryExpression(node) && BRANCHING_OPERATORS.has(node.operatorToken.kind));

const join = (holder: string, name: string): string => (holder === '' ? name : `${holder}.${name}`);

function nameOf(node: WithBody, source: ts.SourceFile): string {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (node.name !== undefined) return node.name.getText(source);
  const { parent } = node;
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) && parent.initializer === node) return parent.name.getText(source);
  if (ts.isCallExpression(parent)) return `${parent.expression.getText(source).slice(-40)} callback`;
  return 'function';
}
