import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { ownCallees, symbolOf } from './callee.ts';
import { isOwnFunction } from './enclosing.ts';

/** A body of code that runs: a function, or the constructor of a class with its fields. */
export type Body = ts.FunctionLikeDeclaration | ts.ClassLikeDeclaration;

/** What an entry's export runs first: the handler, also where it is wrapped in calls (`middy(handler)`); empty when it is not in the source. */
export function entryBodies(target: TargetProgram, entry: string, exportName: string): Body[] {
  const source = target.sourceFile(entry.replace(/^\.\//, ''));
  const module = source && target.checker.getSymbolAtLocation(source);
  const exported = module && target.checker.getExportsOfModule(module).find((symbol) => symbol.getName() === exportName);
  return exported ? bodiesOf(target, exported, 0) : [];
}

/** The functions that a name stands for, through imports, `x.bind(y)` and wrappers, three deep. */
function bodiesOf(target: TargetProgram, named: ts.Symbol, depth: number): Body[] {
  const symbol = (named.flags & ts.SymbolFlags.Alias) !== 0 ? target.checker.getAliasedSymbol(named) : named;
  return (symbol.declarations ?? []).flatMap((declaration): Body[] => {
    if (isOwnFunction(declaration) || ts.isClassLike(declaration)) return [declaration];
    if (ts.isVariableDeclaration(declaration)) return declaration.initializer ? bodiesIn(target, declaration.initializer, depth) : [];
    if (ts.isBinaryExpression(declaration)) return bodiesIn(target, declaration.right, depth);
    return ts.isPropertyAccessExpression(declaration) && ts.isBinaryExpression(declaration.parent) ? bodiesIn(target, declaration.parent.right, depth) : [];
  });
}

function bodiesIn(target: TargetProgram, value: ts.Expression, depth: number): Body[] {
  if (isOwnFunction(value)) return [value];
  if (depth > 3) return [];
  if (ts.isCallExpression(value)) return [...value.arguments.flatMap((argument) => bodiesIn(target, argument, depth + 1)), ...(ts.isPropertyAccessExpression(value.expression) ? bodiesIn(target, value.expression.expression, depth + 1) : [])];
  const symbol = ts.isIdentifier(value) || ts.isPropertyAccessExpression(value) ? symbolOf(target, ts.isPropertyAccessExpression(value) ? value.name : value) : undefined;
  return symbol ? bodiesOf(target, symbol, depth + 1) : [];
}

/** The bodies that run when these run, `deepest` calls away at most: called, constructed, or handed on by name. */
export function reachable(target: TargetProgram, from: readonly Body[], deepest: number): Set<Body> {
  const found = new Set<Body>(from);
  let edge = [...found];
  for (let depth = 0; depth < deepest && edge.length > 0; depth += 1) {
    const next = edge.flatMap((body) => runBy(target, body)).filter((body) => !found.has(body));
    for (const body of next) found.add(body);
    edge = [...new Set(next)];
  }
  return found;
}

/** The bodies that a piece of code runs itself: called, constructed, or handed on by name. */
export function runBy(target: TargetProgram, body: ts.Node): Body[] {
  const run: Body[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(body) && ts.isMethodDeclaration(node)) return;
    if (ts.isCallExpression(node)) run.push(...ownCallees(target, node), ...node.arguments.flatMap((argument) => (ts.isIdentifier(argument) ? ownBodies(target, argument) : [])));
    if (ts.isNewExpression(node)) run.push(...ownBodies(target, node.expression));
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return run;
}

const ownBodies = (target: TargetProgram, name: ts.Expression): Body[] =>
  (symbolOf(target, name)?.declarations ?? []).flatMap((declaration): Body[] => {
    if (target.pathOf(declaration) === undefined) return [];
    if (isOwnFunction(declaration) || ts.isClassLike(declaration)) return [declaration];
    return ts.isVariableDeclaration(declaration) && declaration.initializer && isOwnFunction(declaration.initializer) ? [declaration.initializer] : [];
  });
