import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, ownCallees, symbolOf } from '../../reading/callee.ts';
import { changeOf, isPassedToChanger } from '../../reading/changed-values.ts';
import { bare, descendants, isWithin } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { referencedSymbols } from '../../reading/references.ts';
import type { Wait } from './wait.ts';
import { firstLine } from '../../reading/first-line.ts';

/** One after the other on purpose: it lets in or keeps out, or makes something ready. */
const GUARDING = /^(?:assert|authori[sz]e|authenticate|can|check|connect|ensure|guard|has|init|is|lock|login|must|open|prepare|refresh|require|validate|verify|wait|warm)(?![a-z])/;
/** Connections on which only one thing runs at a time. */
const ONE_AT_A_TIME = /^(?:tx|trx|transaction|session|conn|connection|cursor|queryRunner)$/i;
const CLOCK = /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bprocess\.hrtime\b|\bconsole\.time/;

/** Why the order in which these waits begin and fail is told apart somewhere; `undefined` where nothing shows that it is. */
export function whyOrdered(target: TargetProgram, group: readonly Wait[], later: Wait, between: readonly ts.Statement[], measured: readonly Wait[]): string | undefined {
  return (
    guardBefore(group) ?? stopBetween(between, later, measured) ?? clockAround(between, later) ?? handledAround(later) ?? sharedConnection([...group, later]) ?? changedBetween(target, group, later, between) ?? mayThrowAtOnce(target, later)
  );
}

/** A wait whose answer nobody takes, or whose name says so, decides whether the next is reached. */
function guardBefore(group: readonly Wait[]): string | undefined {
  const guard = group.find(({ awaited, statement }) => {
    const call = innerCall(awaited);
    return (ts.isExpressionStatement(statement) && bare(statement.expression) === awaited) || GUARDING.test((call && calleeName(call)) ?? '');
  });
  return guard && `\`${nameOf(guard)}\` may be there to decide whether what follows is reached at all`;
}

/** What hands over control between the waits, or waits for something that was not measured. */
function stopBetween(between: readonly ts.Statement[], later: Wait, measured: readonly Wait[]): string | undefined {
  const isStop = (node: ts.Node): node is ts.AwaitExpression | ts.YieldExpression => (ts.isAwaitExpression(node) && !measured.some(({ awaited }) => awaited === node)) || ts.isYieldExpression(node);
  const stop = [...between, later.statement].flatMap((statement) => descendants(statement, isStop, true)).find((node) => node.getStart() < later.awaited.getStart());
  if (stop === undefined) return undefined;
  return ts.isYieldExpression(stop) ? 'something is handed out between the waits, and whoever takes it may stop there' : `\`${firstLine(stop)}\` is waited for in between, and may have to come first`;
}

const clockAround = (between: readonly ts.Statement[], { statement, awaited }: Wait) => {
  const clock = between.find((each) => CLOCK.test(each.getText())) ?? (CLOCK.test(statement.getText().slice(0, awaited.getStart() - statement.getStart())) ? statement : undefined);
  return clock && `\`${firstLine(clock)}\` takes the time between the waits`;
};

/** With `finally` or `using`, one read may still run while it clears up; a `catch` that looks at the error may see another one first. */
function handledAround({ statement }: Wait): string | undefined {
  for (let node: ts.Node = statement; !ts.isFunctionLike(node) && !ts.isSourceFile(node); node = node.parent) {
    const attempt = node.parent;
    if (ts.isBlock(attempt) && attempt.statements.some((each) => each.getStart() <= statement.getStart() && isUsing(each))) return 'when one fails, what is held by `using` is given back while the others still run';
    if (!ts.isTryStatement(attempt) || attempt.tryBlock !== node) continue;
    if (attempt.finallyBlock) return 'when one fails, `finally` clears up while the others still run';
    const caught = attempt.catchClause?.variableDeclaration?.name;
    const told = caught && attempt.catchClause && descendants(attempt.catchClause.block, ts.isIdentifier).find((name) => name.text === caught.getText() && isToldApart(name));
    if (told) return 'the `catch` around them tells their failures apart, and another one may be the first now';
  }
  return undefined;
}

