import ts from 'typescript';
import type { CallEvidence } from '../../../../shared/domain/evidence.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { functionName, isOwnFunction, type OwnFunction } from '../../reading/enclosing.ts';
import { isAny, promised, typeArguments } from '../../reading/promised.ts';
import { addressesIn, matchesShape, shapeSegments } from '../../reading/shape-literal.ts';
import { abstain } from '../../recipe.ts';

/** The function to put a cache in front of: the one that spells out the measured address, asked with plain values. */
export type CachedRead = { readonly fn: OwnFunction; readonly name: string; readonly segments: readonly string[] };

/** Finds it along the evidence's frames, innermost first; a general `get(path)` does not spell out the address, so it is passed over. */
export function cachedRead(target: TargetProgram, measured: CallEvidence): CachedRead {
  const segments = shapeSegments(measured.shape);
  const chain = callChain(target, measured.sites);
  if (chain.length === 0) return abstain('none of the measured places is in the source');
  for (const { fn } of chain) {
    if (fn === undefined || !isOwnFunction(fn) || !addressesIn(fn).some((address) => matchesShape(address.segments, segments))) continue;
    const name = functionName(fn);
    if (name === undefined) continue;
    refuseSignature(target, fn, name);
    return { fn, name, segments };
  }
  return abstain('no named function along the measured frames spells out the address that is asked');
}

function refuseSignature(target: TargetProgram, fn: OwnFunction, name: string): void {
  const { checker } = target;
  if (fn.typeParameters || fn.asteriskToken) abstain(`\`${name}\` is generic or a generator`);
  for (const parameter of fn.parameters) {
    if (parameter.dotDotDotToken || !ts.isIdentifier(parameter.name) || parameter.name.text === 'this') abstain(`the parameters of \`${name}\` cannot be made into a key`);
    const type = checker.getTypeAtLocation(parameter);
    if (!isPlainValue(type)) abstain(`the parameter \`${parameter.name.getText()}\` of \`${name}\` is no plain value (${checker.typeToString(type)}) and cannot be made into a key`);
  }
  const signature = checker.getSignatureFromDeclaration(fn);
  const given = signature && promised(checker, signature.getReturnType());
  if (given === undefined) return abstain(`\`${name}\` does not return a promise`);
  if (isAny(given) && !/\.json\(\)|JSON\.parse/.test(fn.getText())) abstain(`what \`${name}\` returns has no type: it may be something that can be read only once`);
  const live = liveThingIn(checker, given, fn, 0);
  if (live !== undefined) abstain(`\`${name}\` returns ${live}, which cannot be shared between requests`);
}

function isPlainValue(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isPlainValue);
  const { StringLike, NumberLike, BooleanLike, Undefined, Null } = ts.TypeFlags;
  return (type.flags & (StringLike | NumberLike | BooleanLike | Undefined | Null)) !== 0;
}

/** Something in a type that is not mere data: a function, a stream, a response. */
function liveThingIn(checker: ts.TypeChecker, type: ts.Type, at: ts.Node, depth: number): string | undefined {
  if (depth > 3 || isAny(type)) return undefined;
  if (type.isUnionOrIntersection()) return type.types.map((part) => liveThingIn(checker, part, at, depth)).find((found) => found !== undefined);
  if ((type.flags & ts.TypeFlags.Object) === 0) return (type.flags & ts.TypeFlags.Void) === 0 ? undefined : 'nothing';
  const name = type.getSymbol()?.getName() ?? '';
  if (type.getCallSignatures().length > 0) return 'a function';
  if (checker.isArrayLikeType(type) || ['Map', 'ReadonlyMap', 'Set', 'ReadonlySet'].includes(name)) return typeArguments(checker, type).map((part) => liveThingIn(checker, part, at, depth + 1)).find((found) => found !== undefined);
  if (name === 'Date') return undefined;
  const method = type.getProperties().find((property) => checker.getTypeOfSymbolAtLocation(property, at).getCallSignatures().length > 0);
  if (method) return `something with methods (\`${method.getName()}\`)`;
  return type.getProperties().map((property) => liveThingIn(checker, checker.getTypeOfSymbolAtLocation(property, at), at, depth + 1)).find((found) => found !== undefined);
}
