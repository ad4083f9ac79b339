import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, ownCallees, symbolOf } from '../../reading/callee.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { effectsOf } from '../../reading/effects.ts';
import { isDeclaredIn, isWriteTarget } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { isPrimitiveType } from '../index-scans/total.ts';
import type { LineLoop } from './line-loop.ts';
import { firstLine } from '../../reading/first-line.ts';

const CHANGING = /^(?:push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear|append|assign|write|emit|send)$/;
const DEEPEST = 3;

/**
 * Read whole, a body that fails midway fails before its first line; as a stream, some lines have been gone through by then. Abstains unless nobody can tell:
 * the loop only changes what the function itself holds, and a failure ends that.
 */
export function refusePartial(target: TargetProgram, { loop }: LineLoop): void {
  const fn = ts.findAncestor(loop, ts.isFunctionLike);
  if (fn === undefined || !ts.canHaveModifiers(fn) || ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) !== true) return abstain('the loop is not in an async function, which alone can wait for more lines');
  if ('asteriskToken' in fn && fn.asteriskToken !== undefined) abstain('what is made of some lines is given out before the others are read');
  const tried = ts.findAncestor(loop, (node) => node === fn ? 'quit' : ts.isTryStatement(node));
  if (tried) abstain('it is inside a `try`: what was made of the first lines would be seen when reading fails after them');
  const waits = descendants(loop.statement, (node): node is ts.Node => ts.isAwaitExpression(node) || ts.isYieldExpression(node))[0];
  if (waits) abstain(`the loop waits (\`${firstLine(waits)}\`): the stream would be held open meanwhile, and what it waits for be done for some lines only`);
  const { writesOutside } = effectsOf(target, loop.statement);
  if (writesOutside !== undefined) abstain(`${writesOutside} in the loop would have happened for some lines when reading fails`);
  refuseOuterChanges(target, loop.statement, fn, 0, new Set());
}

/** All that is changed belongs to the function: variables of its own, not its parameters, `this` or the module's. */
function refuseOuterChanges(target: TargetProgram, root: ts.Node, owner: ts.Node, depth: number, seen: Set<ts.Node>): void {
  const changed = [
    ...descendants(root, ts.isIdentifier).filter((node) => isWriteTarget(node) && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)),
    ...descendants(root, ts.isCallExpression).flatMap((call) => (CHANGING.test(calleeName(call) ?? '') && ts.isPropertyAccessExpression(call.expression) ? [rootOf(call.expression.expression)] : [])),
  ];
  for (const node of changed) {
    const symbol = node && ts.isIdentifier(node) ? symbolOf(target, node) : undefined;
    if (symbol === undefined || !isDeclaredIn(symbol, owner) || (depth === 0 && (symbol.declarations ?? []).some((declaration) => ts.isParameter(declaration) && declaration.parent === owner)) || (depth === 0 && !isMadeHere(target, node, owner))) abstain(`\`${node?.getText() ?? 'something'}\` outlives the function: it would be left half done when reading fails`);
  }
  const unseen = descendants(root, ts.isCallExpression).find((call) => mayKeepLines(target, call, owner));
  if (unseen) abstain(`what \`${unseen.expression.getText()}\` does with some lines is not known, and reading may fail after them`);
  const own = descendants(root, (node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword && isWriteTarget(node))[0];
  if (own) abstain('`this` is changed in the loop, and would be left half done when reading fails');
  for (const callee of descendants(root, ts.isCallExpression).flatMap((call) => ownCallees(target, call))) {
    if (seen.has(callee)) continue;
    seen.add(callee);
    if (depth >= DEEPEST) abstain('what the loop calls is too far away to be read');
    refuseOuterChanges(target, callee, callee, depth + 1, seen);
  }
}

const FRESH_METHOD = /^(?:map|filter|slice|flatMap|concat|split|toSorted|toReversed)$/;

/** A variable that is reassigned, or that names something which the function itself has made. */
function isMadeHere(target: TargetProgram, node: ts.Node, owner: ts.Node): boolean {
  if (!ts.isIdentifier(node)) return false;
  if (ts.isBinaryExpression(node.parent) && node.parent.left === node) return true;
  const symbol = symbolOf(target, node);
  const declaration = symbol?.valueDeclaration;
  if (symbol === undefined || declaration === undefined || !isDeclaredIn(symbol, owner)) return false;
  if (isPrimitiveType(target.checker.getTypeOfSymbol(symbol))) return true;
  return ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name) && declaration.initializer !== undefined && isFresh(target, declaration.initializer, owner);
}

function isFresh(target: TargetProgram, expression: ts.Expression, owner: ts.Node): boolean {
  const node = bare(expression);
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isNewExpression(node)) return true;
  if (ts.isBinaryExpression(node)) return isFresh(target, node.left, owner) && isFresh(target, node.right, owner);
  if (ts.isCallExpression(node) && FRESH_METHOD.test(calleeName(node) ?? '')) return true;
  if (ts.isCallExpression(node) && /^(?:createHash|createHmac|structuredClone|Array\.from|Object\.(?:fromEntries|create|entries|keys|values))$/.test(node.expression.getText().replace(/^crypto\./, ''))) return true;
  const root = rootOf(node);
  return root !== node || ts.isIdentifier(node) ? isMadeHere(target, root, owner) : false;
}

/** A method that neither the service nor the language has written, of something that the function has not made: it may keep what it is given. */
function mayKeepLines(target: TargetProgram, call: ts.CallExpression, owner: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(call.expression) || ownCallees(target, call).length > 0) return false;
  const declaration = target.checker.getResolvedSignature(call)?.declaration;
  if (declaration !== undefined && /\/lib\.[\w.]+\.d\.ts$/.test(declaration.getSourceFile().fileName)) return false;
  const root = rootOf(call.expression.expression);
  if (ts.isIdentifier(root) && /^(?:console|JSON|Math|Number|String|Object|Array|Buffer|Date)$/.test(root.text)) return false;
  const symbol = ts.isIdentifier(root) ? symbolOf(target, root) : undefined;
  if (symbol !== undefined && (symbol.declarations ?? []).some((each) => isWithin(each, owner) && isLineLike(each))) return false;
  return !isMadeHere(target, root, owner);
}

/** The loop's own variables. */
const isLineLike = (declaration: ts.Declaration): boolean => ts.findAncestor(declaration, ts.isForOfStatement) !== undefined;

function rootOf(expression: ts.Expression): ts.Expression {
  const node = bare(expression);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return rootOf(node.expression);
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) ? rootOf(node.expression.expression) : node;
}