const isUsing = (statement: ts.Statement) => ts.isVariableStatement(statement) && (statement.declarationList.flags & ts.NodeFlags.Using) !== 0;

/** `error instanceof X`, `error.code`, `isNotFound(error)`: not `log(error)` or `throw error`. */
function isToldApart(name: ts.Identifier): boolean {
  const deciding = ts.findAncestor(name.parent, (node) => (ts.isStatement(node) && !ts.isIfStatement(node) && !ts.isSwitchStatement(node) ? 'quit' : ts.isIfStatement(node) || ts.isSwitchStatement(node) || ts.isConditionalExpression(node)));
  if (deciding === undefined) return false;
  const condition = ts.isConditionalExpression(deciding) ? deciding.condition : ts.isIfStatement(deciding) || ts.isSwitchStatement(deciding) ? deciding.expression : undefined;
  return condition !== undefined && isWithin(name, condition);
}

function sharedConnection(waits: readonly Wait[]): string | undefined {
  const named = waits.map(({ awaited }) => descendants(awaited, ts.isIdentifier).find((name) => ONE_AT_A_TIME.test(name.text)));
  const [first, second] = named.flatMap((name) => name ?? []);
  return first && second ? `both use \`${first.text}\`, on which one thing may have to end before the next begins` : undefined;
}

/** What a later wait uses may be filled in by what stands before it: `ids.push(…)`, `enrich(params)`. */
function changedBetween(target: TargetProgram, group: readonly Wait[], later: Wait, between: readonly ts.Statement[]): string | undefined {
  const needs = [...referencedSymbols(target, later.awaited.expression)];
  for (const symbol of needs) {
    const changed = between.map((statement) => changeOf(target, symbol, statement)).find((each) => each !== undefined);
    if (changed) return `\`${nameOf(later)}\` uses \`${symbol.getName()}\`, which \`${firstLine(changed)}\` changes`;
  }
  const locals = new Set(needs.filter((symbol) => isObject(target, symbol)));
  for (const call of between.flatMap((statement) => descendants(statement, ts.isCallExpression))) {
    if (group.some(({ awaited }) => isWithin(call, awaited)) || isPure(call)) continue;
    const handed = call.arguments.find((argument) => ts.isIdentifier(argument) && locals.has(symbolOf(target, argument) ?? NOBODY));
    if (handed && (ownCallees(target, call).length === 0 || isPassedToChanger(target, handed))) return `\`${firstLine(call)}\` is given \`${handed.getText()}\`, which \`${nameOf(later)}\` uses, and may change it`;
  }
  return undefined;
}

const NOBODY = {} as ts.Symbol;

/** A variable that holds something which can be changed from elsewhere. */
function isObject({ checker }: TargetProgram, symbol: ts.Symbol): boolean {
  const declaration = symbol.valueDeclaration;
  if (declaration === undefined || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration) || ts.isBindingElement(declaration))) return false;
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Intersection)) !== 0 && type.getCallSignatures().length === 0;
}

/** What throws while the list of promises is made leaves those begun before it to fail unheard, which ends the process. */
function mayThrowAtOnce(target: TargetProgram, later: Wait): string | undefined {
  const call = innerCall(later.awaited);
  if (call === undefined) return undefined;
  const risky = call.arguments.find((argument) => !isPure(argument) && !ts.isObjectLiteralExpression(argument) && !ts.isArrowFunction(argument));
  if (risky) return `\`${firstLine(risky)}\` may throw before \`${nameOf(later)}\` begins, when the first would go on unheard`;
  const thrower = ownCallees(target, call).find((fn) => !ts.getModifiers(fn)?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) && fn.body !== undefined && descendants(fn.body, ts.isThrowStatement, true).length > 0);
  return thrower && `\`${nameOf(later)}\` may throw before it begins, when the first would go on unheard`;
}

/** The measured call inside `call(…).catch(…)` and casts. */
function innerCall(awaited: ts.AwaitExpression): ts.CallExpression | undefined {
  let node = bare(awaited.expression);
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && ['then', 'catch', 'finally'].includes(node.expression.name.text)) node = bare(node.expression.expression);
  return ts.isCallExpression(node) ? node : undefined;
}

const nameOf = ({ awaited }: Wait) => firstLine(awaited.expression);
