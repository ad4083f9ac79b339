import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { effectsOf, type Effects } from '../../reading/effects.ts';
import { descendants } from '../../reading/enclosing.ts';
import { isDeclaredIn, referencedSymbols } from '../../reading/references.ts';
import { whyOrdered } from './order-matters.ts';
import type { Wait } from './wait.ts';
import { firstLine } from '../../reading/first-line.ts';

/** Waits that may start together where the first of them stands. */
export type IndependentGroup = { readonly waits: readonly Wait[]; readonly savedMs: number };

/** The group that saves most; `undefined` with the reasons why nothing can start together. */
export function bestGroup(target: TargetProgram, waits: readonly Wait[]): { group: IndependentGroup | undefined; refusals: string[] } {
  const refusals: string[] = [];
  let best: IndependentGroup | undefined;
  for (const [index, first] of waits.entries()) {
    const group = [first];
    for (const later of waits.slice(index + 1)) {
      if (later.statement.parent !== first.statement.parent) {
        refusals.push(`\`${shown(later)}\` stands in another block`);
        continue;
      }
      const refusal = refusalOf(target, group, later, waits);
      if (refusal === undefined) group.push(later);
      else refusals.push(refusal);
    }
    const times = group.map(({ measured }) => measured.msPerRequest);
    const savedMs = times.reduce((sum, ms) => sum + ms, 0) - Math.max(...times);
    if (group.length > 1 && (best === undefined || savedMs > best.savedMs)) best = { waits: group, savedMs };
  }
  return { group: best, refusals };
}

/** Why `later` cannot start where the first of the group does; `undefined` when it can. */
function refusalOf(target: TargetProgram, group: readonly Wait[], later: Wait, measured: readonly Wait[]): string | undefined {
  const first = group[0];
  if (first === undefined || !ts.isBlock(first.statement.parent)) return 'there is no block';
  const { statements } = first.statement.parent;
  const between = statements.slice(statements.indexOf(first.statement), statements.indexOf(later.statement));
  const needs = referencedSymbols(target, later.awaited.expression);
  const needed = [...needs].find((symbol) => between.some((statement) => isDeclaredIn(symbol, statement)));
  if (needed) return `\`${shown(later)}\` needs \`${needed.getName()}\`, which is known only after an earlier wait`;
  const own = effectsOf(target, later.awaited.expression);

  for (const statement of new Set([...between, later.statement])) {
    const exit = mayLeave(statement);
    if (exit && statement !== later.statement) return `\`${firstLine(exit)}\` decides before \`${shown(later)}\` whether it is needed`;
    if (!ts.isVariableStatement(statement) && !ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement)) return `\`${firstLine(statement)}\` stands between the waits`;
    const effects = effectsOf(target, statement);
    if (effects.writesOutside !== undefined) return `\`${firstLine(statement)}\` does ${effects.writesOutside}, before or after which a read may differ`;
    if (statement !== later.statement && touches(effects, own)) return `\`${shown(later)}\` uses what \`${firstLine(statement)}\` changes`;
  }
  const ordered = whyOrdered(target, group, later, between, measured);
  if (ordered !== undefined) return ordered;
  return group.some((wait) => touches(own, effectsOf(target, wait.awaited.expression))) ? `\`${shown(later)}\` changes what an earlier wait uses` : undefined;
}

const touches = (writer: Effects, other: Effects) => [...writer.writes].some((symbol) => other.reads.has(symbol) || other.writes.has(symbol));

const mayLeave = (statement: ts.Statement) => {
  const isExit = (node: ts.Node): node is ts.Statement => ts.isThrowStatement(node) || ts.isReturnStatement(node) || ts.isBreakStatement(node) || ts.isContinueStatement(node);
  return isExit(statement) ? statement : descendants(statement, isExit, true).find((exit) => ts.findAncestor(exit, ts.isFunctionLike) === ts.findAncestor(statement, ts.isFunctionLike));
};

export const shown = ({ awaited }: Wait) => {
  const line = firstLine(awaited.expression, 200);
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
};
