import ts from 'typescript';
import { ALL, IS_TEXT, KIND } from './kinds.ts';
import type { Machine } from './machine.ts';
import { isGuardName, madeSafeBy, madeSafeByMatching, madeSafeByNotMatching } from './sanitisers.ts';
import type { State } from './state.ts';
import type { Value } from './value.ts';
import { HOLE, allFlows, isConstant, isTainted, shapeOf } from './value.ts';

/** Marks what a condition proves of the input in it, where it came out as `outcome`. */
export function assume(machine: Machine, node: ts.Expression, outcome: boolean, state: State): void {
  if (!machine.spend()) return;
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node) || ts.isNonNullExpression(node) || ts.isAsExpression(node)) return assume(machine, node.expression, outcome, state);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) return assume(machine, node.operand, !outcome, state);
  if (ts.isBinaryExpression(node)) return assumeOperation(machine, node, outcome, state);
  if (ts.isCallExpression(node)) return assumeCall(machine, node, outcome, state);
  if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) {
    const proof = proofBehind(machine, node);
    if (proof !== undefined) assume(machine, proof, outcome, state);
    else if (outcome && ts.isPropertyAccessExpression(node) && node.name.text === 'success') markAll(machine.evaluate(node.expression, state), IS_TEXT, state);
  }
}

/** `const ok = ALLOWED.has(x); if (ok)`: the condition that a constant was made from. */
function proofBehind(machine: Machine, node: ts.Expression): ts.Expression | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = machine.resolve(node)?.declaration;
  if (declaration === undefined || !ts.isVariableDeclaration(declaration) || declaration.initializer === undefined || (declaration.parent.flags & ts.NodeFlags.Const) === 0) return undefined;
  let { initializer } = declaration;
  while (ts.isAwaitExpression(initializer) || ts.isParenthesizedExpression(initializer)) initializer = initializer.expression;
  return ts.isCallExpression(initializer) || (ts.isBinaryExpression(initializer) && initializer.operatorToken.kind !== ts.SyntaxKind.PlusToken) || ts.isPrefixUnaryExpression(initializer) ? initializer : undefined;
}

const EQUAL: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken]);
const UNEQUAL: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken]);
const MORE: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.GreaterThanEqualsToken]);
const LESS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.LessThanToken, ts.SyntaxKind.LessThanEqualsToken]);

function assumeOperation(machine: Machine, { operatorToken: { kind }, left, right }: ts.BinaryExpression, outcome: boolean, state: State): void {
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken) {
    if ((kind === ts.SyntaxKind.AmpersandAmpersandToken) === outcome) {
      assume(machine, left, outcome, state);
      assume(machine, right, outcome, state);
      return;
    }
    const [one, other] = [state.fork(), state.fork()];
    assume(machine, left, outcome, one);
    assume(machine, left, !outcome, other);
    assume(machine, right, outcome, other);
    state.goOnFrom([one.since(state), other.since(state)]);
  } else if (EQUAL.has(kind) || UNEQUAL.has(kind)) assumeEqual(machine, left, right, EQUAL.has(kind) === outcome, state);
  else if (MORE.has(kind) || LESS.has(kind)) assumeOrder(machine, left, right, MORE.has(kind) ? outcome : !outcome, state);
  else if (kind === ts.SyntaxKind.InKeyword && outcome) {
    if (!isTainted(machine.evaluate(right, state))) markAll(machine.evaluate(left, state), ALL & ~KIND.prototype, state);
  } else if (kind === ts.SyntaxKind.InstanceOfKeyword && outcome && /^(?:Date|Number|Boolean|ObjectId|BigInt)$/.test(right.getText())) markAll(machine.evaluate(left, state), ALL, state);
}

function assumeEqual(machine: Machine, left: ts.Expression, right: ts.Expression, areEqual: boolean, state: State): void {
  for (const [one, other] of [[left, right], [right, left]] as const) {
    if (ts.isTypeOfExpression(one)) {
      const type = ts.isStringLiteralLike(other) ? other.text : '';
      if (areEqual && type === 'string') markAll(machine.evaluate(one.expression, state), IS_TEXT, state);
      if (areEqual && /^(?:number|boolean|bigint|undefined)$/.test(type)) markAll(machine.evaluate(one.expression, state), ALL, state);
      return;
    }
    if (other.kind === ts.SyntaxKind.TrueKeyword || other.kind === ts.SyntaxKind.FalseKeyword) return assume(machine, one, areEqual === (other.kind === ts.SyntaxKind.TrueKeyword), state);
    if (other.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(other) && other.text === 'undefined')) {
      if (ts.isCallExpression(one)) assume(machine, one, !areEqual, state);
      if (ts.isElementAccessExpression(one) && !areEqual) markLookup(machine, one, state);
      return;
    }
  }
  for (const [one, other] of [[left, right], [right, left]] as const) {
    if (ts.isCallExpression(one)) {
      const { method, args, receiver, origin, receiverName } = machine.callee(one, state);
      const number = other.getText();
      if (method === 'indexOf' || method === 'search') {
        if (number === '-1') return assumeContains(machine, one, !areEqual, state);
        if (number === '0') return areEqual ? assumeBegins(receiver, args[0], state) : undefined;
      }
      const safe = madeSafeBy({ origin, method, receiverName });
      if (safe !== 0 && areEqual && isTainted(args[0] ?? receiver)) markAll(args[0] ?? receiver, safe, state);
    }
    if (!areEqual) {
      const name = machine.evaluate(other, state);
      if (isConstant(name) && /^(?:__proto__|constructor|prototype)$/.test(name.shape)) markAll(machine.evaluate(one, state), KIND.prototype, state);
      continue;
    }
    const value = machine.evaluate(one, state);
    const against = machine.evaluate(other, state);
    if (isTainted(value) && !isTainted(against)) markAll(value, ALL, state);
  }
}

