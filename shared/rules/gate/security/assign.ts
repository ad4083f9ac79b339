import ts from 'typescript';
import { elementOf } from './expressions.ts';
import type { Machine } from './machine.ts';
import type { State } from './state.ts';
import type { Value } from './value.ts';
import { CLEAN, NOTHING, isConstant, join, withField } from './value.ts';

const MOST_STEPS = 12;

/** Gives a name, a member, or what a pattern takes apart its new value. */
export function assign(machine: Machine, target: ts.Node, value: Value, state: State): void {
  if (ts.isIdentifier(target)) {
    const binding = machine.resolve(target);
    if (binding !== undefined) state.set(binding, withStep(machine, target, value));
  } else if (ts.isObjectBindingPattern(target)) takeApartObject(machine, target, value, state);
  else if (ts.isArrayBindingPattern(target)) {
    for (const [index, element] of target.elements.entries()) {
      if (ts.isBindingElement(element)) assign(machine, element.name, element.dotDotDotToken === undefined ? withDefault(machine, itemOf(machine, value, index, element), element.initializer, state) : value, state);
    }
  } else if (ts.isPropertyAccessExpression(target)) {
    const object = machine.evaluate(target.expression, state);
    machine.observe({ kind: 'assign-member', node: target, object, objectNode: target.expression, name: target.name.text, nameValue: CLEAN, value }, state);
    put(machine, target.expression, withField(object, target.name.text, value), state);
  } else if (ts.isElementAccessExpression(target)) {
    const object = machine.evaluate(target.expression, state);
    const name = machine.evaluate(target.argumentExpression, state);
    const known = isConstant(name) ? name.shape : undefined;
    machine.observe({ kind: 'assign-member', node: target, object, objectNode: target.expression, name: known, nameValue: name, value }, state);
    put(machine, target.expression, known === undefined ? withField(object, '*', join(object.fields?.get('*') ?? NOTHING, value)) : withField(object, known, value), state);
  } else if (ts.isParenthesizedExpression(target) || ts.isNonNullExpression(target) || ts.isAsExpression(target)) assign(machine, target.expression, value, state);
  else if (ts.isObjectLiteralExpression(target)) {
    for (const property of target.properties) {
      if (ts.isShorthandPropertyAssignment(property)) assign(machine, property.name, machine.member(value, property.name.text, property), state);
      else if (ts.isPropertyAssignment(property)) assign(machine, property.initializer, machine.member(value, property.name.getText(), property), state);
    }
  } else if (ts.isArrayLiteralExpression(target)) for (const [index, element] of target.elements.entries()) assign(machine, element, itemOf(machine, value, index, element), state);
}

/** Puts a changed object back to where it is kept, as far as that has a name. */
function put(machine: Machine, holder: ts.Expression, object: Value, state: State): void {
  if (ts.isIdentifier(holder)) {
    const binding = machine.resolve(holder);
    if (binding !== undefined) state.set(binding, object);
    else if (holder.text === 'exports') for (const field of object.fields?.values() ?? []) for (const fn of field.functions ?? []) machine.later(fn, []);
  } else if (holder.kind === ts.SyntaxKind.ThisKeyword) {
    const frame = machine.frames.at(-1);
    if (frame?.receiver.holder !== undefined) state.set(frame.receiver.holder, object);
  } else if (ts.isPropertyAccessExpression(holder)) put(machine, holder.expression, withField(machine.evaluate(holder.expression, state), holder.name.text, object), state);
}

function takeApartObject(machine: Machine, pattern: ts.ObjectBindingPattern, value: Value, state: State): void {
  for (const element of pattern.elements) {
    if (element.dotDotDotToken !== undefined) {
      assign(machine, element.name, value, state);
      continue;
    }
    const name = element.propertyName ?? element.name;
    const text = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : undefined;
    const member = text === undefined ? machine.member(value, '*', element) : memberWithHolder(machine, value, text, element, state);
    assign(machine, element.name, withDefault(machine, member, element.initializer, state), state);
  }
}

const memberWithHolder = (machine: Machine, value: Value, name: string, node: ts.Node, state: State): Value => machine.member(value.holder === undefined ? value : { ...state.get(value.holder), ...value }, name, node);

function withDefault(machine: Machine, value: Value, initializer: ts.Expression | undefined, state: State): Value {
  if (initializer === undefined) return value;
  const byDefault = machine.evaluate(initializer, state);
  return value === CLEAN ? byDefault : join(value, byDefault);
}

const itemOf = (machine: Machine, value: Value, index: number, node: ts.Node): Value => value.fields?.get(String(index)) ?? elementOf(machine, value, node);

/** The way of input shows each name it goes under. */
function withStep(machine: Machine, name: ts.Identifier, value: Value): Value {
  if (value.flows.length === 0) return value;
  return { ...value, flows: value.flows.map((flow) => {
    let length = 0;
    for (let step = flow.step as typeof flow.step | undefined; step !== undefined && length <= MOST_STEPS; step = step.previous) length += 1;
    return length > MOST_STEPS ? flow : { ...flow, step: machine.stepAt(name.parent, flow.step) };
  }) };
}
