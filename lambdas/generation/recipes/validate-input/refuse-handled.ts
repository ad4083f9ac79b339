import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import type { ChainLink } from '../../reading/call-chain.ts';
import { runsAlways } from '../../reading/certain.ts';
import { descendants } from '../../reading/enclosing.ts';
import { abstain } from '../../recipe.ts';
import { leadingCall } from './bad-input.ts';

/**
 * Abstains when somebody between the failure and the border catches it, or when a request may reach the border and never the failure:
 * an answer of 400 would then be a new one.
 */
export function refuseHandled(target: TargetProgram, chain: readonly ChainLink[], failing: ts.Node, border: ts.FunctionLike): void {
  let node: ts.Node = failing;
  for (let index = 0; ; index += 1) {
    const fn = chain[index]?.fn;
    if (fn && /\bRecords\b/.test(fn.getText())) abstain('the failing input comes with a message of a queue, which an answer of 400 would lose');
    if (isCaught(node, border)) abstain('the error is caught already, and dealt with as somebody decided');
    if (fn === undefined || isWithinBorder(node, border)) return;
    if (!isAlwaysReached(node, fn)) abstain(`not every request comes to where it fails (\`${(fn.name ?? node).getText().slice(0, 40)}\`)`);
    const call = leadingCall(target, chain, index);
    if (call === undefined) return;
    node = call;
  }
}

const isWithinBorder = (node: ts.Node, border: ts.FunctionLike) => ts.findAncestor(node, (each) => each === border) !== undefined;

function isCaught(node: ts.Node, border: ts.FunctionLike): boolean {
  for (let child = node, parent = node.parent; !ts.isSourceFile(child); child = parent, parent = parent.parent) {
    if (ts.isTryStatement(parent) && parent.tryBlock === child && parent.catchClause) return true;
    if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression) && parent.expression.expression === child && parent.expression.name.text === 'catch') return true;
    if (parent === border) return false;
  }
  return false;
}

/** A statement of the function's own body, with nothing before it that leaves. */
function isAlwaysReached(node: ts.Node, fn: ts.FunctionLike): boolean {
  const body = 'body' in fn ? fn.body : undefined;
  if (body === undefined) return false;
  if (!ts.isBlock(body)) return ts.findAncestor(node, (each) => each === body) !== undefined && !hasBranchAbove(node, body);
  const statement = body.statements.find((each) => ts.findAncestor(node, (around) => around === each) !== undefined);
  if (statement === undefined || !runsAlways(node, statement)) return false;
  return body.statements.slice(0, body.statements.indexOf(statement)).every((before) => !ts.isReturnStatement(before) && !ts.isThrowStatement(before) && descendants(before, ts.isThrowStatement, true).length === 0 && descendants(before, ts.isReturnStatement, true).length === 0);
}

function hasBranchAbove(node: ts.Node, top: ts.Node): boolean {
  for (let child = node; child !== top; child = child.parent) {
    const { parent } = child;
    if (ts.isFunctionLike(parent) || (ts.isConditionalExpression(parent) && parent.condition !== child) || (ts.isBinaryExpression(parent) && parent.right === child)) return true;
  }
  return false;
}
