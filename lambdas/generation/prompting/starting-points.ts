import ts from 'typescript';
import type { Opportunity } from '../../../shared/domain/opportunity.ts';
import type { Target } from '../../../shared/domain/target.ts';
import type { TargetProgram } from '../program/target-program.ts';
import { callChain } from '../reading/call-chain.ts';
import { isTestPath } from '../reading/callee.ts';
import { evidencePhrases, evidenceSites } from './evidence-sites.ts';

/** A place to start reading from. `weight` 0–1: how much the evidence points at it. `fn` is absent where only the module is known. */
export type StartingPoint = { readonly source: ts.SourceFile; readonly fn: ts.FunctionLike | undefined; readonly weight: number };

/** From the innermost frame outwards, what is nearer to the trouble counts more. */
const OUTWARDS = 0.85;
const BY_PHRASE = 0.9;
const ENTRY_WITH_FRAMES = 0.4;

/**
 * Where a model should start to read: the functions of the evidence's frames; without frames, the functions whose string literals say what the evidence
 * says (a route, a cache's name, a log template); and always the handler, as the way in.
 */
export function startingPoints(program: TargetProgram, { evidence }: Pick<Opportunity, 'evidence'>, target: Pick<Target, 'entry' | 'handlerExport'>): StartingPoint[] {
  const framed = evidenceSites(evidence).flatMap(({ sites, share }) => callChain(program, sites).map(({ source, fn }, depth): StartingPoint => ({ source, fn, weight: Math.max(0.3, share) * OUTWARDS ** depth })));
  const found = framed.length > 0 ? framed : phrased(program, evidencePhrases(evidence));
  const entry = program.sourceFile(target.entry.replace(/^\.\//, ''));
  return [...found, ...(entry === undefined ? [] : [{ source: entry, fn: exportedFunction(entry, target.handlerExport), weight: found.length === 0 ? 1 : ENTRY_WITH_FRAMES }])];
}

/** The functions that hold a literal with the longest phrase that any literal has. */
function phrased(program: TargetProgram, phrases: readonly string[]): StartingPoint[] {
  const sources = program.sources.filter((source) => !isTestPath(program.pathOf(source) ?? ''));
  for (const phrase of phrases) {
    const points = sources.filter(({ text }) => text.includes(phrase)).flatMap((source) => literalsWith(source, phrase).map((node) => ({ source, fn: ts.findAncestor(node, ts.isFunctionLike), weight: BY_PHRASE })));
    if (points.length > 0) return points.slice(0, 12);
  }
  return [];
}

function literalsWith(source: ts.SourceFile, phrase: string): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if ((ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) && node.text.includes(phrase)) found.push(node);
    if (node.pos < source.text.length) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The function behind an export, through a wrapper's argument where there is one: `export const handler = withProbe(async () => …)`. */
function exportedFunction(source: ts.SourceFile, name: string): ts.FunctionLike | undefined {
  for (const statement of source.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const declaration = statement.declarationList.declarations.find((each) => each.name.getText(source) === name);
    if (declaration?.initializer !== undefined) return firstFunction(declaration.initializer);
  }
  return undefined;
}

function firstFunction(node: ts.Node): ts.FunctionLike | undefined {
  if (ts.isFunctionLike(node)) return node;
  return ts.forEachChild(node, firstFunction);
}
