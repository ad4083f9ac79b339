import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath, symbolOf } from '../../reading/callee.ts';
import { descendants, isWithin } from '../../reading/enclosing.ts';
import { placesNaming } from '../../reading/made-once.ts';

/** A function of the target that does what `fetch` does, with a time limit, and that others already use. */
export type LimitedFetch = { readonly name: string; readonly declaration: ts.FunctionDeclaration | ts.VariableDeclaration; readonly inScope: boolean };

/**
 * Finds it: takes the address first and hands it to `fetch` unchanged together with a signal, returns the response, is
 * exported or stands in the same file, and is called somewhere else.
 */
export function limitedFetch(target: TargetProgram, call: ts.CallExpression): LimitedFetch | undefined {
  for (const source of target.sources) {
    if (isTestPath(target.pathOf(source) ?? '')) continue;
    for (const fetching of descendants(source, ts.isCallExpression)) {
      if (fetching === call || !/(?:^|\.)fetch$/.test(fetching.expression.getText()) || !/\bsignal\b/.test(fetching.arguments[1]?.getText() ?? '')) continue;
      const found = wrapperAround(target, fetching, call);
      if (found) return found;
    }
  }
  return undefined;
}

function wrapperAround(target: TargetProgram, fetching: ts.CallExpression, call: ts.CallExpression): LimitedFetch | undefined {
  const fn = ts.findAncestor(fetching.parent, ts.isFunctionLike);
  const declaration = fn && ts.isFunctionDeclaration(fn) ? fn : fn && ts.isVariableDeclaration(fn.parent) ? fn.parent : undefined;
  const name = declaration?.name;
  if (fn === undefined || declaration === undefined || name === undefined || !ts.isIdentifier(name) || isWithin(call, fn)) return undefined;
  const [address, options, ...rest] = fn.parameters;
  const first = fetching.arguments[0];
  if (address === undefined || first === undefined || !ts.isIdentifier(address.name) || symbolOf(target, first) !== target.checker.getSymbolAtLocation(address.name)) return undefined;
  if ([...(call.arguments.length > 1 ? [] : [options]), ...rest].some((parameter) => parameter && !parameter.questionToken && !parameter.initializer)) return undefined;
  if (call.arguments.length > 1 && options === undefined) return undefined;
  const signature = target.checker.getSignatureFromDeclaration(fn);
  const given = signature && target.checker.getAwaitedType(signature.getReturnType());
  if (given?.getSymbol()?.getName() !== 'Response') return undefined;
  const symbol = target.checker.getSymbolAtLocation(name);
  if (symbol === undefined || placesNaming(target, symbol).length === 0) return undefined;
  const inScope = target.checker.getSymbolsInScope(call, ts.SymbolFlags.Value | ts.SymbolFlags.Alias).some((visible) => ((visible.flags & ts.SymbolFlags.Alias) !== 0 ? target.checker.getAliasedSymbol(visible) : visible) === symbol);
  const statement = ts.isFunctionDeclaration(declaration) ? declaration : declaration.parent.parent;
  const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
  return inScope || isExported ? { name: name.text, declaration, inScope } : undefined;
}
