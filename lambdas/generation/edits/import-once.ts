import ts from 'typescript';
import { descendants } from '../reading/enclosing.ts';
import { abstain } from '../recipe.ts';
import { importEdit } from './module-style.ts';
import type { TextEdit } from './text-edit.ts';

/** The edit that imports a name; none where the file imports it from there already. Abstains when the name means something else in that file. */
export function importOnce(source: ts.SourceFile, name: string, specifier: string, system: 'esm' | 'commonjs'): TextEdit[] {
  const declared = descendants(source, ts.isIdentifier).filter((node) => node.text === name && isDeclaration(node));
  if (declared.length === 0) return [importEdit(source, name, specifier, system)];
  if (declared.every((node) => moduleOf(node) === specifier)) return [];
  return abstain(`\`${name}\` means something else in that file already`);
}

const isDeclaration = ({ parent }: ts.Identifier) =>
  ts.isImportSpecifier(parent) || ts.isImportClause(parent) || ts.isNamespaceImport(parent) || ts.isVariableDeclaration(parent) || ts.isBindingElement(parent) || ts.isParameter(parent) || ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent);

function moduleOf(node: ts.Identifier): string | undefined {
  const imported = ts.findAncestor(node, ts.isImportDeclaration)?.moduleSpecifier;
  const required = ts.findAncestor(node, ts.isVariableDeclaration)?.initializer;
  const from = imported ?? (required && ts.isCallExpression(required) && required.expression.getText() === 'require' ? required.arguments[0] : undefined);
  return from && ts.isStringLiteralLike(from) ? from.text : undefined;
}
