import ts from 'typescript';
import type { TargetProgram } from '../program/target-program.ts';
import { elementType } from '../reading/promised.ts';

/** What a sample holds at some places: a value's text, or what lies below it by property (`0` for the elements of a list). `LEFT_OUT` has nothing there. */
export type Wanted = string | { readonly [property: string]: Wanted };

export const LEFT_OUT = '';

const DEEPEST = 5;

/**
 * A value of a type, as it is written in a test: `{ id: 'a', count: 1 }`. Optional parts are left out unless they are wanted. `undefined` for what
 * cannot be made up: functions, instances of classes, values without a type.
 */
export function sampleValue(target: TargetProgram, type: ts.Type, name: string, at: ts.Node, wanted?: Wanted, depth = 0): string | undefined {
  const { checker } = target;
  if (typeof wanted === 'string') return wanted;
  if (depth > DEEPEST) return undefined;
  const present = checker.getNonNullableType(type);
  if (present.isUnion() && (present.flags & ts.TypeFlags.Boolean) === 0) return present.types.map((part) => sampleValue(target, part, name, at, wanted, depth)).find((text) => text !== undefined);
  const plain = plainValue(present, name);
  if (plain !== undefined && wanted === undefined) return plain;
  const element = elementType(checker, present);
  if (element) {
    if (wanted?.['0'] === LEFT_OUT) return element.container === 'set' ? 'new Set()' : '[]';
    const one = sampleValue(target, element.type, name.replace(/s$/, ''), at, wanted?.['0'], depth + 1);
    return one === undefined ? undefined : element.container === 'set' ? `new Set([${one}])` : `[${one}]`;
  }
  if ((present.flags & ts.TypeFlags.Any) !== 0 && wanted !== undefined) return literal(Object.entries(wanted).map(([key, inner]) => [key, typeof inner === 'string' ? inner : undefined]));
  return (present.flags & ts.TypeFlags.Object) === 0 ? undefined : objectValue(target, present, at, wanted, depth);
}

function plainValue(type: ts.Type, name: string): string | undefined {
  if (type.isStringLiteral()) return /['\\\n]/.test(type.value) ? undefined : `'${type.value}'`;
  if (type.isNumberLiteral()) return String(type.value);
  if ((type.flags & ts.TypeFlags.StringLike) !== 0) return /url|base|host|origin|endpoint/i.test(name) ? "'http://localhost'" : "'a'";
  if ((type.flags & ts.TypeFlags.NumberLike) !== 0) return (type.flags & ts.TypeFlags.EnumLike) === 0 ? '1' : undefined;
  if ((type.flags & ts.TypeFlags.BooleanLike) !== 0) return 'true';
  return type.getSymbol()?.getName() === 'Date' ? 'new Date(0)' : undefined;
}

function objectValue(target: TargetProgram, type: ts.Type, at: ts.Node, wanted: Exclude<Wanted, string> | undefined, depth: number): string | undefined {
  const { checker } = target;
  if (wanted === undefined && (type.getCallSignatures().length > 0 || type.isClass() || isOfLibrary(target, type))) return undefined;
  const parts: [string, string | undefined][] = [];
  for (const property of type.getProperties()) {
    const name = property.getName();
    const inner = wanted?.[name];
    const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
    if (inner === LEFT_OUT || (inner === undefined && (isOptional || isPrivate(property)))) continue;
    const own = checker.getTypeOfSymbolAtLocation(property, at);
    const text = sampleValue(target, own, name, at, inner, depth + 1);
    // Beside what is wanted of it, what cannot be made up stays away: nothing may use it.
    if (text === undefined && wanted === undefined) return undefined;
    if (text !== undefined) parts.push([name, text]);
  }
  const missing = Object.entries(wanted ?? {}).some(([key, inner]) => inner !== LEFT_OUT && !parts.some(([name]) => name === key));
  return missing ? undefined : literal(parts);
}

const isPrivate = ({ valueDeclaration }: ts.Symbol): boolean => valueDeclaration !== undefined && (ts.getCombinedModifierFlags(valueDeclaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;

const isOfLibrary = (target: TargetProgram, type: ts.Type): boolean => {
  const declarations = type.getSymbol()?.declarations ?? [];
  return declarations.length > 0 && declarations.every((declaration) => target.pathOf(declaration) === undefined);
};

function literal(parts: readonly (readonly [string, string | undefined])[]): string | undefined {
  if (parts.some(([, text]) => text === undefined)) return undefined;
  const shown = parts.filter(([, text]) => text !== LEFT_OUT).map(([name, text]) => (name === text ? name : `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`}: ${text ?? ''}`));
  return shown.length === 0 ? '{}' : `{ ${shown.join(', ')} }`;
}
