import ts from 'typescript';
import { abstain } from '../../recipe.ts';
import type { ItemLoop } from '../../loops/item-loop.ts';

/** Under this condition (or, when `negated`, only if it does not hold) the loop makes its call. */
export type CallCondition = { readonly expression: ts.Expression; readonly negated: boolean };

/** What must hold for the call to be made in a round of the loop, outermost first. Abstains where failures of one item are tolerated. */
export function callConditions(call: ts.Node, loop: ItemLoop): CallCondition[] {
  const found: CallCondition[] = [];
  const end = loop.body.parent;
  for (let child = call, node = call.parent; child !== end && node !== undefined; child = node, node = node.parent) {
    if (ts.isIfStatement(node) && node.expression !== child) found.unshift({ expression: node.expression, negated: node.elseStatement === child });
    else if (ts.isConditionalExpression(node) && node.condition !== child) found.unshift({ expression: node.condition, negated: node.whenFalse === child });
    else if (ts.isBinaryExpression(node) && node.right === child) found.unshift(...logical(node));
    else if (ts.isTryStatement(node) && node.tryBlock === child && node.catchClause) abstain('a failure of one item is caught inside the loop; one failing batch would fail for all of them');
    else if (ts.isCaseOrDefaultClause(node) || ts.isCatchClause(node)) abstain('the call is made in some cases only, which are not known before the loop');
    else if (ts.isBlock(node)) found.unshift(...skipsBefore(node, child));
  }
  return found;
}

function logical(node: ts.BinaryExpression): CallCondition[] {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return [{ expression: node.left, negated: false }];
  if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken) return abstain('the call is made only for what was not found elsewhere');
  return [];
}

/** `if (…) continue;` before the call, or `return` in a callback; for what is thrown or given up on there, nothing was asked either. */
function skipsBefore(block: ts.Block, child: ts.Node): CallCondition[] {
  const before = block.statements.slice(0, block.statements.findIndex((statement) => statement === child));
  return before.flatMap((statement) => {
    if (!ts.isIfStatement(statement) || statement.elseStatement) return [];
    const then = ts.isBlock(statement.thenStatement) ? statement.thenStatement.statements.at(-1) : statement.thenStatement;
    return then !== undefined && (ts.isContinueStatement(then) || ts.isReturnStatement(then) || ts.isThrowStatement(then) || ts.isBreakStatement(then)) ? [{ expression: statement.expression, negated: true }] : [];
  });
}
