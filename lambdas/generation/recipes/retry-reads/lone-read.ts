import ts from 'typescript';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain, type ChainLink } from '../../reading/call-chain.ts';
import { calleeName, ownCallees, symbolOf } from '../../reading/callee.ts';
import { changeOf } from '../../reading/changed-values.ts';
import { effectsOf } from '../../reading/effects.ts';
import { descendants, functionName } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import { isAssignedIn, referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import { firstLine } from '../../reading/first-line.ts';

const RETRYING_NAME = /retr(?:y|ies)|backoff|attempt/i;
const RETRYING_PACKAGE = /^(?:got|ky|axios-retry|fetch-retry|p-retry|async-retry|retry|exponential-backoff|cockatiel|opossum|promise-retry|node-fetch-retry)$/;
const HEALTH = /health|ping|probe|alive|ready|heartbeat/i;

/** A call of `fetch` that only reads, with nobody around it who asks again or lives with its failure. */
export function loneRead(target: TargetProgram, sites: readonly CodeSite[]): ts.CallExpression {
  const chain = callChain(target, sites);
  const [innermost] = chain;
  if (innermost === undefined) return abstain('none of the measured places is in the source');
  const call = innermost.calls.find(isFetch) ?? abstain(whyNoFetch(innermost));
  refuseOtherFetch(target, call);
  refuseWrite(target, call);
  refuseRetried(target, call, chain);
  refuseHandled(chain, call);
  refuseChanging(target, call);
  const unrepeatable = call.arguments.find((argument) => !isRepeatable(target, argument));
  if (unrepeatable) abstain(`\`${firstLine(unrepeatable)}\` cannot be worked out twice`);
  refuseMany(chain, call);
  return call;
}

/** Each of many reads would wait as long as one may: together longer than the function has. */
function refuseMany(chain: readonly ChainLink[], call: ts.CallExpression): void {
  for (const { fn, calls } of chain) {
    const at = calls.includes(call) ? call : calls[0];
    const many = at && ts.findAncestor(at, (node) => (node === fn && ts.findAncestor(fn.parent, ts.isFunctionLike) === undefined ? 'quit' : ts.isIterationStatement(node, false) || (ts.isCallExpression(node) && node !== at && /^(?:map|flatMap|forEach|reduce|mapLimit|pMap)$/.test(calleeName(node) ?? ''))));
    if (many) abstain(`the read is made many times (\`${firstLine(many)}\`): each would ask again for as long as one may, together longer than the function has`);
  }
}

/** `fetch(…)`, `this.fetch(…)`, `fetchImpl(…)`: the global one, a package's, or one that is handed in. */
const isFetch = (call: ts.CallExpression) => /^(?:fetch|fetch(?:Impl|Fn|Like)|nodeFetch|undiciFetch)$/.test(calleeName(call) ?? '');

/** Other packages fail in their own way and leave connections open; a `fetch` of a repository or cache is no request. */
function refuseOtherFetch(target: TargetProgram, call: ts.CallExpression): void {
  if (/['"](?:node-fetch|cross-fetch|isomorphic-fetch)['"]/.test(call.getSourceFile().text)) abstain('the `fetch` of that package fails in a way of its own');
  const answer = target.checker.getTypeAtLocation(call);
  const isGlobal = ts.isIdentifier(call.expression) || /^(?:this|globalThis|undici)\.\w+$/.test(call.expression.getText());
  if (!isGlobal && target.checker.getAwaitedType(answer)?.getProperty('headers') === undefined) abstain(`\`${call.expression.getText()}\` is not known to be a request`);
}

/** Asked again later, it must be the same that is asked: a name that changes meanwhile would make it another. */
function refuseChanging(target: TargetProgram, call: ts.CallExpression): void {
  const fn = ts.findAncestor(call, ts.isFunctionLike);
  const awaited = ts.findAncestor(call, (node) => (ts.isStatement(node) || ts.isFunctionLike(node) ? 'quit' : ts.isAwaitExpression(node))) !== undefined || ts.findAncestor(call, (node) => (ts.isFunctionLike(node) ? 'quit' : ts.isReturnStatement(node))) !== undefined;
  if (awaited) return;
  for (const symbol of call.arguments.flatMap((argument) => [...referencedSymbols(target, argument)])) {
    const declaration = symbol.valueDeclaration;
    if (declaration === undefined || target.pathOf(declaration) === undefined) continue;
    const scope = fn ?? call.getSourceFile();
    const loop = ts.findAncestor(declaration, ts.isVariableDeclarationList)?.parent;
    if (loop && ts.isForStatement(loop)) continue;
    if (isAssignedIn(target, symbol, scope) || changeOf(target, symbol, scope)) abstain(`\`${symbol.getName()}\` changes while the answer is not there yet: asked again, it would be for something else`);
  }
}

function whyNoFetch({ calls, site }: ChainLink): string {
  if (calls.some((call) => calleeName(call) === 'send')) return 'AWS clients already try again by themselves: how often is a setting of theirs';
  return calls.length === 0 ? `no call begins on line ${site.line} of ${site.path}` : `the measured call is no \`fetch\` (\`${firstLine(calls[0] ?? abstain('no call on the measured line'))}\`)`;
}

/** Options that are not all in sight may make a write of it. */
function refuseWrite(target: TargetProgram, call: ts.CallExpression): void {
  const [address, options] = call.arguments;
  if (address === undefined || call.arguments.length > 2) abstain(`\`${firstLine(call)}\` is called in a way that this recipe does not know`);
  const addressType = address && target.checker.getTypeAtLocation(address);
  if (addressType?.getSymbol()?.getName() === 'Request') abstain('what is asked is in a `Request`, which can be sent only once');
  if (options === undefined) return;
  if (!ts.isObjectLiteralExpression(options)) return abstain(`what \`${firstLine(options)}\` makes of the call is not in sight: it may be a write`);
  for (const property of options.properties) {
    const name = property.name?.getText();
    if (name === undefined) abstain(`what \`${firstLine(property)}\` makes of the call is not in sight: it may be a write`);
    const isRead = ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer) && /^(?:GET|HEAD)$/i.test(property.initializer.text);
    if ((name === 'method' && !isRead) || name === 'body' || name === 'duplex') abstain(`the call may be a write (\`${firstLine(property)}\`)`);
    if (name === 'dispatcher') abstain('the dispatcher of the call may already try again by itself');
  }
}

/** Somebody asks again already: a loop, a wrapper, a package, a second attempt after the first. */
function refuseRetried(target: TargetProgram, call: ts.CallExpression, chain: readonly ChainLink[]): void {
  for (const { fn, calls } of chain) {
    const [at] = calls;
    const name = fn && functionName(fn);
    if (name !== undefined && RETRYING_NAME.test(name)) abstain(`\`${name}\` already asks again`);
    if (fn === undefined || at === undefined) continue;
    const loop = ts.findAncestor(at, (node) => (node === fn ? 'quit' : ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node)));
    if (loop && /\bcatch\b|attempt|retr|status/i.test(loop.getText())) abstain('a loop around the call already asks again');
    const wrapper = ts.findAncestor(at, (node) => ts.isCallExpression(node) && node !== at && RETRYING_NAME.test(calleeName(node) ?? ''));
    if (wrapper) abstain(`\`${firstLine(wrapper)}\` already asks again`);
    const taken = retryingImport(at.getSourceFile());
    if (taken !== undefined) abstain(`\`${taken}\` is used there and may already ask again`);
  }
  const symbol = symbolOf(target, call.expression);
  const own = symbol?.declarations?.find((declaration) => target.pathOf(declaration) !== undefined && RETRYING_NAME.test(declaration.getText()) && ts.isFunctionLike(declaration));
  if (own) abstain(`\`${call.expression.getText()}\` is the service's own and already asks again`);
  const holder = ts.findAncestor(call, (node) => (ts.isStatement(node) ? 'quit' : ts.isVariableDeclaration(node)));
  if (holder && ts.isVariableDeclaration(holder) && holder.initializer && ts.isArrowFunction(holder.initializer) && descendants(holder.getSourceFile(), ts.isCallExpression).filter((each) => each.expression.getText() === holder.name.getText() || each.arguments.some((argument) => argument.getText() === holder.name.getText())).length > 1) abstain(`\`${holder.name.getText()}\` is already tried more than once`);
}

function retryingImport(source: ts.SourceFile): string | undefined {
  const names = source.statements.flatMap((statement) => (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier) ? [statement.moduleSpecifier.text] : []));
  const required = [...source.text.matchAll(/\brequire\(['"]([^'"]+)['"]\)/g)].map((match) => match[1] ?? '');
  return [...names, ...required].find((name) => RETRYING_PACKAGE.test(name)) ?? (/\bRetry(?:Agent|Handler)\b|setGlobalDispatcher/.exec(source.text)?.[0]);
}

