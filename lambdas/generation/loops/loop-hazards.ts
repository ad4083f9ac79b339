import ts from 'typescript';
import { abstain } from '../recipe.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { bare, descendants, isWithin } from '../reading/enclosing.ts';
import { effectsOf } from '../reading/effects.ts';
import { changesItsCollection, type ItemLoop } from './item-loop.ts';
import { refusePartialResults, refuseSharedAnswers } from './loop-outcome.ts';
import { firstLine } from '../reading/first-line.ts';

/**
 * Abstains when asking for everything before the loop could give other answers than asking inside it, or would ask for
 * what the loop never gets to: a search that stops at the first hit, writes between the reads, a list that grows.
 */
export function refuseHazards(target: TargetProgram, loop: ItemLoop, call: ts.CallExpression): void {
  if (changesItsCollection(target, loop)) abstain('the loop changes the list that it goes over');
  if (descendants(loop.body, ts.isYieldExpression, true).length > 0) abstain('the loop hands out its results one by one');
  for (const exit of earlyExits(loop)) if (!isForWhatIsMissing(exit)) abstain(`the loop may end early (\`${firstLine(exit)}\`): it may not need what comes after`);
  for (const other of descendants(loop.body, ts.isCallExpression)) {
    if (isWithin(call, other) || isWithin(other, call)) continue;
    const { writesOutside } = effectsOf(target, other);
    if (writesOutside !== undefined) abstain(`the loop also does ${writesOutside} (\`${firstLine(other)}\`), which may change what is read next`);
  }
  refuseSharedAnswers(target, loop, call);
  refusePartialResults(target, loop);
}

/** `break` and `return` that end the loop itself, and jumps to a label outside it; in a callback `return` only ends the round. */
function earlyExits(loop: ItemLoop): ts.Statement[] {
  const isExit = (node: ts.Node): node is ts.Statement => ts.isBreakStatement(node) || (ts.isContinueStatement(node) && node.label !== undefined) || (loop.kind !== 'map' && ts.isReturnStatement(node));
  return descendants(loop.body, isExit).filter((exit) => {
    const label = ts.isBreakStatement(exit) || ts.isContinueStatement(exit) ? exit.label?.text : undefined;
    if (label !== undefined) return ts.findAncestor(exit.parent, (node) => node === loop.body || (ts.isLabeledStatement(node) && node.label.text === label)) === loop.body;
    const owner = ts.findAncestor(exit.parent, (node) => ts.isFunctionLike(node) || node === loop.body || (ts.isBreakStatement(exit) && (ts.isIterationStatement(node, false) || ts.isSwitchStatement(node))));
    return owner === loop.body;
  });
}

/** `if (!found) return …`: giving up when something is missing, not stopping at a hit. */
function isForWhatIsMissing(exit: ts.Statement): boolean {
  const guard = ts.findAncestor(exit.parent, ts.isIfStatement);
  if (guard === undefined) return false;
  const condition = bare(guard.expression);
  if (ts.isPrefixUnaryExpression(condition)) return condition.operator === ts.SyntaxKind.ExclamationToken;
  return ts.isBinaryExpression(condition) && [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken].includes(condition.operatorToken.kind) && ['undefined', 'null'].includes(condition.right.getText());
}