/** A text that is short cannot make a pattern run for long. */
function assumeOrder(machine: Machine, left: ts.Expression, right: ts.Expression, leftIsMore: boolean, state: State): void {
  const [short, long] = leftIsMore ? [right, left] : [left, right];
  if (ts.isPropertyAccessExpression(short) && short.name.text === 'length') markAll(machine.evaluate(short.expression, state), KIND.backtracking, state);
  if (leftIsMore && ts.isCallExpression(long) && /^(?:0|-1)$/.test(short.getText())) {
    const { method } = machine.callee(long, state);
    if (method === 'indexOf') assumeContains(machine, long, true, state);
  }
  if (!leftIsMore && ts.isCallExpression(short) && long.getText() === '0') assumeContains(machine, short, false, state);
}

/** `TABLE[x] !== undefined`: x is a name of the table's. */
function markLookup(machine: Machine, node: ts.ElementAccessExpression, state: State): void {
  if (!isTainted(machine.evaluate(node.expression, state))) markAll(machine.evaluate(node.argumentExpression, state), ALL & ~KIND.prototype, state);
}

function assumeCall(machine: Machine, node: ts.CallExpression, outcome: boolean, state: State): void {
  const call = machine.callee(node, state);
  const { method, receiver, args, origin } = call;
  const [first] = args;
  const local = call.own.functions?.[0];
  if (local !== undefined) {
    const probe = state.fork();
    machine.run(local, args, probe, { receiver, wanted: outcome });
    if (!probe.isDead) for (const [key, mark] of probe.since(state).marks) state.mark(key, mark);
    return;
  }
  if (method === 'has' || method === 'includes' || method === 'contains' || method === 'hasOwnProperty' || method === 'propertyIsEnumerable') return assumeContains(machine, node, outcome, state);
  if (/^Object\.(?:hasOwn|prototype\.hasOwnProperty\.call)$/.test(origin) || (method === 'call' && /hasOwnProperty/.test(node.expression.getText()))) {
    if (outcome && first !== undefined && !isTainted(first)) markAll(args[1], ALL, state);
    return;
  }
  if (method === 'test' && receiver.pattern !== undefined) return markAll(first, outcome ? madeSafeByMatching(receiver.pattern) : madeSafeByNotMatching(receiver.pattern), state);
  if (method === 'test' && outcome) return markAll(first, /(?:safe|allow|valid|white|slug|ident|alnum|name|id|uuid)/i.test(node.expression.getText()) ? ALL : 0, state);
  if ((method === 'match' || method === 'exec') && (first?.pattern ?? receiver.pattern) !== undefined) {
    const pattern = first?.pattern ?? receiver.pattern;
    if (pattern !== undefined) markAll(method === 'match' ? receiver : first, outcome ? madeSafeByMatching(pattern) : madeSafeByNotMatching(pattern), state);
    return;
  }
  if (method === 'startsWith') return outcome ? assumeBegins(receiver, first, state) : assumeNotBegins(receiver, first, state);
  if (method === 'endsWith' && outcome && first !== undefined && isConstant(first) && first.shape.startsWith('.') && receiver.flows.some(({ key }) => key.endsWith('#host'))) return markAll(receiver, ALL, state);
  if (method === 'every' || method === 'some' || method === 'find') return assumeEach(machine, node, call, outcome, state);
  if (/^(?:isAbsolute)$/.test(method)) return;
  if (outcome && /^(?:Number\.is(?:Integer|SafeInteger|Finite)|Number\.isNaN|isFinite)$/.test(origin) && origin !== 'Number.isNaN') return markAll(first, ALL, state);
  if (!outcome && /^(?:Number\.)?isNaN$/.test(origin)) return markAll(first, ALL, state);
  if (/^(?:net\.)?isIP(?:v[46])?$/.test(origin)) return outcome ? markAll(first, ALL & ~KIND.ssrf, state) : undefined;
  if (/isURL|isUrl|isEmail|canParse/.test(method)) return;
  if (outcome && (isGuardName(method) || (/^validate\w*$|^check\w*$/.test(method) && origin !== '' && !origin.includes('.')))) {
    for (const arg of args.length === 0 ? [receiver] : args) markAll(arg, ALL, state);
  } else if (outcome && /^(?:validate|check|valid)\w*$/.test(ts.isIdentifier(node.expression) ? node.expression.text : method)) markAll(first, ALL, state);
  else if (!outcome && /^is_?(?:Private|Blocked|Forbidden|Internal|Reserved|Unsafe|Dangerous|Invalid|Loopback|Bad|Malicious|Disallowed)/i.test(method)) markAll(first, ALL, state);
}

