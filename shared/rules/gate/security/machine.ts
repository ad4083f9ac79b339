import type ts from 'typescript';
import type { Binding } from './scopes.ts';
import type { State } from './state.ts';
import type { FunctionNode, Step, Value } from './value.ts';

/** Something that was called, with what is known of it. */
export type Call = {
  readonly node: ts.Node;
  /** The way to it through modules and globals: `child_process.exec`; of something unknown, empty. */
  readonly origin: string;
  /** The last name of what is called. */
  readonly method: string;
  /** The last name of what it is called on: `db` of `this.db.query()`. */
  readonly receiverName: string;
  readonly receiver: Value;
  readonly args: readonly Value[];
  readonly argNodes: readonly ts.Expression[];
  readonly isNew: boolean;
  /** What is called, where that is known. */
  readonly own: Value;
};

/** What the parts of the interpreter share; each part is a file of its own. */
export type Machine = {
  readonly source: ts.SourceFile;
  readonly text: string;
  resolve(identifier: ts.Identifier): Binding | undefined;
  uses(module: string): boolean;
  /** One step of work; false when there is none left, and everything unknown is then taken for clean. */
  spend(): boolean;
  evaluate(node: ts.Expression, state: State): Value;
  execute(node: ts.Node, state: State): void;
  /** What is known where a condition holds (`outcome` true) or does not. */
  assume(node: ts.Expression, outcome: boolean, state: State): void;
  /** Runs a function of the file with these arguments; `wanted`: only the ways on which its answer may be that. */
  run(fn: FunctionNode, args: readonly (Value | undefined)[], state: State, options?: { readonly receiver?: Value; readonly wanted?: boolean; readonly spread?: Value }): Value;
  /** Runs a function whose caller is not known. */
  enter(fn: FunctionNode, state: State, given?: readonly (Value | undefined)[]): void;
  /** Remembers a function to be entered when the file has been read. */
  later(fn: FunctionNode, given: readonly (Value | undefined)[]): void;
  assign(target: ts.Node, value: Value, state: State): void;
  call(node: ts.CallExpression | ts.NewExpression, state: State): Value;
  callee(node: ts.CallExpression | ts.NewExpression, state: State): Call;
  /** The value of a member, by the roles and fields of what holds it. */
  member(value: Value, name: string, node: ts.Node): Value;
  stepAt(node: ts.Node, previous?: Step): Step;
  /** The frames that run at present. */
  readonly frames: Frame[];
  /** Tells the rules of a call, an assignment to a member, a thing made. */
  observe(event: Observed, state: State): void;
};

export type Frame = {
  readonly fn: FunctionNode | undefined;
  readonly base: State;
  readonly receiver: Value;
  readonly returned: { value: Value; at: ReturnType<State['since']> }[];
  readonly wanted: boolean | undefined;
  /** The loops and switches around, innermost last. */
  readonly exits: { readonly base: State; readonly left: ReturnType<State['since']>[] }[];
};

export type Observed =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'assign-member'; readonly node: ts.Node; readonly object: Value; readonly objectNode: ts.Expression; readonly name: string | undefined; readonly nameValue: Value; readonly value: Value }
  | { readonly kind: 'object'; readonly node: ts.ObjectLiteralExpression; readonly value: Value }
  | { readonly kind: 'compare'; readonly node: ts.BinaryExpression; readonly left: Value; readonly right: Value }
  | { readonly kind: 'jsx-attribute'; readonly node: ts.Node; readonly name: string; readonly value: Value };
