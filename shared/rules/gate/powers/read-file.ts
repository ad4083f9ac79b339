import ts from 'typescript';
import { isTestPath } from '../source-path.ts';
import { constantOf } from './constant.ts';
import type { Constant, Reading } from './power.ts';

const OPTIONS: ts.CompilerOptions = { noLib: true, noResolve: true, allowJs: false, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleDetection: ts.ModuleDetectionKind.Force, jsx: ts.JsxEmit.Preserve, types: [] };

/** Names resolved by the compiler's own binder, each file for itself. JavaScript is read as TypeScript, so that `require` and `module` are names like others. */
export function readFile(path: string, text: string): Reading {
  const name = /\.[cm]?ts$/.test(path) ? '/file.ts' : '/file.tsx';
  const source = ts.createSourceFile(name, text, { languageVersion: ts.ScriptTarget.ESNext, setExternalModuleIndicator: asModule }, true);
  const program = ts.createProgram([name], OPTIONS, hostOf(name, source));
  const checker = program.getTypeChecker();

  const symbolOf = (identifier: ts.Identifier): ts.Symbol | undefined => {
    const { parent } = identifier;
    if (ts.isShorthandPropertyAssignment(parent) && parent.name === identifier) return checker.getShorthandAssignmentValueSymbol(parent);
    if (ts.isExportSpecifier(parent)) return checker.getExportSpecifierLocalTargetSymbol(parent);
    return checker.resolveName(identifier.text, identifier, ts.SymbolFlags.Value | ts.SymbolFlags.Alias, false);
  };
  const declarationOf = (identifier: ts.Identifier): ts.Declaration | undefined => symbolOf(identifier)?.declarations?.find((declaration) => !isAmbient(declaration));
  const values = new Map<ts.Node, Constant | undefined>();
  const valueOf = (expression: ts.Node): Constant | undefined => {
    if (values.has(expression)) return values.get(expression);
    // Set before it is known, so that a constant made of itself ends.
    values.set(expression, undefined);
    const value = constantOf(expression, { valueOf, declarationOf });
    values.set(expression, value);
    return value;
  };
  const isSloppy = !/\.(mjs|mts)$/.test(path) && !source.statements.some((statement) => ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isExportAssignment(statement) || hasExport(statement) || isStrict(statement));
  return { path, source, isTest: isTestPath(path), isSloppy, declarationOf, valueOf, isGlobal: (identifier) => identifier.text !== 'arguments' && declarationOf(identifier) === undefined };
}

/** Each file is a module, so that what one declares is nothing to another. */
const asModule = (file: ts.SourceFile): void => {
  Object.assign(file, { externalModuleIndicator: file });
};

const hasExport = (statement: ts.Statement): boolean => ts.canHaveModifiers(statement) && (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false);

const isStrict = (statement: ts.Statement): boolean => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression) && statement.expression.text === 'use strict';

const isAmbient = (declaration: ts.Declaration): boolean =>
  (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Ambient) !== 0 || ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration) || isTypeOnly(declaration) || ts.findAncestor(declaration, (node) => ts.isModuleDeclaration(node) && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Ambient) !== 0) !== undefined;

const isTypeOnly = (declaration: ts.Declaration): boolean => ts.isTypeOnlyImportDeclaration(declaration);

const hostOf = (name: string, source: ts.SourceFile): ts.CompilerHost => ({
  getSourceFile: (wanted) => (wanted === name ? source : undefined),
  fileExists: (wanted) => wanted === name, readFile: () => undefined, writeFile: () => undefined,
  getDefaultLibFileName: () => '/lib.d.ts', getCurrentDirectory: () => '/', getCanonicalFileName: (file) => file, useCaseSensitiveFileNames: () => true, getNewLine: () => '\n',
});
