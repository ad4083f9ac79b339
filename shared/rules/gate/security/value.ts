import type ts from 'typescript';
import { ALL } from './kinds.ts';

export type FunctionNode = ts.FunctionLikeDeclaration & { readonly body: ts.Node };

/** One place on the way of a piece of input, newest first. */
export type Step = { readonly line: number; readonly text: string; readonly previous?: Step };

/** Input that is part of a value. `key` names where it came from: equal keys are the same input, so that checking one alias checks all. */
export type Flow = { readonly key: string; readonly safe: number; readonly step: Step };

export type Role = 'request' | 'response' | 'context' | 'event' | 'params' | 'nextUrl' | 'cookieJar' | 'messageEvent' | 'fileUpload' | 'args';

export type Trait = 'normalised' | 'url' | 'list' | 'table' | 'bare' | 'digest' | 'secret' | 'array' | 'data';

/** What is known of an expression without running it. */
export type Value = {
  readonly flows: readonly Flow[];
  readonly fields?: ReadonlyMap<string, Value>;
  /** Its text as far as it is known; what is not is a `HOLE`. */
  readonly shape?: string;
  /** Where it was taken from, for what is not of this file: `child_process.exec`, `pg.Pool()`. */
  readonly origin?: string;
  readonly role?: Role;
  /** Begins the keys of what is read from it. */
  readonly key?: string;
  readonly functions?: readonly FunctionNode[];
  readonly holder?: ts.ClassLikeDeclaration;
  readonly trait?: Trait;
  readonly pattern?: { readonly source: string; readonly flags: string };
  /** What it was written as, where rules want to read it: schemas. */
  readonly node?: ts.Node;
};

/** In a shape: something unknown that no input reaches, and something that input reaches. */
export const HOLE = { clean: '\uE001', tainted: '\uE002' } as const;

export const CLEAN: Value = { flows: [] };
export const NOTHING: Value = { flows: [] };

const MOST_FLOWS = 5;
const LONGEST_SHAPE = 4000;

export const shapeOf = (value: Value): string => value.shape ?? (isTainted(value) ? HOLE.tainted : HOLE.clean);
export const isConstant = (value: Value): value is Value & { readonly shape: string } => value.shape !== undefined && !/[\uE001\uE002]/.test(value.shape);
export const isTainted = (value: Value): boolean => value.flows.length > 0;
export const constant = (text: string): Value => ({ flows: [], shape: text.slice(0, LONGEST_SHAPE) });

export const joinFlows = (left: readonly Flow[], right: readonly Flow[]): readonly Flow[] => {
  if (left.length === 0 || left === right) return right;
  if (right.length === 0) return left;
  const byKey = new Map(left.map((flow) => [flow.key, flow]));
  for (const flow of right) {
    const known = byKey.get(flow.key);
    byKey.set(flow.key, known === undefined ? flow : { ...known, safe: known.safe & flow.safe });
  }
  return [...byKey.values()].sort((a, b) => Number(a.safe === ALL) - Number(b.safe === ALL)).slice(0, MOST_FLOWS);
};

/** Two texts written one after the other. */
export const concatenate = (left: Value, right: Value): Value => ({ flows: joinFlows(left.flows, right.flows), shape: (shapeOf(left) + shapeOf(right)).slice(0, LONGEST_SHAPE) });

/** What a value is that may be either. */
export const join = (left: Value, right: Value, depth = 0): Value => {
  if (left === right || right === NOTHING) return left;
  if (left === NOTHING) return right;
  const flows = joinFlows(left.flows, right.flows);
  const shape = joinShapes(left, right, flows.length > 0);
  const fields = depth > 4 ? undefined : joinFields(left.fields, right.fields, depth);
  const functions = left.functions === undefined || right.functions === undefined ? left.functions ?? right.functions : [...new Set([...left.functions, ...right.functions])].slice(0, 4);
  return compact({
    flows, fields, shape, functions, origin: left.origin ?? right.origin, role: left.role ?? right.role, key: left.key ?? right.key, holder: left.holder ?? right.holder,
    trait: left.trait === right.trait || flows.length === 0 ? left.trait ?? right.trait : undefined, pattern: left.pattern ?? right.pattern, node: left.node ?? right.node,
  });
};

const joinShapes = (left: Value, right: Value, tainted: boolean): string | undefined => {
  if (left.shape === right.shape) return left.shape;
  const [a, b] = [shapeOf(left), shapeOf(right)];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  if (same === 0 && !(left.shape !== undefined && right.shape !== undefined)) return undefined;
  return a.slice(0, same) + (tainted ? HOLE.tainted : HOLE.clean);
};

const joinFields = (left: Value['fields'], right: Value['fields'], depth: number): Value['fields'] => {
  if (left === undefined || right === undefined || left === right) return left ?? right;
  const joined = new Map(left);
  for (const [name, value] of right) {
    const known = joined.get(name);
    joined.set(name, known === undefined ? value : join(known, value, depth + 1));
  }
  return joined;
};

type Loose<T> = { [K in keyof T]: T[K] | undefined };

/** Leaves out what is not known. */
export const compact = (value: Loose<Value> & { readonly flows: readonly Flow[] }): Value => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as unknown as Value;

export const withField = (value: Value, name: string, field: Value): Value => ({ ...value, fields: new Map(value.fields).set(name, field) });

/** The same with every flow made safe for more. What is safe for everything is not input any more. */
export const madeSafe = (value: Value, kinds: number): Value =>
  kinds === ALL ? cleaned(value) : { ...value, flows: value.flows.map((flow) => ({ ...flow, safe: flow.safe | kinds })), ...(value.fields === undefined ? {} : { fields: new Map([...value.fields].map(([name, field]) => [name, madeSafe(field, kinds)])) }) };

const cleaned = (value: Value): Value => (isConstant(value) ? value : CLEAN);

/** All the flows of a value and of what it holds. */
export const allFlows = (value: Value, depth = 0): readonly Flow[] =>
  value.fields === undefined || depth > 4 ? value.flows : [...value.fields].reduce((flows, [name, field]) => (name.startsWith('%') ? flows : joinFlows(flows, allFlows(field, depth + 1))), value.flows);
