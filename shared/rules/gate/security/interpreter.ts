import ts from 'typescript';
import { assign } from './assign.ts';
import { call, callee } from './calls.ts';
import { assume } from './conditions.ts';
import { evaluate } from './expressions.ts';
import { enter, isPublic, run, type Runs } from './functions.ts';
import type { Machine, Observed } from './machine.ts';
import { memberOf } from './member.ts';
import { scopesOf } from './scopes.ts';
import { State } from './state.ts';
import { execute } from './statements.ts';
import type { FunctionNode, Value } from './value.ts';
import { CLEAN } from './value.ts';

/** Work for one file at most; a long file of ordinary code takes a tenth. */
const LEAST_WORK = 100_000;
const WORK_PER_CHARACTER = 2;
const LONGEST_TEXT = 140;
/** Nested deeper than this is no code that people write. */
const DEEPEST_NODE = 400;

/**
 * Reads a file as it would run: module level first, then every function nobody has called yet, with the parameters that whoever calls
 * it would bring. Tells `observe` of each call, member assignment, object, comparison and piece of markup with what is known of them there.
 */
export function interpret(source: ts.SourceFile, observe: (event: Observed, state: State, machine: Machine) => void): void {
  const scopes = scopesOf(source);
  const runs: Runs = new Map();
  const waiting: { readonly fn: FunctionNode; readonly given: readonly (Value | undefined)[] }[] = [];
  const entered = new Set<FunctionNode>();
  let work = 0;
  let depth = 0;
  const { text } = source;
  const mostWork = LEAST_WORK + text.length * WORK_PER_CHARACTER;
  const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const machine: Machine = {
    source, text, frames: [],
    resolve: (identifier) => scopes.resolve(identifier),
    uses: (module) => text.includes(`'${module}'`) || text.includes(`"${module}"`),
    spend: () => (work += 1) < mostWork,
    evaluate(node, state) {
      if (depth > DEEPEST_NODE) return CLEAN;
      depth += 1;
      const value = evaluate(machine, node, state);
      depth -= 1;
      return value;
    },
    execute(node, state) {
      if (depth > DEEPEST_NODE) return;
      depth += 1;
      execute(machine, node, state);
      depth -= 1;
    },
    assume(node, outcome, state) {
      if (depth > DEEPEST_NODE) return;
      depth += 1;
      assume(machine, node, outcome, state);
      depth -= 1;
    },
    run: (fn, args, state, options) => run(machine, runs, fn, args, state, options),
    enter(fn, state, given) {
      entered.add(fn);
      enter(machine, fn, state, given);
    },
    later: (fn, given) => void waiting.push({ fn, given }),
    assign: (target, value, state) => assign(machine, target, value, state),
    call: (node, state) => call(machine, node, state),
    callee: (node, state) => callee(machine, node, state),
    member: (value, name, node) => memberOf(value, name, node, (at, previous) => machine.stepAt(at, previous)),
    stepAt: (node, previous) => ({ line: lineOf(node), text: node.getText(source).replaceAll(/\s+/g, ' ').slice(0, LONGEST_TEXT), ...(previous === undefined ? {} : { previous }) }),
    observe: (event, state) => observe(event, state, machine),
  };
  const state = new State();
  machine.frames.push({ fn: undefined, base: state, receiver: CLEAN, returned: [], wanted: undefined, exits: [] });
  machine.execute(source, state);
  state.isDead = false;
  const drain = (): void => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) machine.enter(next.fn, state, next.given);
  };
  drain();
  for (const fn of functionsOf(source)) {
    if (entered.has(fn)) continue;
    if (runs.has(fn) && !isPublic(fn, source)) continue;
    machine.enter(fn, state);
    drain();
  }
}

function functionsOf(source: ts.SourceFile): FunctionNode[] {
  const found: FunctionNode[] = [];
  const stack: ts.Node[] = [source];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (ts.isFunctionLike(node) && 'body' in node && node.body !== undefined) found.push(node as FunctionNode);
    const children: ts.Node[] = [];
    ts.forEachChild(node, (child) => void children.push(child));
    stack.push(...children.reverse());
  }
  return found;
}
