import ts from 'typescript';
import type { CallEvidence } from '../../../../shared/domain/evidence.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import type { ChainLink } from '../../reading/call-chain.ts';
import { bare, isWithin } from '../../reading/enclosing.ts';
import { areSameType } from '../../reading/promised.ts';

/** One measured wait, found as an `await` in a statement of a block. */
export type Wait = {
  readonly measured: CallEvidence;
  readonly awaited: ts.AwaitExpression;
  readonly statement: ts.Statement;
  /** `const name = await …;` as a whole statement; otherwise the await is part of a larger expression. */
  readonly declaration: ts.VariableDeclaration | undefined;
};

/** The waits of the evidence inside one function. Those it cannot read (in branches, loops, callbacks) are left out. */
export function waitsIn(target: TargetProgram, fn: ts.FunctionLike, chains: readonly { measured: CallEvidence; chain: readonly ChainLink[] }[]): Wait[] {
  const found: Wait[] = [];
  for (const { measured, chain } of chains) {
    const link = chain.find((each) => each.fn === fn);
    const wait = link?.calls.flatMap((call) => waitOf(target, measured, call) ?? [])[0];
    if (wait && !found.some(({ awaited }) => isWithin(awaited, wait.awaited) || isWithin(wait.awaited, awaited))) found.push(wait);
  }
  return found.sort((a, b) => a.awaited.getStart() - b.awaited.getStart());
}

function waitOf(target: TargetProgram, measured: CallEvidence, call: ts.CallExpression): Wait | undefined {
  const awaited = awaitAround(call);
  const statement = awaited && statementAround(awaited);
  if (awaited === undefined || statement === undefined) return undefined;
  return { measured, awaited, statement, declaration: wholeDeclaration(target, awaited, statement) };
}

/** `await call(…)`, `await call(…).catch(…)`, `await (call(…) as Promise<…>)`. */
function awaitAround(call: ts.CallExpression): ts.AwaitExpression | undefined {
  let node: ts.Node = call;
  for (;;) {
    const parent: ts.Node = node.parent;
    if (ts.isAwaitExpression(parent)) return parent;
    const isChained = ts.isPropertyAccessExpression(parent) && ['then', 'catch', 'finally'].includes(parent.name.text) && ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    if (isChained) node = parent.parent;
    else if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent)) node = parent;
    else return undefined;
  }
}

/** The statement in which the await is certain to run, exactly once. */
function statementAround(awaited: ts.AwaitExpression): ts.Statement | undefined {
  for (let child: ts.Node = awaited, node: ts.Node = awaited.parent; ; child = node, node = node.parent) {
    if (ts.isReturnStatement(node) || ts.isVariableStatement(node) || ts.isExpressionStatement(node)) return ts.isBlock(node.parent) ? node : undefined;
    if (ts.isFunctionLike(node) || ts.isStatement(node)) return undefined;
    if (ts.isConditionalExpression(node) && node.condition !== child) return undefined;
    if (ts.isBinaryExpression(node) && node.right === child && isLogical(node.operatorToken.kind)) return undefined;
    if (ts.isPropertyAccessChain(node) || ts.isCallChain(node) || ts.isElementAccessChain(node)) {
      if (node.expression !== child) return undefined;
    }
  }
}

const isLogical = (operator: ts.SyntaxKind) => [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken].includes(operator);

/** A constant whose type, if written, is what the await gives anyway. */
function wholeDeclaration(target: TargetProgram, awaited: ts.AwaitExpression, statement: ts.Statement): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) === 0 || (statement.declarationList.flags & ts.NodeFlags.Using) !== 0 || statement.modifiers !== undefined) return undefined;
  const [declaration] = statement.declarationList.declarations;
  if (declaration?.initializer === undefined || statement.declarationList.declarations.length !== 1 || bare(declaration.initializer) !== awaited || declaration.initializer !== awaited) return undefined;
  const { checker } = target;
  if (declaration.type && !areSameType(checker, checker.getTypeFromTypeNode(declaration.type), checker.getTypeAtLocation(awaited))) return undefined;
  return declaration;
}
