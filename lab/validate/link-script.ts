import { posix } from 'node:path';
import ts from 'typescript';

export type Script = { readonly path: string; readonly text: string };

/**
 * Lets a test that reaches for no file use what the candidates declare, without being one file with them: a candidate that returns,
 * exits or names its own `console` then does so in a module of its own. Candidates get one line more at their end, the test's first
 * line a few words more at its start, so that lines keep their numbers. `isModule`: what package.json says of plain files.
 */
export function linkScripts(test: Script, candidates: readonly Script[], isModule: boolean): { readonly test: string; readonly candidates: readonly Script[] } {
  const own = read(test);
  const wanted = new Set([...identifiersOf(own)].filter((name) => !declaredIn(own).has(name) && !Object.hasOwn(globalThis, name)));
  const isTestModule = isEsm(test.path, own, isModule);
  const linked = candidates.map((candidate, index) => link(candidate, { from: test.path, wanted, isTestModule, isModule, alias: `candidate${index + 1}$` }));
  const at = startOf(own, test.text);
  return { test: test.text.slice(0, at) + linked.map(({ words }) => words).join('') + test.text.slice(at), candidates: linked.map(({ text }, index) => ({ path: candidates[index]?.path ?? '', text })) };
}

/** Below `#!` and directives like 'use strict', which only hold where they come first. */
function startOf(source: ts.SourceFile, text: string): number {
  const other = source.statements.find((each) => !(ts.isExpressionStatement(each) && ts.isStringLiteral(each.expression)));
  const last = source.statements[(other === undefined ? source.statements.length : source.statements.indexOf(other)) - 1];
  if (last === undefined) return ts.getShebang(text)?.length === undefined ? 0 : text.indexOf('\n') + 1;
  return last.end;
}

type Link = { readonly from: string; readonly wanted: ReadonlySet<string>; readonly isTestModule: boolean; readonly isModule: boolean; readonly alias: string };

function link(candidate: Script, { from, wanted, isTestModule, isModule, alias }: Link): { readonly words: string; readonly text: string } {
  const source = read(candidate);
  const names = [...declaredIn(source)].filter((name) => wanted.has(name));
  const relative = posix.relative(posix.dirname(from), candidate.path);
  const at = JSON.stringify(relative.startsWith('.') ? relative : `./${relative}`);
  if (isEsm(candidate.path, source, isModule)) {
    const hidden = names.filter((name) => !exportedFrom(source).has(name));
    const text = hidden.length === 0 ? candidate.text : `${candidate.text}\nexport { ${hidden.join(', ')} };\n`;
    return { text, words: isTestModule ? `import { ${names.join(', ')} } from ${at}; ` : `const { ${names.join(', ')} } = require(${at}); ` };
  }
  const text = `${candidate.text}\n;module.exports = Object.assign(Object(module.exports), { ${names.join(', ')} });\n`;
  return { text, words: isTestModule ? `import ${alias} from ${at}; const { ${names.join(', ')} } = ${alias}; ` : `const { ${names.join(', ')} } = require(${at}); ` };
}

const read = ({ path, text }: Script): ts.SourceFile => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

const isEsm = (path: string, source: ts.SourceFile, isModule: boolean): boolean => {
  if (/\.m[jt]s$/.test(path)) return true;
  if (/\.c[jt]s$/.test(path)) return false;
  return isModule || source.statements.some((each) => ts.isImportDeclaration(each) || ts.isExportDeclaration(each) || ts.isExportAssignment(each) || isExported(each));
};

const isExported = (node: ts.Node): boolean => ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);

/** Names of values that the top level declares. */
function declaredIn(source: ts.SourceFile): Set<string> {
  return new Set(source.statements.flatMap(namesOf));
}

function namesOf(statement: ts.Statement): string[] {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => boundIn(name));
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ts.isEnumDeclaration(statement)) return statement.name === undefined ? [] : [statement.name.text];
  if (ts.isImportDeclaration(statement)) return importedBy(statement);
  return [];
}

function importedBy({ importClause }: ts.ImportDeclaration): string[] {
  if (importClause === undefined) return [];
  const { name, namedBindings } = importClause;
  const named = namedBindings === undefined ? [] : ts.isNamespaceImport(namedBindings) ? [namedBindings.name.text] : namedBindings.elements.map((each) => each.name.text);
  return [...(name === undefined ? [] : [name.text]), ...named];
}

const boundIn = (name: ts.BindingName): string[] => (ts.isIdentifier(name) ? [name.text] : name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundIn(element.name) : [])));

const exportedFrom = (source: ts.SourceFile): Set<string> =>
  new Set(source.statements.flatMap((each) => {
    if (isExported(each)) return namesOf(each);
    return ts.isExportDeclaration(each) && each.exportClause !== undefined && ts.isNamedExports(each.exportClause) ? each.exportClause.elements.map(({ name }) => name.text) : [];
  }));

function identifiersOf(source: ts.SourceFile): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
