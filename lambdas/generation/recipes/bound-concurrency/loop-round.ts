import ts from 'typescript';
import type { CallEvidence } from '../../../../shared/domain/evidence.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { symbolOf } from '../../reading/callee.ts';
import { effectsOf } from '../../reading/effects.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { isAssignedIn, isDeclaredIn, referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { itemLoopAround } from '../../loops/item-loop.ts';
import { refuseHazards } from '../../loops/loop-hazards.ts';
import { changedTogether, refuseGrowing, type ListChange } from '../../loops/list-changes.ts';

/** A loop that waits for one answer at the beginning of each round: the wait, the statement that it is in, and the item. */
export type LoopRound = {
  readonly loop: ts.ForOfStatement;
  readonly body: ts.Statement;
  readonly item: ts.BindingName;
  readonly awaited: ts.AwaitExpression;
  readonly statement: ts.Statement;
};

/** Things of which one belongs to one piece of work: they take one request at a time. */
const ONE_AT_A_TIME = /^(?:tx|trx|txn|transaction|conn|connection|session|queryRunner|cursor|stream|page)$/i;
const WAITS_ON_PURPOSE = /\b(?:sleep|delay|wait|setTimeout|throttle|pause|backoff)\w*\(/i;
const CHANGING_METHODS = /^(?:push|pop|shift|unshift|splice|sort|reverse|set|add|delete|clear)$/;

/** The measured call, found as the first wait of a loop's rounds that need nothing of one another; abstains otherwise, and says why. */
export function loopRound(target: TargetProgram, measured: CallEvidence): LoopRound {
  const chain = callChain(target, measured.sites);
  if (chain.length === 0) return abstain('none of the measured places is in the source');
  for (const { calls } of chain) {
    for (const call of calls) {
      const items = itemLoopAround(target, call);
      if (items === undefined) continue;
      const loop = items.statement;
      if (items.kind === 'map') return abstain('the calls of the list are started together already');
      if (!ts.isForOfStatement(loop) || items.item === undefined) return abstain('the loop counts instead of going over its items');
      const round = roundOf(call, loop, items.item);
      refuseHazards(target, items, call);
      const changes = changedTogether(target, round.body);
      refuseDependence(target, round, call, changes);
      refuseGrowing(target, loop, changes);
      return round;
    }
  }
  return abstain('the measured calls are not made in a loop');
}

function roundOf(call: ts.CallExpression, loop: ts.ForOfStatement, item: ts.BindingName): LoopRound {
  const awaited = awaitAround(call);
  if (awaited === undefined) return abstain(`\`${shown(call)}\` is not awaited where it is called`);
  const body = loop.statement;
  const statement = ts.isBlock(body) ? body.statements[0] : body;
  if (statement === undefined) return abstain('the loop does nothing');
  const caught = ts.findAncestor(awaited, (node) => (node === loop ? 'quit' : ts.isTryStatement(node)));
  if (caught) return abstain('each round deals with its own failure (`try`)');
  if (!isWithin(awaited, statement)) return abstain('something is done in the round before it waits, and whether that may be done for all first is not proven');
  if (!isCertain(awaited, statement)) return abstain('not every round waits for it');
  if ((loop.initializer.flags & ts.NodeFlags.BlockScoped) === 0) return abstain('the item of the loop lives on after it (`var`)');
  if (ts.isLabeledStatement(loop.parent) || !ts.isBlock(loop.parent)) return abstain('the loop is no statement of its own in a block');
  return { loop, body, item, awaited, statement };
}

/** `await call(…)`, `await call(…).catch(…)`. */
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

/** The await runs exactly once whenever its statement does, and nothing in the statement runs before it that anybody could notice. */
function isCertain(awaited: ts.Node, statement: ts.Statement): boolean {
  if (!ts.isVariableStatement(statement) && !ts.isExpressionStatement(statement)) return false;
  for (let child: ts.Node = awaited, node: ts.Node = awaited.parent; child !== statement; child = node, node = node.parent) {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isConditionalExpression(node) && node.condition !== child) return false;
    if (ts.isBinaryExpression(node) && node.right === child && node.operatorToken.kind !== ts.SyntaxKind.EqualsToken && !isPure(node.left) && !isAssignment(node.operatorToken.kind)) return false;
    if (ts.isBinaryExpression(node) && node.right === child && isLogical(node.operatorToken.kind)) return false;
    if (ts.isCallExpression(node) && node.expression !== child && node.arguments.some((argument) => argument.getStart() < child.getStart() && !isPure(argument))) return false;
    if (node === statement) break;
  }
  return true;
}

