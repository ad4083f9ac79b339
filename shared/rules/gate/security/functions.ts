import ts from 'typescript';
import { KIND, ALL } from './kinds.ts';
import type { Frame, Machine } from './machine.ts';
import { broughtBy } from './sources.ts';
import { returnFrom } from './statements.ts';
import type { State } from './state.ts';
import type { FunctionNode, Value } from './value.ts';
import { CLEAN, NOTHING, join, joinFlows, withField } from './value.ts';

const DEEPEST = 7;
/** So often is one function looked at for arguments of its own; after that what goes in is taken to come out. */
const MOST_RUNS = 30;

/** What is dangerous even where nobody in the file says who calls with what. */
const FREE_IS_SAFE_FOR = ALL & ~(KIND.sql | KIND.command | KIND.code);

export type Runs = Map<FunctionNode, number>;

/** Runs a function of the file with known arguments, where it is called. */
export function run(machine: Machine, runs: Runs, fn: FunctionNode, args: readonly (Value | undefined)[], state: State, options: { readonly receiver?: Value; readonly wanted?: boolean } = {}): Value {
  const count = (runs.get(fn) ?? 0) + 1;
  runs.set(fn, count);
  if (machine.frames.length > DEEPEST || machine.frames.some((frame) => frame.fn === fn) || count > MOST_RUNS) return { flows: args.reduce((flows, arg) => joinFlows(flows, arg?.flows ?? []), CLEAN.flows) };
  const base = state.fork();
  for (const [index, parameter] of fn.parameters.entries()) {
    const given = parameter.dotDotDotToken === undefined ? args[index] : restOf(args.slice(index));
    const byDefault = given === undefined && parameter.initializer !== undefined ? machine.evaluate(parameter.initializer, base) : undefined;
    machine.assign(parameter.name, given ?? byDefault ?? NOTHING, base);
  }
  if (ts.isConstructorDeclaration(fn)) keepParameters(machine, fn, base);
  const receiver = ts.isArrowFunction(fn) ? state.get(fn) ?? CLEAN : options.receiver ?? receiverOf(fn);
  const value = runBody(machine, fn, base, receiver, options.wanted);
  if (base.isDead) state.isDead = true;
  else state.goOnFrom([base.since(state)]);
  return value;
}

/** `constructor(private readonly url: string)` makes a member of the parameter. */
function keepParameters(machine: Machine, fn: ts.ConstructorDeclaration, state: State): void {
  for (const parameter of fn.parameters) {
    if (parameter.modifiers === undefined || parameter.modifiers.length === 0 || !ts.isIdentifier(parameter.name)) continue;
    const value = machine.evaluate(parameter.name, state);
    state.set(fn.parent, withField(state.get(fn.parent) ?? CLEAN, parameter.name.text, value));
  }
}

function runBody(machine: Machine, fn: FunctionNode, base: State, receiver: Value, wanted: boolean | undefined): Value {
  const frame: Frame = { fn, base, receiver, returned: [], wanted, exits: [] };
  machine.frames.push(frame);
  const inside = base.fork();
  if (ts.isBlock(fn.body)) machine.execute(fn.body, inside);
  else returnFrom(machine, fn.body, inside, frame);
  machine.frames.pop();
  const ends = frame.returned.map(({ at }) => at);
  if (ts.isBlock(fn.body) && !inside.isDead && wanted !== true) ends.push(inside.since(base));
  base.goOnFrom(ends);
  return frame.returned.reduce((all, { value }) => join(all, value), NOTHING);
}

const restOf = (args: readonly (Value | undefined)[]): Value => {
  const all = args.filter((arg) => arg !== undefined);
  return { flows: [], trait: 'array', fields: new Map([...all.map((arg, index): [string, Value] => [String(index), arg]), ['*', all.reduce((a, b) => join(a, b), NOTHING)]]) };
};

const receiverOf = (fn: FunctionNode): Value => (ts.isClassLike(fn.parent) ? { flows: [], holder: fn.parent } : CLEAN);

/** Runs a function that is called from outside, or by somebody unknown: its parameters bring what their names and types say. */
export function enter(machine: Machine, fn: FunctionNode, state: State, given: readonly (Value | undefined)[] = []): void {
  const isFree = isPublic(fn, machine.source);
  const parameters = fn.parameters.map((parameter, index): Value => {
    const known = given[index];
    if (known !== undefined) return known;
    const brought = broughtBy(parameter, index, (module) => machine.uses(module));
    const key = `p${parameter.pos}:${parameter.name.getText().slice(0, 30)}`;
    if (brought.kind === 'role') return { flows: [], role: brought.role, key };
    if (brought.kind === 'input') return { flows: [{ key, safe: brought.safe, step: machine.stepAt(parameter) }], key };
    return brought.kind === 'free' && isFree && !ts.isConstructorDeclaration(fn) ? { flows: [{ key: `free${key}`, safe: FREE_IS_SAFE_FOR, step: machine.stepAt(parameter) }], key: `free${key}` } : CLEAN;
  });
  const base = state.fork();
  run(machine, new Map(), fn, parameters, base);
  base.isDead = false;
  state.goOnFrom([base.since(state)]);
}

/** Whether other files may call it: exported, of an exported class, or put on `exports`; everything on the outside of a file that exports nothing. */
export function isPublic(fn: FunctionNode, source: ts.SourceFile): boolean {
  const { parent } = fn;
  if (ts.isClassLike(parent)) {
    const isPrivate = (ts.canHaveModifiers(fn) ? ts.getModifiers(fn) ?? [] : []).some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword) || fn.name?.kind === ts.SyntaxKind.PrivateIdentifier;
    return !isPrivate && (parent.name === undefined || isExported(parent, parent.name.text, source));
  }
  if (ts.isFunctionDeclaration(fn)) return fn.parent === source && fn.name !== undefined && isExported(fn, fn.name.text, source);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.parent.parent.parent === source && isExported(parent.parent.parent, parent.name.text, source);
  if (ts.isBinaryExpression(parent)) return /^(?:module\.)?exports\b/.test(parent.left.getText());
  if (ts.isPropertyAssignment(parent) || ts.isObjectLiteralExpression(parent)) {
    const object = ts.isPropertyAssignment(parent) ? parent.parent : parent;
    return ts.isBinaryExpression(object.parent) && /^(?:module\.)?exports\b/.test(object.parent.left.getText());
  }
  return ts.isExportAssignment(parent);
}

function isExported(node: ts.Node, name: string, source: ts.SourceFile): boolean {
  if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true) return true;
  return exportsOf(source).has(name);
}

const known = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

/** The names that `export {}`, `export default`, `module.exports` and `exports.x` list. */
function exportsOf(source: ts.SourceFile): ReadonlySet<string> {
  const found = known.get(source);
  if (found !== undefined) return found;
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (ts.isExportDeclaration(statement) && statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)) for (const { propertyName, name } of statement.exportClause.elements) names.add((propertyName ?? name).text);
    else if (ts.isExportAssignment(statement) || (ts.isExpressionStatement(statement) && /^(?:module\.)?exports\b/.test(statement.getText()))) for (const [name] of statement.getText().matchAll(/[A-Za-z_$][\w$]*/g)) names.add(name);
  }
  known.set(source, names);
  return names;
}
