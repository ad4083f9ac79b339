import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/** Functions of the page's client that send a command, which is their first argument; and the attribute of a component that does. */
const SENDING = new Set(['useRead', 'read', 'useAct', 'act']);
const SENDING_ATTRIBUTE = 'act';

type Module = { readonly imports: readonly string[]; readonly sends: readonly string[] };

const parsed = (file: string): Module => {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, false, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS);
  const imports: string[] = [];
  const sends: string[] = [];
  const take = (specifier: ts.Node | undefined): void => {
    if (specifier !== undefined && ts.isStringLiteral(specifier) && specifier.text.startsWith('.')) imports.push(normalize(join(dirname(file), specifier.text)));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && !(node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)) take(node.moduleSpecifier);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) take(node.arguments[0]);
    const said = ts.isCallExpression(node) && ts.isIdentifier(node.expression) && SENDING.has(node.expression.text) ? node.arguments[0] : undefined;
    if (said !== undefined && ts.isStringLiteral(said)) sends.push(said.text);
    if (ts.isJsxAttribute(node) && ts.isIdentifier(node.name) && node.name.text === SENDING_ATTRIBUTE && node.initializer !== undefined && ts.isStringLiteral(node.initializer)) sends.push(node.initializer.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { imports, sends };
};

const SCREEN = /pages\/([\w-]+)-page\.tsx$/;

/** What a module and those it imports send; screens are not gone into from elsewhere. */
const sentFrom = (file: string, modules: ReadonlyMap<string, Module>, { intoScreens = false, seen = new Set<string>() } = {}): string[] => {
  const module = modules.get(file);
  if (module === undefined || seen.has(file)) return [];
  seen.add(file);
  return [...module.sends, ...module.imports.filter((next) => intoScreens || !SCREEN.test(next)).flatMap((next) => sentFrom(next, modules, { intoScreens, seen }))];
};

/**
 * Which commands the page's views really send, and from which screens, read from its sources: what a screen's module, or one that it imports, passes to the
 * client. A screen that nothing leads to from `main.tsx` counts for nothing.
 */
export const pageCommands = (folder = 'dashboard/src'): ReadonlyMap<string, readonly string[]> => {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file)).map((file) => join(folder, file)).sort();
  const modules = new Map(files.map((file) => [file, parsed(file)]));
  const shown = new Set<string>();
  sentFrom(join(folder, 'main.tsx'), modules, { intoScreens: true, seen: shown });
  const screens = files.filter((file) => SCREEN.test(file)).map((file) => ({ name: SCREEN.exec(file)?.[1]?.replaceAll('-', ' ') ?? file, file }));
  const sending = new Map<string, string[]>();
  for (const { name, file } of [{ name: 'every screen', file: join(folder, 'shell/frame.tsx') }, ...screens]) {
    if (!shown.has(file)) continue;
    for (const command of new Set(sentFrom(file, modules))) sending.set(command, [...(sending.get(command) ?? []), name]);
  }
  return sending;
};
