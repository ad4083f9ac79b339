import ts from 'typescript';
import { elementOf } from './expressions.ts';
import { ALL } from './kinds.ts';
import type { Frame, Machine } from './machine.ts';
import type { State } from './state.ts';
import type { FunctionNode, Value } from './value.ts';
import { CLEAN, NOTHING, isConstant, isTainted, withField } from './value.ts';

/** Runs a statement: what is known after it is in the state; a dead state means that nothing comes after it. */
export function execute(machine: Machine, node: ts.Node, state: State): void {
  if (state.isDead || !machine.spend()) return;
  if (ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node)) for (const each of node.statements) machine.execute(each, state);
  else if (ts.isExpressionStatement(node)) machine.evaluate(node.expression, state);
  else if (ts.isVariableStatement(node)) machine.execute(node.declarationList, state);
  else if (ts.isVariableDeclarationList(node)) {
    for (const { name, initializer } of node.declarations) machine.assign(name, initializer === undefined ? NOTHING : machine.evaluate(initializer, state), state);
  } else if (ts.isIfStatement(node)) runIf(machine, node, state);
  else if (ts.isReturnStatement(node)) runReturn(machine, node, state);
  else if (ts.isThrowStatement(node)) {
    machine.evaluate(node.expression, state);
    state.isDead = true;
  } else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) runForEach(machine, node, state);
  else if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) runLoop(machine, node, state);
  else if (ts.isSwitchStatement(node)) runSwitch(machine, node, state);
  else if (ts.isTryStatement(node)) runTry(machine, node, state);
  else if (ts.isBreakStatement(node)) leave(machine, state);
  else if (ts.isContinueStatement(node)) leave(machine, state);
  else if (ts.isLabeledStatement(node)) machine.execute(node.statement, state);
  else if (ts.isClassLike(node)) defineClass(machine, node, state);
  else if (ts.isExportAssignment(node)) for (const fn of machine.evaluate(node.expression, state).functions ?? []) machine.later(fn, []);
  else if (ts.isModuleDeclaration(node) && node.body !== undefined) machine.execute(node.body, state);
}

function runIf(machine: Machine, node: ts.IfStatement, state: State): void {
  machine.evaluate(node.expression, state);
  const [yes, no] = [state.fork(), state.fork()];
  machine.assume(node.expression, true, yes);
  machine.assume(node.expression, false, no);
  machine.execute(node.thenStatement, yes);
  if (node.elseStatement !== undefined) machine.execute(node.elseStatement, no);
  state.goOnFrom([yes, no].filter(({ isDead }) => !isDead).map((each) => each.since(state)));
}

function runReturn(machine: Machine, node: ts.ReturnStatement, state: State): void {
  const frame = machine.frames.at(-1);
  if (node.expression !== undefined) returnFrom(machine, node.expression, state, frame);
  else if (frame !== undefined && frame.wanted !== true) frame.returned.push({ value: NOTHING, at: state.since(frame.base) });
  state.isDead = true;
}

/** Takes an answer out of a function, unless it cannot be the wanted one; what must hold for it to be that is known after. */
export function returnFrom(machine: Machine, expression: ts.Expression, state: State, frame: Frame | undefined): void {
  const value = machine.evaluate(expression, state);
  if (frame === undefined) return;
  const known = truthOf(expression);
  if (frame.wanted !== undefined && known !== undefined && known !== frame.wanted) return;
  const end = state.fork();
  if (frame.wanted !== undefined) machine.assume(expression, frame.wanted, end);
  frame.returned.push({ value: { ...value, flows: value.flows.map((flow) => ({ ...flow, safe: end.safetyOf(flow) })) }, at: end.since(frame.base) });
}

