import ts from 'typescript';
import { abstain } from '../recipe.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { symbolOf } from '../reading/callee.ts';
import { changeOf, isChangedHere } from '../reading/changed-values.ts';
import { descendants } from '../reading/enclosing.ts';
import { declaredSymbols, isDeclaredIn, isWriteTarget } from '../reading/references.ts';
import type { ItemLoop } from './item-loop.ts';

/** Two items with the same key get the same object from the batch, where each had its own: nobody may change it. */
export function refuseSharedAnswers(target: TargetProgram, loop: ItemLoop, call: ts.CallExpression): void {
  let result: ts.Expression = call;
  while (ts.isAwaitExpression(result.parent) || ts.isParenthesizedExpression(result.parent) || ts.isAsExpression(result.parent) || ts.isNonNullExpression(result.parent)) result = result.parent;
  const { parent } = result;
  if (isChangedHere(result) || (ts.isBinaryExpression(parent.parent) && isWriteTarget(result))) abstain('the loop changes what it is given, and equal items would be given the same thing');
  const declared = ts.isVariableDeclaration(parent) && parent.initializer === result ? declaredSymbols(target, parent.name) : [];
  const change = declared.map((symbol) => changeOf(target, symbol, loop.body)).find((each) => each !== undefined);
  if (change) abstain(`the loop changes what it is given (\`${lineOf(change)}\`), and equal items would be given the same thing`);
}

/**
 * `try { for … } catch { … }` where what the rounds before the failing one have done is used afterwards: a failing batch fails before the
 * first round.
 */
export function refusePartialResults(target: TargetProgram, loop: ItemLoop): void {
  for (let node: ts.Node = loop.statement; !ts.isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    const attempt = node.parent;
    if (!ts.isTryStatement(attempt) || attempt.tryBlock !== node) continue;
    const kept = filledIn(target, loop, attempt.tryBlock);
    const named = [attempt.catchClause?.block, attempt.finallyBlock, ...(leaves(attempt.catchClause) ? [] : statementsAfter(attempt))];
    const used = named.flatMap((part) => (part === undefined ? [] : descendants(part, ts.isIdentifier))).find((name) => kept.has(symbolOf(target, name)));
    if (used) abstain(`when one item fails, what came before it is still used (\`${used.text}\`); one failing batch would leave nothing`);
  }
}

/** Variables from before the `try` that the loop assigns or adds to. */
function filledIn(target: TargetProgram, loop: ItemLoop, block: ts.Block): Set<ts.Symbol | undefined> {
  const found = new Set<ts.Symbol | undefined>();
  for (const name of descendants(loop.body, ts.isIdentifier)) {
    const symbol = symbolOf(target, name);
    if (symbol !== undefined && (isWriteTarget(name) || isChangedHere(name)) && !isDeclaredIn(symbol, block)) found.add(symbol);
  }
  return found;
}

const leaves = (clause: ts.CatchClause | undefined): boolean => {
  const last = clause?.block.statements.at(-1);
  return clause === undefined || (last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last)));
};

const statementsAfter = (statement: ts.Statement): readonly ts.Statement[] => {
  const { parent } = statement;
  return ts.isBlock(parent) ? parent.statements.slice(parent.statements.indexOf(statement) + 1) : [];
};

const lineOf = (node: ts.Node) => ((ts.findAncestor(node, ts.isStatement) ?? node).getText().split('\n', 1)[0] ?? '').slice(0, 80);
