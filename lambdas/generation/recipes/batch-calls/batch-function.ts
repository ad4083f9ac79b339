import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { abstain } from '../../recipe.ts';
import { functionsNamed, symbolOf } from '../../reading/callee.ts';
import { descendants, isOwnFunction, isWithin, type OwnFunction } from '../../reading/enclosing.ts';
import { elementType, isAny, promised, typeArguments } from '../../reading/promised.ts';
import { siblingsOf } from './sibling-functions.ts';

/** A function that answers for many keys at once, in place of one that answers for one. */
export type BatchFunction = {
  readonly name: string;
  /** How it is called from where the single one is. */
  readonly text: string;
  /** The arguments, with `undefined` where the keys go. */
  readonly arguments: readonly (string | undefined)[];
  readonly keysAs: 'array' | 'set';
  readonly returns: 'array' | 'map' | 'record';
  /** Property of an element that holds its key; only for arrays. */
  readonly keyProperty: string | undefined;
  readonly returnType: ts.Type;
  readonly elementName: string | undefined;
  /** Its source shows that it does something about an empty list. */
  readonly handlesEmpty: boolean;
  /** Position and name of a destructuring or import that must also take it. */
  readonly alsoBind: ts.NamedImports | ts.ObjectBindingPattern | undefined;
};

/** The one batch function beside the called one that gives the same thing; abstains, saying why, when there is none or more than one. */
export function batchFunctionFor(target: TargetProgram, call: ts.CallExpression, keyIndex: number, mostCalls: number): BatchFunction {
  const { checker } = target;
  const single = checker.getResolvedSignature(call);
  const key = call.arguments[keyIndex];
  const given = single && promised(checker, single.getReturnType());
  if (single === undefined || key === undefined || given === undefined) return abstain(`\`${call.expression.getText()}\` does not return a promise as far as types show`);
  const element = checker.getNonNullableType(given);
  if (isAny(element)) return abstain(`what \`${call.expression.getText()}\` returns has no type, so that no batch function can be matched to it`);
  const keyType = checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(key));
  if (!isComparable(checker.getNonNullableType(keyType))) return abstain(`the key \`${key.getText()}\` is no text or number (${checker.typeToString(keyType)}), so that answers cannot be found by it`);

  const refusals: string[] = [];
  const found = siblingsOf(target, call).flatMap((sibling): BatchFunction[] => {
    for (const signature of sibling.type.getCallSignatures()) {
      const keys = keysParameter(checker, signature, keyType, call);
      if (keys === undefined) continue;
      const others = otherArguments(checker, single, signature, call, keyIndex, keys.index);
      const result = promised(checker, signature.getReturnType());
      const shape = result && resultShape(checker, result, element);
      if (others === undefined || result === undefined || shape === undefined) continue;
      const bodies = bodiesOf(target, signature, sibling.name).filter((body) => !isWithin(call, body));
      if (bodies.some((body) => callsItself(target, body, call))) {
        refusals.push(`\`${sibling.name}\` itself asks one by one`);
        continue;
      }
      const limit = bodies.map((body) => mostKeys(body, keys.name)).find((most) => most !== undefined);
      if (limit !== undefined && limit < mostCalls) {
        refusals.push(`\`${sibling.name}\` takes ${limit > 0 ? `at most ${limit} keys, and requests make up to ${mostCalls} calls` : 'only so many keys'}`);
        continue;
      }
      if (shape.returns === 'record' && (checker.getNonNullableType(keyType).flags & ts.TypeFlags.StringLike) === 0) {
        refusals.push(`the answer of \`${sibling.name}\` is found by texts, and \`${key.getText()}\` is none`);
        continue;
      }
      const keyProperty = shape.returns === 'array' ? keyPropertyOf(checker, shape.element, keyType, { single, keyIndex, key, keysName: keys.name }) : undefined;
      if (shape.returns === 'array' && keyProperty === undefined) {
        refusals.push(`it is not clear by which property the answers of \`${sibling.name}\` belong to their keys`);
        continue;
      }
      return [{
        name: sibling.name, text: sibling.text, arguments: others, keysAs: keys.container, returns: shape.returns, keyProperty, returnType: result,
        elementName: (element.aliasSymbol ?? element.getSymbol())?.getName(), handlesEmpty: bodies.some((body) => mentionsEmptiness(body, keys.name)), alsoBind: sibling.alsoBind,
      }];
    }
    return [];
  });
  const [first, second] = found;
  if (first === undefined) return abstain(refusals[0] ?? `there is no function beside \`${call.expression.getText()}\` that takes many keys at once and gives the same`);
  if (second !== undefined) return abstain(`both \`${first.name}\` and \`${second.name}\` could answer for many keys`);
  return first;
}

/** Equal keys must be the same key to a `Map`. */
function isComparable(type: ts.Type): boolean {
  if (type.isUnion()) return type.types.every(isComparable);
  return (type.flags & (ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike | ts.TypeFlags.TypeParameter)) !== 0;
}

/** `if (ids.length > 25) throw …`: the most keys that it takes. */
function mostKeys(body: OwnFunction, keys: string): number | undefined {
  const guards = descendants(body, ts.isIfStatement).filter(({ thenStatement }) => ts.isThrowStatement(thenStatement) || descendants(thenStatement, ts.isThrowStatement, true).length > 0);
  const limits = guards.flatMap(({ expression }) => {
    const match = new RegExp(`\\b${keys}\\.(?:length|size)\\s*(>=?)\\s*([\\w$.]+)`).exec(expression.getText());
    if (match === null) return [];
    const most = Number((match[2] ?? '').replaceAll('_', ''));
    return [Number.isNaN(most) ? 0 : match[1] === '>=' ? most - 1 : most];
  });
  return limits.length === 0 ? undefined : Math.min(...limits);
}

