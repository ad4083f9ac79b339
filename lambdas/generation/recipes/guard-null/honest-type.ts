import ts from 'typescript';
import type { TextEdit } from '../../edits/text-edit.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import type { FailingAccess } from '../../reading/failing-access.ts';

/**
 * The declaration of the value that was missing, where it is the target's own and says that the value is always there:
 * the edit that makes it say the truth (`address?: …` or `… | null`). `undefined` when there is no such declaration.
 */
export function honestType(target: TargetProgram, { access, missing }: FailingAccess): { path: string; edit: TextEdit } | undefined {
  const { checker } = target;
  const owner = ts.isNonNullExpression(access.expression) ? access.expression.expression : access.expression;
  const type = checker.getTypeAtLocation(owner);
  const flag = missing === 'null' ? ts.TypeFlags.Null : ts.TypeFlags.Undefined;
  const saysSo = type.isUnion() ? type.types.some((part) => (part.flags & flag) !== 0) : (type.flags & (flag | ts.TypeFlags.Any)) !== 0;
  if (saysSo || !ts.isPropertyAccessExpression(owner)) return undefined;
  const declaration = checker.getSymbolAtLocation(owner.name)?.valueDeclaration;
  const path = declaration && target.pathOf(declaration);
  if (declaration === undefined || path === undefined || !ts.isPropertySignature(declaration) || declaration.type === undefined) return undefined;
  if (missing === 'null') return { path, edit: { start: declaration.type.getEnd(), end: declaration.type.getEnd(), text: ' | null' } };
  return declaration.questionToken ? undefined : { path, edit: { start: declaration.name.getEnd(), end: declaration.name.getEnd(), text: '?' } };
}
