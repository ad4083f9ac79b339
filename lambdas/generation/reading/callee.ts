import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { functionName, isOwnFunction, type OwnFunction } from './enclosing.ts';

/** The last name of what is called: `get` of `client.get(…)`. */
export function calleeName(call: ts.CallExpression): string | undefined {
  const callee = call.expression;
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

/** The symbol an expression names, imports and re-exports followed to where it is declared. */
export function symbolOf(target: TargetProgram, node: ts.Node): ts.Symbol | undefined {
  const shorthand = ts.isShorthandPropertyAssignment(node.parent) ? target.checker.getShorthandAssignmentValueSymbol(node.parent) : undefined;
  const symbol = shorthand ?? target.checker.getSymbolAtLocation(node);
  return symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0 ? target.checker.getAliasedSymbol(symbol) : symbol;
}

/** The functions of the target that a call may run: the resolved one, or, behind an interface, those of the same name with a body. */
export function ownCallees(target: TargetProgram, call: ts.CallExpression): OwnFunction[] {
  const declaration = target.checker.getResolvedSignature(call)?.declaration;
  if (declaration === undefined || target.pathOf(declaration) === undefined) return [];
  if (isOwnFunction(declaration)) return [declaration];
  const name = calleeName(call);
  return name === undefined ? [] : functionsNamed(target, name);
}

const byName = new WeakMap<TargetProgram, Map<string, OwnFunction[]>>();

/** All functions of the target with that name, outside its tests. */
export function functionsNamed(target: TargetProgram, name: string): OwnFunction[] {
  const known = byName.get(target) ?? indexFunctions(target);
  byName.set(target, known);
  return known.get(name) ?? [];
}

function indexFunctions(target: TargetProgram): Map<string, OwnFunction[]> {
  const index = new Map<string, OwnFunction[]>();
  const visit = (node: ts.Node): void => {
    if (isOwnFunction(node)) {
      const name = functionName(node);
      if (name !== undefined) index.set(name, [...(index.get(name) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const source of target.sources) if (!isTestPath(target.pathOf(source) ?? '')) visit(source);
  return index;
}

/** By the usual names of test files and folders. */
export const isTestPath = (path: string) => /(?:^|\/)(?:tests?|__tests__|specs?|__mocks__|fixtures)\/|[.-](?:test|spec)\.[cm]?[jt]sx?$/.test(path);