/** The failure is part of the logic: it is caught and lived with, the passing statuses are looked at, or it is what is asked for. */
function refuseHandled(chain: readonly ChainLink[], call: ts.CallExpression): void {
  for (const { fn, calls } of chain) {
    const at = calls.includes(call) ? call : calls[0];
    const name = fn && functionName(fn);
    if (name !== undefined && HEALTH.test(name)) abstain(`\`${name}\` asks how the other side is: a failure is an answer`);
    if (fn === undefined || at === undefined) continue;
    if (/\b(?:429|502|503|504)\b|retry-after/i.test(fn.getText())) abstain(`\`${name ?? 'the function'}\` already decides what a passing failure means`);
    const tried = ts.findAncestor(at, (node) => (node === fn ? 'quit' : ts.isTryStatement(node) && node.catchClause !== undefined && isIn(at, node.tryBlock) && !rethrows(node.catchClause)));
    if (tried) abstain('its failure is caught and lived with (`catch`)');
    const living = livesWithStatus(fn);
    if (living) abstain(`a failed answer is lived with (\`${firstLine(living)}\`)`);
    const settled = ts.findAncestor(at, (node) => (ts.isStatement(node) || node === fn ? 'quit' : ts.isCallExpression(node) && /^Promise\.(?:race|any|allSettled)$/.test(node.expression.getText())));
    if (settled) abstain(`\`${firstLine(settled)}\` decides what becomes of its failure`);
    if (isCaught(at)) abstain('its failure is caught and lived with (`.catch`)');
  }
  const race = ts.findAncestor(call, (node) => (ts.isStatement(node) ? 'quit' : ts.isCallExpression(node) && /^Promise\.(?:race|any|allSettled)$/.test(node.expression.getText())));
  if (race) abstain(`\`${firstLine(race)}\` decides what becomes of its failure`);
  if (ts.isExpressionStatement(call.parent) || ts.isVoidExpression(call.parent)) abstain('nobody waits for its answer');
}

