import ts from 'typescript';
import type { CodeSite } from '../../../shared/domain/code-site.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { calleeName, isTestPath, ownCallees } from './callee.ts';
import { deepestAt, descendants, functionName } from './enclosing.ts';

/** One frame of the evidence, found in the source: the calls on its line that may be the one, the likeliest first. */
export type ChainLink = { readonly site: CodeSite; readonly source: ts.SourceFile; readonly fn: ts.FunctionLike | undefined; readonly calls: readonly ts.CallExpression[] };

/**
 * Finds the frames of a call in the source, innermost first. A frame's call is the one that leads to the frame inside it;
 * columns are only a hint, because frames after an `await` and source maps give them roughly. Frames that are not in the tree are left out.
 */
export function callChain(target: TargetProgram, sites: readonly CodeSite[]): ChainLink[] {
  const chain: ChainLink[] = [];
  for (const site of sites) {
    const source = target.sourceFile(site.path.replace(/^\.\//, ''));
    const lineStarts = source?.getLineStarts();
    const lineStart = lineStarts?.[site.line - 1];
    if (source === undefined || lineStart === undefined || isTestPath(site.path)) continue;
    const lineEnd = lineStarts?.[site.line] ?? source.text.length;
    const indented = lineStart + (/^\s*/.exec(source.text.slice(lineStart, lineEnd))?.[0].length ?? 0);
    const offset = Math.min(Math.max(indented, lineStart + site.column - 1), Math.max(indented, lineEnd - 2));
    const fn = ts.findAncestor(deepestAt(source, offset), ts.isFunctionLike);
    const calls = descendants(source, ts.isCallExpression).filter((call) => call.getStart() < lineEnd && nameEnd(call) > lineStart);
    const inner = chain.at(-1);
    chain.push({ site, source, fn, calls: narrow(target, calls, inner, offset) });
  }
  return chain;
}

/** Where the callee's name ends: a call whose arguments start on the frame's line belongs to it. */
const nameEnd = (call: ts.CallExpression) => call.expression.getEnd();

function narrow(target: TargetProgram, calls: readonly ts.CallExpression[], inner: ChainLink | undefined, offset: number): ts.CallExpression[] {
  const near = (call: ts.CallExpression) => Math.abs((ts.isPropertyAccessExpression(call.expression) ? call.expression.name : call.expression).getStart() - offset);
  const ranked = [...calls].sort((a, b) => near(a) - near(b));
  if (inner?.fn === undefined) return ranked;
  const innerFn = inner.fn;
  const leading = ranked.filter((call) => ownCallees(target, call).some((callee) => callee === innerFn));
  if (leading.length > 0) return leading;
  const name = functionName(innerFn);
  const named = ranked.filter((call) => calleeName(call) === name);
  return named.length > 0 ? named : ranked;
}