/** `ALLOWED.includes(x)` proves x; `x.includes('..')` not being so proves a path. */
function assumeContains(machine: Machine, node: ts.CallExpression, outcome: boolean, state: State): void {
  const { receiver, args: [first] } = machine.callee(node, state);
  if (first === undefined) return;
  if (isTainted(first) && allFlows(receiver).length === 0 && receiver.role === undefined) {
    const names = receiver.fields === undefined ? [] : [...receiver.fields.values()];
    const isBlocklist = names.some((each) => each.shape !== undefined && /^(?:__proto__|constructor|prototype)$/.test(each.shape)) || /block|deny|forbid|banned|black|danger|unsafe|reserved|illegal|disallow/i.test(node.expression.getText());
    if (isBlocklist) return outcome ? undefined : markAll(first, names.some((each) => each.shape === '__proto__') || /proto|key|prop|danger|unsafe|forbid|reserved/i.test(node.expression.getText()) ? KIND.prototype : 0, state);
    if (outcome && receiver.shape === undefined) markAll(first, ALL, state);
  } else if (!outcome && isTainted(receiver) && isConstant(first)) {
    if (first.shape === '..') markAll(receiver, KIND.path, state);
    if (/^(?:\/|\\)$/.test(first.shape)) markAll(receiver, KIND.path, state);
    if (first.shape === '$') markAll(receiver, KIND.nosql, state);
    if (first.shape === '//' || first.shape === ':') markAll(receiver, KIND.notTwoSlashes, state);
    if (/^[\r\n]+$/.test(first.shape)) markAll(receiver, KIND.header, state);
    if (first.shape === '__proto__') markAll(receiver, KIND.prototype, state);
  }
}

function assumeBegins(receiver: Value, prefix: Value | undefined, state: State): void {
  if (prefix === undefined) return;
  if (receiver.trait === 'normalised' && !isTainted(prefix) && prefix.shape !== '..' && prefix.shape !== '.') markAll(receiver, KIND.path, state);
  if (isConstant(prefix)) {
    if (/^https?:\/\/[^/]+\//.test(prefix.shape) && !isInside(receiver)) markAll(receiver, KIND.ssrf | KIND.redirect, state);
    if (prefix.shape === '/') markAll(receiver, KIND.beginsWithSlash, state);
    else if (/^\/[^/\\]/.test(prefix.shape)) markAll(receiver, KIND.redirect, state);
  } else if (!isTainted(prefix) && shapeOf(prefix).endsWith('/')) markAll(receiver, KIND.ssrf | KIND.redirect, state);
}

const isInside = (value: Value): boolean => value.flows.every(({ key }) => key.includes('#'));

function assumeNotBegins(receiver: Value, prefix: Value | undefined, state: State): void {
  if (prefix === undefined || !isConstant(prefix)) return;
  if (prefix.shape === '//' || prefix.shape === '/\\') markAll(receiver, KIND.notTwoSlashes, state);
  if (prefix.shape.startsWith('..')) markAll(receiver, KIND.path, state);
  if (prefix.shape === '$') markAll(receiver, KIND.nosql, state);
}

/** `ALLOWED.some((each) => each === x)`, `keys.every((key) => ALLOWED.has(key))`: what the callback proves of each. */
function assumeEach(machine: Machine, node: ts.CallExpression, { method, receiver, args: [callback] }: { readonly method: string; readonly receiver: Value; readonly args: readonly Value[] }, outcome: boolean, state: State): void {
  const fn = callback?.functions?.[0];
  if (fn === undefined) return;
  const isOver = isTainted(receiver);
  if (isOver ? (method === 'every') !== outcome : method !== 'every' && !outcome) return;
  const probe = state.fork();
  machine.run(fn, [machine.member(receiver, '*', node)], probe, { wanted: outcome });
  if (probe.isDead) return;
  for (const [key, mark] of probe.since(state).marks) state.mark(key, mark);
  if (isOver) for (const flow of receiver.flows) state.mark(flow.key, probe.safetyOf({ ...flow, key: `${flow.key}.*` }));
}

/** All the input in a value is safe for these kinds from here on. A host that is right makes the whole address right. */
export function markAll(value: Value | undefined, kinds: number, state: State): void {
  if (value === undefined || kinds === 0) return;
  for (const { key } of allFlows(value)) {
    if (key.endsWith('#host')) state.mark(key.slice(0, -'#host'.length), KIND.ssrf | KIND.redirect);
    else if (!(value.shape !== undefined && value.shape !== HOLE.tainted && kinds === ALL && value.flows.length > 1)) state.mark(key, kinds);
  }
}
