import ts from 'typescript';

/** What a promise gives; `undefined` when the type is no promise. */
export function promised(checker: ts.TypeChecker, type: ts.Type): ts.Type | undefined {
  return type.getProperty('then') === undefined ? undefined : checker.getAwaitedType(type);
}

export const isAny = (type: ts.Type) => (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;

/** Each type can stand for the other. */
export const areSameType = (checker: ts.TypeChecker, a: ts.Type, b: ts.Type) => checker.isTypeAssignableTo(a, b) && checker.isTypeAssignableTo(b, a);

/** The element type of an array, tuple, or set; `undefined` for anything else. */
export function elementType(checker: ts.TypeChecker, type: ts.Type): { type: ts.Type; container: 'array' | 'set' } | undefined {
  const present = checker.getNonNullableType(type);
  if (checker.isArrayType(present) || checker.isTupleType(present)) {
    const element = checker.getIndexTypeOfType(present, ts.IndexKind.Number);
    return element && { type: element, container: 'array' };
  }
  const name = present.getSymbol()?.getName();
  if (name !== 'Set' && name !== 'ReadonlySet' && name !== 'Iterable') return undefined;
  const element = typeArguments(checker, present)[0];
  return element && { type: element, container: name === 'Iterable' ? 'array' : 'set' };
}

/** The arguments of a generic type; empty for others. */
export const typeArguments = (checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] =>
  (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0 ? checker.getTypeArguments(type as ts.TypeReference) : [];