/** A look at `ok` in a function that neither throws nor answers with a failure: `if (!response.ok) return [];`. */
function livesWithStatus(fn: ts.FunctionLike): ts.Node | undefined {
  const text = fn.getText();
  if (/\bthrow\b|reject\(|new \w*Error\b|statusCode|\b(?:next|callback|cb|done)\(|\.status\(/.test(text)) return undefined;
  return descendants(fn, ts.isPropertyAccessExpression).find(({ name }) => name.text === 'ok')?.parent;
}

const isIn = (node: ts.Node, fn: ts.Node) => ts.findAncestor(node, (each) => each === fn) !== undefined;

/** The last thing that the clause does is to throw. */
const rethrows = ({ block }: ts.CatchClause) => {
  const last = block.statements.at(-1);
  return last !== undefined && ts.isThrowStatement(last) && descendants(block, ts.isReturnStatement, true).length === 0;
};

/** `….catch(…)` or `….then(…, …)` anywhere behind the call. */
function isCaught(call: ts.Node): boolean {
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === call && ts.isCallExpression(parent.parent)) {
    if (parent.name.text === 'catch' || (parent.name.text === 'then' && parent.parent.arguments.length > 1)) return true;
    return isCaught(parent.parent);
  }
  return (ts.isParenthesizedExpression(parent) || ts.isAwaitExpression(parent)) && isCaught(parent);
}

/** Worked out again for each attempt, without anybody noticing: reads, and calls of the service's own functions that only compute. */
function isRepeatable(target: TargetProgram, node: ts.Node): boolean {
  if (ts.isCallExpression(node) && !isPure(node)) {
    if (node.expression.getText() === 'AbortSignal.timeout') return true;
    const callees = ownCallees(target, node);
    const computes = callees.length > 0 && callees.every((callee) => {
      const { writes, writesOutside } = effectsOf(target, callee);
      return writes.size === 0 && writesOutside === undefined && !/\bawait\b/.test(callee.getText());
    });
    return computes && node.arguments.every((argument) => isRepeatable(target, argument));
  }
  if (isPure(node)) return true;
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node) || ts.isFunctionLike(node) || ts.isPostfixUnaryExpression(node) || (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && node.operatorToken.kind <= ts.SyntaxKind.LastAssignment)) return false;
  if (ts.isNewExpression(node) && !/^(?:URL|URLSearchParams|Headers)$/.test(node.expression.getText())) return false;
  if (ts.isPrefixUnaryExpression(node) && (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)) return false;
  let children = 0;
  let repeatable = true;
  ts.forEachChild(node, (child) => {
    children += 1;
    repeatable &&= isRepeatable(target, child);
  });
  return children > 0 && repeatable;
}
