import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { calleeName, ownCallees, symbolOf } from './callee.ts';
import { isDeclaredIn, isWriteTarget } from './references.ts';
import { isOwnFunction, type OwnFunction } from './enclosing.ts';
import { isAny, promised } from './promised.ts';

/** What running a piece of code may do besides giving a value, as far as the target's own source shows. */
export type Effects = {
  /** The first thing found that writes somewhere else than in memory, in words; `undefined` when nothing was found. */
  readonly writesOutside: string | undefined;
  /** Variables and properties from outside the code that it assigns. */
  readonly writes: ReadonlySet<ts.Symbol>;
  readonly reads: ReadonlySet<ts.Symbol>;
};

const WRITING_NAME = /^(?:(?:save|store|insert|update|upsert|delete|remove|write|put|patch|publish|emit|enqueue|reserve|charge|capture|refund|cancel|create|commit|notify|record|register|increment|decrement|lock|unlock|acquire|release|subscribe|append|push|reset|invalidate)(?![a-z])|post(?=[A-Z]|$))/;
/** Commands of AWS clients that only read. */
const READING_COMMAND = /^(?:BatchGet|Get|Query|Scan|List|Describe|Head)\w*Command$/;
const WRITING_METHOD = /^['"`](?:POST|PUT|PATCH|DELETE)['"`]$/i;
const DEEPEST = 5;

/** Follows calls into the target's own functions, at most five deep. */
export function effectsOf(target: TargetProgram, root: ts.Node): Effects {
  const writes = new Set<ts.Symbol>();
  const reads = new Set<ts.Symbol>();
  const seen = new Set<OwnFunction>();
  let writesOutside: string | undefined;

  const visitAll = (node: ts.Node, scope: ts.Node, depth: number): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'method' && WRITING_METHOD.test(node.initializer.getText())) writesOutside ??= `a ${node.initializer.getText().replaceAll(/['"`]/g, '')} request`;
    if (ts.isIdentifier(node)) note(node, scope);
    if (ts.isCallExpression(node)) follow(node, depth);
    ts.forEachChild(node, (child) => visitAll(child, scope, depth));
  };
  const note = (node: ts.Identifier, scope: ts.Node): void => {
    const symbol = symbolOf(target, node);
    if (symbol === undefined) return;
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    if (!isMember && isDeclaredIn(symbol, scope)) {
      // A parameter's property that is assigned belongs to the caller.
      if (!isWriteTarget(node) || !ts.isPropertyAccessExpression(node.parent) || !symbol.declarations?.some(ts.isParameter)) return;
    }
    if (isWriteTarget(node)) writes.add(symbol);
    else reads.add(symbol);
  };
  const follow = (call: ts.CallExpression, depth: number): void => {
    const name = calleeName(call) ?? '';
    const callees = ownCallees(target, call);
    // `send` says nothing of what is sent: where its own source can be read, that decides.
    const carriesUnknown = callees.length === 0 && /^(?:send|submit)$/.test(name) && !carriesReading(call);
    if ((WRITING_NAME.test(name) || carriesUnknown) && isAsynchronous(call)) writesOutside ??= `\`${name}\``;
    if (depth >= DEEPEST) return;
    for (const callee of callees) {
      if (seen.has(callee)) continue;
      seen.add(callee);
      if (callee.body) visitAll(callee, callee, depth + 1);
    }
  };

  /** What only changes memory (a hash, a list, a counter) is done before the next line. */
  const isAsynchronous = (call: ts.CallExpression) => {
    const type = target.checker.getTypeAtLocation(call);
    return promised(target.checker, type) !== undefined || (isAny(type) && ts.isAwaitExpression(call.parent));
  };

  visitAll(root, root, 0);
  for (const passed of directFunctions(target, root)) if (passed.body && !seen.has(passed)) visitAll(passed, passed, 1);
  return { writesOutside, writes, reads };
}


/** `client.send(new GetItemCommand(…))` */
const carriesReading = ({ arguments: [command] }: ts.CallExpression) => command !== undefined && ts.isNewExpression(command) && READING_COMMAND.test(command.expression.getText());

/** Functions that are handed on by name rather than called. */
function directFunctions(target: TargetProgram, root: ts.Node): OwnFunction[] {
  if (!ts.isCallExpression(root)) return [];
  return root.arguments.flatMap((argument) => (ts.isIdentifier(argument) ? (symbolOf(target, argument)?.declarations ?? []).filter(isOwnFunction) : []));
}
