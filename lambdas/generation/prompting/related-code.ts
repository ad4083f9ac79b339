import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { calleeName, isTestPath, ownCallees, symbolOf } from '../reading/callee.ts';
import { descendants, functionName, isOwnFunction } from '../reading/enclosing.ts';
import type { ImportGraph } from './import-graph.ts';
import type { StartingPoint } from './starting-points.ts';

/** How near a file is to the trouble, and which of its top-level statements are why. */
export type RelatedFile = { readonly path: string; readonly score: number; readonly needed: ReadonlySet<ts.Node> };

const STEP = { callee: 0.7, caller: 0.55, type: 0.6, value: 0.6, imported: 0.25 } as const;
const LEAST_SCORE = 0.12;
const MOST_FUNCTIONS = 300;

type Found = { score: number; readonly needed: Set<ts.Node> };

/**
 * The files around the starting points: what their functions call, who calls them, the types and constants that they name, each step away counting less.
 * Follows calls by the compiler's own resolution. Best first; the files of the starting points themselves are first of all.
 */
export function relatedCode(program: TargetProgram, points: readonly StartingPoint[], graph: ImportGraph): RelatedFile[] {
  const files = new Map<string, Found>();
  const seen = new Map<ts.Node, number>();
  const queue: { node: ts.Node; score: number }[] = [];
  const note = (node: ts.Node, score: number): void => {
    const path = program.pathOf(node);
    if (path === undefined || isTestPath(path)) return;
    const file = files.get(path) ?? { score: 0, needed: new Set() };
    file.score = Math.max(file.score, score);
    const statement = topLevel(node);
    if (statement !== undefined) file.needed.add(statement);
    files.set(path, file);
  };
  const reach = (node: ts.Node, score: number): void => {
    if (score < LEAST_SCORE || (seen.get(node) ?? 0) >= score || seen.size > MOST_FUNCTIONS) return;
    seen.set(node, score);
    note(node, score);
    queue.push({ node, score });
  };
  for (const { source, fn, weight } of points) reach(fn ?? source, weight);
  for (let next = takeBest(queue); next !== undefined; next = takeBest(queue)) {
    const { node, score } = next;
    if (seen.get(node) !== score) continue;
    for (const call of descendants(node, ts.isCallExpression)) for (const callee of ownCallees(program, call)) reach(callee, score * STEP.callee);
    for (const declared of namedDeclarations(program, node)) {
      if (isOwnFunction(declared)) reach(declared, score * STEP.callee);
      else note(declared, score * (isTypeDeclaration(declared) ? STEP.type : STEP.value));
    }
    if (ts.isFunctionLike(node)) for (const caller of callersOf(program, node, graph)) reach(caller, score * STEP.caller);
  }
  const reached = [...files];
  for (const [path, { score }] of reached) {
    for (const imported of graph.imports(path)) if (!files.has(imported)) files.set(imported, { score: score * STEP.imported, needed: new Set() });
  }
  return [...files].map(([path, { score, needed }]) => ({ path, score, needed })).sort((a, b) => b.score - a.score || a.path.localeCompare(b.path));
}

function takeBest(queue: { node: ts.Node; score: number }[]): { node: ts.Node; score: number } | undefined {
  let best = 0;
  for (let index = 1; index < queue.length; index += 1) if ((queue[index]?.score ?? 0) > (queue[best]?.score ?? 0)) best = index;
  return queue.splice(best, 1)[0];
}

const isTypeDeclaration = (node: ts.Node): boolean => ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isEnumDeclaration(node);

/** What the names in a piece of code are declared as, at the top level of the target's own files: functions, classes, constants, types. */
function namedDeclarations(program: TargetProgram, root: ts.Node): ts.Node[] {
  const found = new Set<ts.Node>();
  for (const identifier of descendants(root, ts.isIdentifier)) {
    if (ts.isPropertyAccessExpression(identifier.parent) && identifier.parent.name === identifier) continue;
    for (const declaration of symbolOf(program, identifier)?.declarations ?? []) {
      const statement = program.pathOf(declaration) === undefined ? undefined : topLevel(declaration);
      if (statement === undefined || ts.isImportDeclaration(statement) || contains(root, declaration)) continue;
      const value = ts.isVariableDeclaration(declaration) && declaration.initializer !== undefined && isOwnFunction(declaration.initializer) ? declaration.initializer : declaration;
      found.add(value);
    }
  }
  return [...found];
}

const contains = (outer: ts.Node, inner: ts.Node): boolean => outer.getSourceFile() === inner.getSourceFile() && inner.pos >= outer.pos && inner.end <= outer.end;

/** The functions that call this one: looked for in its own file and in those that import it, by name and then by the compiler's word. */
function callersOf(program: TargetProgram, fn: ts.FunctionLike, graph: ImportGraph): ts.Node[] {
  const name = functionName(fn);
  const path = program.pathOf(fn);
  if (name === undefined || path === undefined) return [];
  const places = [path, ...graph.importers(path), ...graph.importers(path).flatMap((each) => graph.importers(each))].slice(0, 40);
  return [...new Set(places)].filter((each) => !isTestPath(each)).flatMap((each) => {
    const source = program.sourceFile(each);
    if (source === undefined || !source.text.includes(name)) return [];
    return descendants(source, ts.isCallExpression)
      .filter((call) => calleeName(call) === name && ownCallees(program, call).some((callee) => callee === fn))
      .map((call) => ts.findAncestor(call, ts.isFunctionLike) ?? source);
  });
}

/** The statement of the file that a node is in. */
export function topLevel(node: ts.Node): ts.Statement | undefined {
  const statement = ts.findAncestor(node, (each) => ts.isSourceFile(each.parent ?? each));
  return statement === undefined || ts.isSourceFile(statement) ? undefined : (statement as ts.Statement);
}
