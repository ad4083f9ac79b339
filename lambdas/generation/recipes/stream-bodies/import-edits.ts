import ts from 'typescript';
import { importEdit, type ModuleStyle } from '../../edits/module-style.ts';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { descendants } from '../../reading/enclosing.ts';

/** Imports names in place of one that is no longer used; where it is still used, beside it. */
export function importsInPlaceOf(target: TargetProgram, source: ts.SourceFile, used: ts.Expression, wanted: readonly { name: string; specifier: string }[], module: ModuleStyle): TextEdit[] {
  const missing = wanted.filter(({ name }) => !isDeclared(target, source, name));
  const adding = missing.map(({ name, specifier }) => importEdit(source, name, specifier, module.system));
  const element = ts.isIdentifier(used) ? bindingOf(target, used) : undefined;
  if (element === undefined || !ts.isIdentifier(used) || usesOf(target, source, used) > 1) return adding;
  const others = element.parent.elements.filter((each) => each !== element);
  if (others.length > 0) return [{ start: element.parent.elements[0]?.getStart() ?? 0, end: element.parent.elements.at(-1)?.getEnd() ?? 0, text: others.map((each) => each.getText()).join(', ') }, ...adding];
  const statement = ts.findAncestor(element, (node): node is ts.ImportDeclaration | ts.VariableStatement => ts.isImportDeclaration(node) || ts.isVariableStatement(node));
  const place = adding[0]?.start;
  if (statement === undefined || missing.length === 0 || place === undefined) return adding;
  const [first, ...rest] = missing.map(({ name, specifier }) => importEdit(source, name, specifier, module.system).text.trim());
  if (first === undefined) return adding;
  return [{ start: statement.getStart(), end: statement.getEnd(), text: first }, ...adding.slice(0, rest.length).map((edit, index) => ({ ...edit, text: edit.text.replace(edit.text.trim(), rest[index] ?? '') }))];
}

const isDeclared = (target: TargetProgram, source: ts.SourceFile, name: string): boolean =>
  target.checker.getSymbolsInScope(source.endOfFileToken, ts.SymbolFlags.Value | ts.SymbolFlags.Alias).some((symbol) => symbol.name === name && (symbol.declarations ?? []).some((declaration) => declaration.getSourceFile() === source));

function bindingOf(target: TargetProgram, used: ts.Identifier): ts.ImportSpecifier | (ts.BindingElement & { parent: ts.ObjectBindingPattern }) | undefined {
  const declaration = target.checker.getSymbolAtLocation(used)?.declarations?.[0];
  if (declaration === undefined) return undefined;
  if (ts.isImportSpecifier(declaration)) return declaration;
  return ts.isBindingElement(declaration) && ts.isObjectBindingPattern(declaration.parent) ? Object.assign(declaration, { parent: declaration.parent }) : undefined;
}

const usesOf = (target: TargetProgram, source: ts.SourceFile, used: ts.Identifier): number => {
  const symbol = symbolOf(target, used) ?? target.checker.getSymbolAtLocation(used);
  return descendants(source, ts.isIdentifier).filter((each) => each.text === used.text && !ts.isImportSpecifier(each.parent) && !ts.isBindingElement(each.parent) && (symbolOf(target, each) === symbol || target.checker.getSymbolAtLocation(each) === symbol)).length;
};
