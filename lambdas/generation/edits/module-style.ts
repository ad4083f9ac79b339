import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath } from '../reading/callee.ts';
import { sourceStyle } from './source-style.ts';
import type { TextEdit } from './text-edit.ts';

export type ModuleStyle = {
  readonly system: 'esm' | 'commonjs';
  readonly language: 'ts' | 'js';
  /** Extension of the target's source files, with its dot: `.ts`, `.mjs`, … */
  readonly extension: string;
  /** What relative imports end with: the file's extension, `.js`, or nothing. */
  readonly importEnding: string;
};

/** How a file and its neighbours import one another. */
export function moduleStyle(target: TargetProgram, source: ts.SourceFile): ModuleStyle {
  const extension = /\.[^./]+$/.exec(source.fileName)?.[0] ?? '.ts';
  const language = /ts|tsx/.test(extension) ? 'ts' : 'js';
  const usesImports = source.statements.some((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true);
  const system = !usesImports && /\brequire\(|\bmodule\.exports\b|\bexports\./.test(source.text) ? 'commonjs' : 'esm';
  const own = relativeSpecifiers(source);
  const specifiers = own.length > 0 ? own : target.sources.flatMap(relativeSpecifiers);
  const endings = specifiers.map((specifier) => /\.(?:[cm]?[jt]sx?)$/.exec(specifier)?.[0] ?? '');
  return { system, language, extension, importEnding: commonest(endings) ?? defaultEnding(target, system, extension) };
}

function relativeSpecifiers(source: ts.SourceFile): string[] {
  const found: string[] = [];
  for (const statement of source.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) found.push(statement.moduleSpecifier.text);
  }
  for (const match of source.text.matchAll(/\brequire\(['"](\.[^'"]+)['"]\)/g)) found.push(match[1] ?? '');
  return found.filter((specifier) => specifier.startsWith('.') && !specifier.endsWith('.json'));
}

const commonest = (values: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
};

/** For a target without a single relative import: what its module system wants. */
function defaultEnding(target: TargetProgram, system: 'esm' | 'commonjs', extension: string): string {
  if (system === 'commonjs') return '';
  if (/allowImportingTsExtensions"\s*:\s*true/.test(target.files.get('tsconfig.json') ?? '') || extension !== '.ts') return extension;
  return /"type"\s*:\s*"module"/.test(target.files.get('package.json') ?? '') ? '.js' : '';
}

/** `./name` as `from` would import the file `to`; both relative to the service's folder. */
export function specifierFor(from: string, to: string, style: ModuleStyle): string {
  const fromParts = from.split('/').slice(0, -1);
  const toParts = to.split('/');
  let shared = 0;
  while (shared < fromParts.length && fromParts[shared] === toParts[shared]) shared += 1;
  const path = [...fromParts.slice(shared).map(() => '..'), ...toParts.slice(shared)].join('/').replace(/\.[^./]+$/, style.importEnding);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Adds an import of one name after the other imports. */
export function importEdit(source: ts.SourceFile, name: string, specifier: string, system: 'esm' | 'commonjs'): TextEdit {
  const { quote, semicolon, newline, spacedBraces } = sourceStyle(source.text);
  const space = spacedBraces ? ' ' : '';
  const bound = `{${space}${name}${space}}`;
  const text = system === 'esm' ? `import ${bound} from ${quote}${specifier}${quote}${semicolon}` : `const ${bound} = require(${quote}${specifier}${quote})${semicolon}`;
  const last = source.statements.findLast((statement) => (system === 'esm' ? ts.isImportDeclaration(statement) : ts.isVariableStatement(statement) && /^(?:const|let|var)\s[^=]+=\s*require\(/.test(statement.getText(source))));
  if (last) return { start: last.getEnd(), end: last.getEnd(), text: newline + text };
  const directive = source.statements.find((statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression));
  if (directive) return { start: directive.getEnd(), end: directive.getEnd(), text: `${newline}${newline}${text}` };
  const start = source.text.startsWith('#!') ? source.text.indexOf('\n') + 1 : 0;
  return { start, end: start, text: `${text}${newline}${newline}` };
}

/** A name for a new file, in the manner of the files beside it. */
export function fileNameLike(target: TargetProgram, folder: string, words: readonly string[]): string {
  const names = [...target.files.keys()].filter((path) => path.startsWith(folder) && !isTestPath(path)).map((path) => path.replace(/^.*\//, '').replace(/\..*$/, ''));
  const count = (pattern: RegExp) => names.filter((name) => pattern.test(name)).length;
  const camel = count(/^[a-z]+[A-Z]/);
  const snake = count(/_/);
  if (camel > count(/-/) && camel >= snake) return words.map((word, index) => (index === 0 ? word : word.replace(/^./, (letter) => letter.toUpperCase()))).join('');
  return words.join(snake > count(/-/) ? '_' : '-');
}
