import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { abstain } from '../recipe.ts';

/** Abstains when a name that the rewrite is to use for what the language has (`Map`, `Promise`) means something of the target's own at that place. */
export function refuseShadowed(target: TargetProgram, place: ts.Node, names: readonly string[]): void {
  const own = target.checker.getSymbolsInScope(place, ts.SymbolFlags.Value | ts.SymbolFlags.Alias).find((symbol) => names.includes(symbol.name) && (symbol.declarations ?? []).some((declaration) => target.pathOf(declaration) !== undefined));
  if (own) abstain(`\`${own.name}\` means something else there than usual`);
}