const truthOf = (node: ts.Expression): boolean | undefined => {
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  if (node.kind === ts.SyntaxKind.FalseKeyword || node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')) return false;
  if (ts.isStringLiteralLike(node)) return node.text !== '';
  return undefined;
};

function leave(machine: Machine, state: State): void {
  const exit = machine.frames.at(-1)?.exits.at(-1);
  if (exit !== undefined) exit.left.push(state.since(exit.base));
  state.isDead = true;
}

/** Runs what may run any number of times: twice is enough to see what one round leaves for the next. */
function repeat(machine: Machine, state: State, round: (state: State) => void): void {
  const exits = machine.frames.at(-1)?.exits ?? [];
  for (let times = 0; times < 2; times += 1) {
    const body = state.fork();
    const left: ReturnType<State['since']>[] = [];
    exits.push({ base: state, left });
    round(body);
    exits.pop();
    state.goOnFrom([...(body.isDead ? [] : [body.since(state)]), ...left, { values: new Map(), marks: new Map() }]);
  }
}

function runForEach(machine: Machine, node: ts.ForOfStatement | ts.ForInStatement, state: State): void {
  const over = machine.evaluate(node.expression, state);
  const each: Value = ts.isForOfStatement(node) ? elementOf(machine, over, node.expression) : keysOf(machine, over, node.expression);
  repeat(machine, state, (body) => {
    const target = ts.isVariableDeclarationList(node.initializer) ? node.initializer.declarations[0]?.name : node.initializer;
    if (target !== undefined) machine.assign(target, each, body);
    machine.execute(node.statement, body);
  });
}

/** The names of an object's members: input, if somebody sent the object. */
export const keysOf = (machine: Machine, over: Value, node: ts.Node): Value =>
  (isTainted(over) && over.trait !== 'data' ? { flows: over.flows.map(({ key, safe }) => ({ key: `${key}.*names`, safe, step: machine.stepAt(node) })) } : CLEAN);

function runLoop(machine: Machine, node: ts.ForStatement | ts.WhileStatement | ts.DoStatement, state: State): void {
  if (ts.isForStatement(node) && node.initializer !== undefined) {
    if (ts.isVariableDeclarationList(node.initializer)) machine.execute(node.initializer, state);
    else machine.evaluate(node.initializer, state);
  }
  const condition = ts.isForStatement(node) ? node.condition : node.expression;
  repeat(machine, state, (body) => {
    if (condition !== undefined && !ts.isDoStatement(node)) {
      machine.evaluate(condition, body);
      machine.assume(condition, true, body);
    }
    machine.execute(node.statement, body);
    if (ts.isForStatement(node) && node.incrementor !== undefined && !body.isDead) machine.evaluate(node.incrementor, body);
  });
  if (condition !== undefined && !ts.isDoStatement(node) && !containsBreak(node.statement)) machine.assume(condition, false, state);
}

const containsBreak = (node: ts.Node): boolean => ts.isBreakStatement(node) || (!ts.isFunctionLike(node) && (ts.forEachChild(node, (child) => (containsBreak(child) ? true : undefined)) ?? false));

function runSwitch(machine: Machine, node: ts.SwitchStatement, state: State): void {
  const value = machine.evaluate(node.expression, state);
  const isTrueSwitch = node.expression.kind === ts.SyntaxKind.TrueKeyword;
  const exits = machine.frames.at(-1)?.exits ?? [];
  const left: ReturnType<State['since']>[] = [];
  exits.push({ base: state, left });
  let previous: State | undefined;
  let hasDefault = false;
  for (const clause of node.caseBlock.clauses) {
    const branch = state.fork();
    if (ts.isCaseClause(clause)) {
      if (isTrueSwitch) machine.assume(clause.expression, true, branch);
      else if (isConstant(machine.evaluate(clause.expression, branch))) for (const { key } of value.flows) branch.mark(key, ALL);
    } else hasDefault = true;
    if (previous !== undefined && !previous.isDead) branch.goOnFrom([branch.since(state), previous.since(state)]);
    for (const each of clause.statements) machine.execute(each, branch);
    previous = branch;
  }
  exits.pop();
  state.goOnFrom([...left, ...(previous === undefined || previous.isDead ? [] : [previous.since(state)]), ...(hasDefault ? [] : [{ values: new Map(), marks: new Map() }])]);
}

function runTry(machine: Machine, node: ts.TryStatement, state: State): void {
  const tried = state.fork();
  machine.execute(node.tryBlock, tried);
  const ends = tried.isDead ? [] : [tried.since(state)];
  if (node.catchClause !== undefined) {
    const caught = state.fork();
    const half = tried.since(state);
    for (const [name, value] of half.values) if (caught.get(name) === undefined) caught.set(name, value);
    if (node.catchClause.variableDeclaration !== undefined) machine.assign(node.catchClause.variableDeclaration.name, CLEAN, caught);
    machine.execute(node.catchClause.block, caught);
    if (!caught.isDead) ends.push(caught.since(state));
  }
  state.goOnFrom(ends);
  if (node.finallyBlock !== undefined) {
    const wasDead = state.isDead;
    state.isDead = false;
    machine.execute(node.finallyBlock, state);
    state.isDead ||= wasDead;
  }
}

/** Members of a class as they are before any method runs; the methods are entered when the file has been read. */
function defineClass(machine: Machine, node: ts.ClassLikeDeclaration, state: State): void {
  let fields: Value = state.get(node) ?? CLEAN;
  machine.frames.push({ fn: undefined, base: state, receiver: { flows: [], holder: node }, returned: [], wanted: undefined, exits: [] });
  for (const member of node.members) {
    if (ts.isPropertyDeclaration(member) && member.initializer !== undefined) {
      fields = withField(fields, member.name.getText(), machine.evaluate(member.initializer, state));
      state.set(node, fields);
    } else if (ts.isClassStaticBlockDeclaration(member)) machine.execute(member.body, state);
  }
  machine.frames.pop();
  const constructor = node.members.find((member) => ts.isConstructorDeclaration(member) && member.body !== undefined);
  if (constructor !== undefined) machine.later(constructor as ts.ConstructorDeclaration & FunctionNode, []);
}