function keysParameter(checker: ts.TypeChecker, signature: ts.Signature, keyType: ts.Type, at: ts.Node): { index: number; name: string; container: 'array' | 'set' } | undefined {
  const fitting = signature.getParameters().flatMap((parameter, index) => {
    const element = elementType(checker, checker.getTypeOfSymbolAtLocation(parameter, at));
    return element && !isAny(element.type) && checker.isTypeAssignableTo(keyType, element.type) ? [{ index, name: parameter.getName(), container: element.container }] : [];
  });
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The batch call's arguments beside the keys: those of the single call, matched by parameter name and type. */
function otherArguments(checker: ts.TypeChecker, single: ts.Signature, batch: ts.Signature, call: ts.CallExpression, keyIndex: number, keysIndex: number): (string | undefined)[] | undefined {
  const passed = new Map(call.arguments.flatMap((argument, index) => (index === keyIndex ? [] : [[single.getParameters()[index]?.getName() ?? '', argument] as const])));
  const result: (string | undefined)[] = [];
  for (const [index, parameter] of batch.getParameters().entries()) {
    if (index === keysIndex) {
      result.push(undefined);
      continue;
    }
    const argument = passed.get(parameter.getName());
    const type = checker.getTypeOfSymbolAtLocation(parameter, call);
    if (argument !== undefined && checker.isTypeAssignableTo(checker.getTypeAtLocation(argument), type)) {
      result.push(argument.getText());
      passed.delete(parameter.getName());
    } else if (isOptional(parameter)) break;
    else return undefined;
  }
  return passed.size === 0 ? result : undefined;
}

const isOptional = (parameter: ts.Symbol) => {
  const declaration = parameter.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration) && (declaration.questionToken !== undefined || declaration.initializer !== undefined);
};

function resultShape(checker: ts.TypeChecker, result: ts.Type, element: ts.Type): { returns: BatchFunction['returns']; element: ts.Type } | undefined {
  const fits = (type: ts.Type | undefined) => type !== undefined && !isAny(type) && checker.isTypeAssignableTo(type, element);
  const inArray = elementType(checker, result);
  if (inArray?.container === 'array') return fits(inArray.type) ? { returns: 'array', element: inArray.type } : undefined;
  const name = result.getSymbol()?.getName();
  if (name === 'Map' || name === 'ReadonlyMap') {
    const value = typeArguments(checker, result)[1];
    return value !== undefined && fits(checker.getNonNullableType(value)) ? { returns: 'map', element: value } : undefined;
  }
  const value = checker.getIndexTypeOfType(result, ts.IndexKind.String);
  return value !== undefined && fits(checker.getNonNullableType(value)) ? { returns: 'record', element: value } : undefined;
}

/** Looks for the key among an element's properties: under the name the functions themselves give it first. */
function keyPropertyOf(checker: ts.TypeChecker, element: ts.Type, keyType: ts.Type, names: { single: ts.Signature; keyIndex: number; key: ts.Expression; keysName: string }): string | undefined {
  const parameter = names.single.getParameters()[names.keyIndex]?.getName() ?? '';
  const plural = names.keysName.replace(/s$/, '');
  const trailing = ts.isPropertyAccessExpression(names.key) ? names.key.name.text : names.key.getText();
  const wishes = [parameter, plural, ...[parameter, plural].filter((name) => /[a-z]Id$/.test(name)).map(() => 'id'), ...(element.getProperty('id') === undefined ? [trailing] : []), 'id'];
  return wishes.find((wish) => {
    const property = wish === '' ? undefined : element.getProperty(wish);
    const declaration = property?.valueDeclaration ?? property?.declarations?.[0];
    if (property === undefined || declaration === undefined) return false;
    const type = checker.getTypeOfSymbolAtLocation(property, declaration);
    return checker.isTypeAssignableTo(type, checker.getBaseTypeOfLiteralType(keyType)) || checker.isTypeAssignableTo(keyType, type);
  });
}

function bodiesOf(target: TargetProgram, signature: ts.Signature, name: string): OwnFunction[] {
  const declaration = signature.declaration;
  return declaration !== undefined && isOwnFunction(declaration) ? [declaration] : functionsNamed(target, name);
}

/** A "batch" function that calls the single one for each key saves nothing. */
function callsItself(target: TargetProgram, body: OwnFunction, single: ts.CallExpression): boolean {
  const declared = target.checker.getResolvedSignature(single)?.declaration;
  const symbol = symbolOf(target, ts.isPropertyAccessExpression(single.expression) ? single.expression.name : single.expression);
  const names = (node: ts.Node) => ts.isIdentifier(node) && (symbolOf(target, node) === symbol || (declared !== undefined && symbolOf(target, node)?.declarations?.some((each) => each === declared) === true) || (ts.isPropertyAccessExpression(node.parent) && node.text === symbol?.getName()));
  return descendants(body, ts.isIdentifier).some(names);
}

const mentionsEmptiness = (body: OwnFunction, keys: string) => new RegExp(`${keys}\\.(?:length|size)\\s*(?:===?\\s*0|<\\s*1|>\\s*0)|!${keys}\\.(?:length|size)`).test(body.getText());
