import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';

/** The first of the wishes that nothing visible at `place` or declared below it bears; else the first with a number. */
export function freeName(target: TargetProgram, place: ts.Node, wishes: readonly string[]): string {
  const taken = new Set(target.checker.getSymbolsInScope(place, ts.SymbolFlags.Value | ts.SymbolFlags.Alias).filter((symbol) => !isAmbient(target, symbol)).map((symbol) => symbol.name));
  const scope = ts.findAncestor(place, ts.isFunctionLike) ?? place.getSourceFile();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && (ts.isVariableDeclaration(node.parent) || ts.isBindingElement(node.parent) || ts.isParameter(node.parent) || ts.isFunctionLike(node.parent))) taken.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(scope);
  const free = wishes.find((wish) => !taken.has(wish) && !RESERVED.has(wish));
  if (free !== undefined) return free;
  const base = wishes[0] ?? 'value';
  let number = 2;
  while (taken.has(`${base}${number}`)) number += 1;
  return `${base}${number}`;
}

/** Names that only a library declares (`name`, `status`, `event` of browsers) may be used again. */
const isAmbient = (target: TargetProgram, symbol: ts.Symbol) => (symbol.declarations ?? []).every((declaration) => target.pathOf(declaration) === undefined);

const RESERVED = new Set(['default', 'class', 'function', 'new', 'delete', 'in', 'of', 'return', 'package', 'import', 'export', 'await', 'case', 'switch', 'undefined', 'process', 'console', 'require', 'module', 'exports']);
