import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath, symbolOf } from '../../reading/callee.ts';
import { descendants } from '../../reading/enclosing.ts';
import { abstain } from '../../recipe.ts';

/** A limit as it is written, and in milliseconds where that is known. */
export type TimeLimit = { readonly text: string; readonly ms: number };

/** The usual slowest answer gets this much room where a second attempt follows, and this much where giving up is final. */
const ROOM = { repeated: 4, final: 10 } as const;
/** A limit that others use must leave at least this much room. */
const LEAST_ROOM = 1.5;
const LEAST_MS = 250;

/**
 * How long to wait: what the calls beside this one wait, if that fits; else some times the 99th percentile of the answers
 * that came, rounded up. Never more than `atMostMs`, so that the function can still answer.
 */
export function timeLimit(target: TargetProgram, call: ts.CallExpression, usualP99Ms: number, atMostMs: number, attempts: keyof typeof ROOM): TimeLimit {
  const fits = (ms: number) => ms >= usualP99Ms * LEAST_ROOM && ms <= atMostMs;
  const beside = limitsBeside(target, call).find(({ ms }) => fits(ms));
  if (beside) return beside;
  const ms = Math.min(atMostMs, roundedUp(Math.max(LEAST_MS, usualP99Ms * ROOM[attempts])));
  if (!fits(ms)) return abstain(`usual answers take up to ${Math.round(usualP99Ms)} ms, which leaves no room for a time limit below ${Math.round(atMostMs)} ms`);
  return { text: ms >= 10_000 ? String(ms).replace(/(?=\d{3}$)/, '_') : String(ms), ms };
}

const roundedUp = (ms: number) => {
  const step = ms <= 500 ? 50 : ms <= 2000 ? 100 : 500;
  return Math.ceil(ms / step) * step;
};

/** The limits of other calls in the same file, then elsewhere, that can be named here and whose value is known. */
function limitsBeside(target: TargetProgram, call: ts.CallExpression): TimeLimit[] {
  const own = call.getSourceFile();
  const inScope = new Set(target.checker.getSymbolsInScope(call, ts.SymbolFlags.Value | ts.SymbolFlags.Alias).map((symbol) => symbolOfAlias(target, symbol)));
  const sources = [own, ...target.sources.filter((source) => source !== own && !isTestPath(target.pathOf(source) ?? ''))];
  return sources.flatMap((source) =>
    descendants(source, ts.isCallExpression)
      .filter((other) => /\bAbortSignal\.timeout$/.test(other.expression.getText()))
      .flatMap((other): TimeLimit[] => {
        const [argument] = other.arguments;
        if (argument === undefined) return [];
        if (ts.isNumericLiteral(argument)) return source === own ? [{ text: argument.getText(), ms: Number(argument.text) }] : [];
        const symbol = ts.isIdentifier(argument) ? symbolOf(target, argument) : undefined;
        const declaration = symbol?.valueDeclaration;
        const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && ts.isNumericLiteral(declaration.initializer) ? Number(declaration.initializer.text) : undefined;
        return symbol !== undefined && value !== undefined && inScope.has(symbol) ? [{ text: argument.getText(), ms: value }] : [];
      }),
  );
}

const symbolOfAlias = (target: TargetProgram, symbol: ts.Symbol) => ((symbol.flags & ts.SymbolFlags.Alias) !== 0 ? target.checker.getAliasedSymbol(symbol) : symbol);
