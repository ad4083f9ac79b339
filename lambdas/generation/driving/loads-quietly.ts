import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { isTestPath } from '../reading/callee.ts';
import { descendants, isOwnFunction } from '../reading/enclosing.ts';
import { isPure } from '../reading/purity.ts';

/** Whether a test may load a file: some test does already, or loading it, and what it imports, does nothing but declare. */
export function canBeLoaded(target: TargetProgram, source: ts.SourceFile): boolean {
  const base = (target.pathOf(source) ?? '').replace(/^.*\//, '').replace(/\.[^.]+$/, '').replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const names = new RegExp(`['"]\\.[^'"]*\\b${base}(?:\\.[cm]?[jt]sx?)?['"]`);
  return target.sources.some((each) => isTestPath(target.pathOf(each) ?? '') && names.test(each.text)) || loadsQuietly(target, source, new Set());
}

function loadsQuietly(target: TargetProgram, source: ts.SourceFile, seen: Set<ts.SourceFile>): boolean {
  if (seen.has(source)) return true;
  seen.add(source);
  return source.statements.every((statement) => isQuiet(statement)) && imported(source).every((specifier) => {
    if (ts.isImportDeclaration(specifier.parent) && specifier.parent.importClause?.isTypeOnly === true) return true;
    if (specifier.text.startsWith('node:')) return true;
    const file = specifier.text.startsWith('.') ? target.checker.getSymbolAtLocation(specifier)?.valueDeclaration?.getSourceFile() : undefined;
    return file !== undefined && target.pathOf(file) !== undefined && loadsQuietly(target, file, seen);
  });
}

const imported = (source: ts.SourceFile): ts.StringLiteral[] => [
  ...source.statements.flatMap((statement) => ((ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier && ts.isStringLiteral(statement.moduleSpecifier) ? [statement.moduleSpecifier] : [])),
  ...descendants(source, ts.isCallExpression).flatMap(({ expression, arguments: [specifier] }) => (expression.getText() === 'require' && specifier && ts.isStringLiteral(specifier) ? [specifier] : [])),
];

function isQuiet(statement: ts.Statement): boolean {
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.every(({ initializer }) => initializer === undefined || isQuietValue(initializer));
  if (ts.isClassDeclaration(statement)) return statement.members.every((member) => !ts.isClassStaticBlockDeclaration(member) && (!ts.isPropertyDeclaration(member) || member.initializer === undefined || isQuietValue(member.initializer)));
  if (ts.isExpressionStatement(statement)) return ts.isStringLiteral(statement.expression) || (ts.isBinaryExpression(statement.expression) && /^(?:module\.)?exports\b/.test(statement.expression.left.getText()) && isQuietValue(statement.expression.right));
  return ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement) || ts.isFunctionDeclaration(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement) || ts.isModuleDeclaration(statement);
}

/** A setting of the environment that is missing must not fail here. */
function isQuietValue(value: ts.Expression): boolean {
  if (isOwnFunction(value)) return true;
  if (ts.isObjectLiteralExpression(value)) return value.properties.every((property) => !ts.isSpreadAssignment(property) && (!ts.isPropertyAssignment(property) || isQuietValue(property.initializer)));
  if (ts.isCallExpression(value) && value.expression.getText() === 'require') return true;
  if (ts.isPropertyAccessExpression(value) && ts.isCallExpression(value.expression)) return isQuietValue(value.expression);
  const usesEnvironment = /\bprocess\.env\b/.test(value.getText());
  return isPure(value) && !(usesEnvironment && /\bnew\b|\(|env[^?|+]*\]?\s*\.\s*\w+\s*\./.test(value.getText()));
}