const isAssignment = (kind: ts.SyntaxKind) => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
const isLogical = (kind: ts.SyntaxKind) =>
  [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.QuestionQuestionEqualsToken, ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.AmpersandAmpersandEqualsToken].includes(kind);

/** Abstains unless what a round asks for is known before any round has run, and asking does nothing but read. */
function refuseDependence(target: TargetProgram, { loop, body, item, awaited }: LoopRound, call: ts.CallExpression, changes: readonly ListChange[]): void {
  const asked = awaited.expression;
  const answer = target.checker.getTypeAtLocation(awaited);
  if (/^(?:\w*Response|GetObject\w*Output)$/.test(answer.getSymbol()?.getName() ?? '') || /\bGetObjectCommand\b|\bresponseType: ['"]stream/.test(asked.getText()) || (/^(?:this\.)?fetch\w*\(/i.test(asked.getText()) && !/\.then\(/.test(asked.getText()) && answer.getProperty('body') !== undefined)) abstain(`\`${shown(call)}\` gives an answer that is read later: all of them would be open, with their connections, before the first one is read`);
  if (/getRemainingTimeInMillis|\b(?:deadline|budget|timeLeft)\b/i.test(body.getText())) abstain('the loop looks at how much is left between its rounds');
  const effects = effectsOf(target, asked);
  if (effects.writesOutside !== undefined) abstain(`\`${shown(call)}\` also does ${effects.writesOutside}`);
  const rest = effectsOf(target, body);
  const own = [...effects.writes].find((symbol) => effects.reads.has(symbol));
  if (own) abstain(`\`${shown(call)}\` changes \`${own.getName()}\`, which the next one uses`);
  if (!descendants(asked, ts.isIdentifier).some((name) => isFrom(target, name, item))) abstain(`\`${shown(call)}\` asks for the same thing in every round`);
  for (const symbol of new Set([...effects.reads, ...referencedSymbols(target, asked)])) {
    if (isDeclaredIn(symbol, item)) continue;
    if (ONE_AT_A_TIME.test(symbol.getName()) && isVariable(symbol)) abstain(`\`${symbol.getName()}\` takes one request at a time`);
    if (isAssignedIn(target, symbol, body) || rest.writes.has(symbol)) abstain(`\`${symbol.getName()}\` changes inside the loop: what later rounds ask for depends on earlier ones`);
    if (isDeclaredIn(symbol, body) && !isDeclaredIn(symbol, asked)) abstain(`\`${symbol.getName()}\` comes to be inside the loop`);
    if (isVariable(symbol) && (changes.some((change) => change.symbol === symbol) || isChangedByMethod(target, symbol, body))) abstain(`\`${symbol.getName()}\` changes inside the loop: what later rounds ask for depends on earlier ones`);
  }
  const isExit = (node: ts.Node): node is ts.Statement => ts.isReturnStatement(node) || ts.isThrowStatement(node) || (ts.isBreakStatement(node) && ts.findAncestor(node, (each) => ts.isIterationStatement(each, false) || ts.isSwitchStatement(each)) === loop);
  const [exit] = descendants(body, isExit, true);
  if (exit) abstain(`the loop may end early (\`${shown(exit)}\`): what comes after is then not asked for`);
  const collection = target.checker.getTypeAtLocation(loop.expression).getSymbol()?.getName() ?? '';
  if (/^(?:Async)?(?:Generator|IterableIterator|Iterator)/.test(collection)) abstain('the items of the loop come to be while it runs');
  if (WAITS_ON_PURPOSE.test(body.getText().replace(asked.getText(), ''))) abstain('the loop waits on purpose between its rounds');
  if (loop.awaitModifier) abstain('the items of the loop arrive one by one (for await)');
}

const isVariable = (symbol: ts.Symbol) => (symbol.flags & (ts.SymbolFlags.Variable | ts.SymbolFlags.Property)) !== 0;

const isFrom = (target: TargetProgram, name: ts.Identifier, item: ts.BindingName): boolean => {
  const symbol = symbolOf(target, name);
  return symbol !== undefined && isDeclaredIn(symbol, item);
};

/** `seen.add(…)` on the very variable. */
function isChangedByMethod(target: TargetProgram, symbol: ts.Symbol, body: ts.Node): boolean {
  return descendants(body, ts.isCallExpression).some(({ expression }) => ts.isPropertyAccessExpression(expression) && CHANGING_METHODS.test(expression.name.text) && symbolOf(target, lastName(expression.expression)) === symbol);
}

function lastName(node: ts.Expression): ts.Node {
  const inner = bare(node);
  return ts.isPropertyAccessExpression(inner) ? inner.name : inner;
}

export const shown = (node: ts.Node) => (node.getText().split('\n', 1)[0] ?? '').slice(0, 60);
