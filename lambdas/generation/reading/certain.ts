import ts from 'typescript';

/** Whether an expression is worked out whenever its statement is reached: not in a branch, after `&&`, `||`, `??` or `?.`, in a callback or a loop. */
export function runsAlways(node: ts.Node, statement: ts.Statement): boolean {
  for (let child = node, parent = node.parent; child !== statement; child = parent, parent = parent.parent) {
    if (ts.isFunctionLike(parent)) return false;
    if (ts.isConditionalExpression(parent) && parent.condition !== child) return false;
    if (ts.isBinaryExpression(parent) && parent.right === child && isLogical(parent.operatorToken.kind)) return false;
    if ((ts.isPropertyAccessChain(parent) || ts.isCallChain(parent) || ts.isElementAccessChain(parent)) && parent.expression !== child) return false;
    if (parent !== statement) continue;
    if (ts.isIfStatement(parent) || ts.isSwitchStatement(parent) || ts.isForOfStatement(parent)) return parent.expression === child;
    return ts.isVariableStatement(parent) || ts.isExpressionStatement(parent) || ts.isReturnStatement(parent) || ts.isThrowStatement(parent);
  }
  return false;
}

const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken, ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.QuestionQuestionEqualsToken,
]);
const isLogical = (kind: ts.SyntaxKind) => LOGICAL.has(kind);
