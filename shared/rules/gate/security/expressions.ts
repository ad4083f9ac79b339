import ts from 'typescript';
import type { Machine } from './machine.ts';
import { importOrigin, lastName, normalOrigin } from './origins.ts';
import type { State } from './state.ts';
import type { Value } from './value.ts';
import { CLEAN, HOLE, NOTHING, compact, concatenate, constant, isConstant, isTainted, join, joinFlows, shapeOf, withField } from './value.ts';

const BROWSER_INPUT = /^(?:(?:window|document|self|globalThis)\.)?location\.(?:search|hash|href)$|^document\.(?:URL|documentURI|referrer)$|^window\.name$/;
const MOST_SPREAD = 16;

/** The value of an expression; what running it changes is changed in the state. */
export function evaluate(machine: Machine, node: ts.Expression, state: State): Value {
  if (!machine.spend()) return CLEAN;
  if (ts.isIdentifier(node)) return valueOfName(machine, node, state);
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return constant(node.text);
  if (ts.isPropertyAccessExpression(node)) return valueOfMember(machine, node, machine.evaluate(node.expression, state), node.name.text, state);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return machine.call(node, state);
  if (ts.isTemplateExpression(node)) return node.templateSpans.reduce((text, span) => concatenate(concatenate(text, machine.evaluate(span.expression, state)), constant(span.literal.text)), constant(node.head.text));
  if (ts.isBinaryExpression(node)) return valueOfOperation(machine, node, state);
  if (ts.isConditionalExpression(node)) return valueOfChoice(machine, node, state);
  if (ts.isElementAccessExpression(node)) return valueOfElement(machine, node, state);
  if (ts.isObjectLiteralExpression(node)) return valueOfObject(machine, node, state);
  if (ts.isArrayLiteralExpression(node)) return valueOfArray(machine, node, state);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    state.set(node, machine.frames.at(-1)?.receiver ?? CLEAN);
    return { flows: [], functions: [node] };
  }
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node) || ts.isAsExpression(node) || ts.isNonNullExpression(node) || ts.isSatisfiesExpression(node) || ts.isTypeAssertionExpression(node) || ts.isSpreadElement(node)) return machine.evaluate(node.expression, state);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return withHolderFields(machine.frames.at(-1)?.receiver ?? CLEAN, state);
  if (ts.isRegularExpressionLiteral(node)) return { flows: [], pattern: { source: node.text.slice(1, node.text.lastIndexOf('/')), flags: node.text.slice(node.text.lastIndexOf('/') + 1) } };
  if (ts.isTaggedTemplateExpression(node)) return valueOfTagged(machine, node, state);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) {
    machine.evaluate(node.operand, state);
    return CLEAN;
  }
  if (ts.isYieldExpression(node)) {
    if (node.expression !== undefined) machine.frames.at(-1)?.returned.push({ value: machine.evaluate(node.expression, state), at: { values: new Map(), marks: new Map() } });
    return CLEAN;
  }
  if (ts.isClassExpression(node)) {
    machine.execute(node, state);
    return { flows: [], holder: node };
  }
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) {
    visitMarkup(machine, node, state);
    return CLEAN;
  }
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) machine.evaluate(child, state);
  });
  return CLEAN;
}

function valueOfName(machine: Machine, node: ts.Identifier, state: State): Value {
  if (node.text === 'undefined') return NOTHING;
  const binding = machine.resolve(node);
  if (binding === undefined) return { flows: [], origin: node.text };
  const value = state.get(binding);
  if (value !== undefined) return value;
  const { declaration } = binding;
  if ((ts.isFunctionDeclaration(declaration) || ts.isFunctionExpression(declaration)) && declaration.body !== undefined) return { flows: [], functions: [declaration as ts.FunctionDeclaration & { body: ts.Block }] };
  if (ts.isClassLike(declaration)) return { flows: [], holder: declaration };
  const origin = importOrigin(declaration);
  return origin === undefined ? CLEAN : { flows: [], origin };
}

/** What a class's instances hold is kept under the class. */
export const withHolderFields = (value: Value, state: State): Value => (value.holder === undefined ? value : { ...state.get(value.holder), ...value });

export function valueOfMember(machine: Machine, node: ts.Node, holder: Value, name: string, state: State): Value {
  const whole = withHolderFields(holder, state);
  const method = whole.holder === undefined || whole.fields?.has(name) === true ? undefined : methodOf(whole.holder, name);
  if (method !== undefined) return method.body !== undefined && !ts.isGetAccessor(method) ? { flows: [], functions: [method as ts.MethodDeclaration & { body: ts.Block }] } : ts.isGetAccessor(method) && method.body !== undefined ? machine.run(method as ts.GetAccessorDeclaration & { body: ts.Block }, [], state, { receiver: whole }) : CLEAN;
  const value = machine.member(whole, name, node);
  if (value.origin === undefined) return value;
  const origin = normalOrigin(value.origin);
  if (BROWSER_INPUT.test(origin)) return { flows: [{ key: origin, safe: 0, step: machine.stepAt(node) }] };
  return { ...value, origin };
}

function methodOf(holder: ts.ClassLikeDeclaration, name: string): ts.MethodDeclaration | ts.GetAccessorDeclaration | undefined {
  for (const member of holder.members) if ((ts.isMethodDeclaration(member) || ts.isGetAccessor(member)) && member.name.getText() === name && member.body !== undefined) return member;
  return undefined;
}

function valueOfElement(machine: Machine, node: ts.ElementAccessExpression, state: State): Value {
  const holder = machine.evaluate(node.expression, state);
  const index = machine.evaluate(node.argumentExpression, state);
  if (isConstant(index)) return valueOfMember(machine, node, holder, index.shape, state);
  if (isTainted(holder) || holder.role !== undefined) return machine.member(holder, '*', node);
  const found = holder.fields === undefined ? CLEAN : holder.fields.get('*') ?? [...holder.fields.values()].slice(0, MOST_SPREAD).reduce((a, b) => join(a, b), NOTHING);
  const bare = holder.trait === 'bare' || holder.trait === 'array' || holder.trait === 'list';
  return isTainted(index) && !bare ? withField(found, '%chosen', index) : found;
}

function valueOfOperation(machine: Machine, node: ts.BinaryExpression, state: State): Value {
  const { operatorToken: { kind }, left, right } = node;
  if (kind === ts.SyntaxKind.EqualsToken) {
    const value = machine.evaluate(right, state);
    machine.assign(left, value, state);
    return value;
  }
  if (kind === ts.SyntaxKind.AmpersandAmpersandToken || kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken) {
    const first = machine.evaluate(left, state);
    const branch = state.fork();
    if (kind !== ts.SyntaxKind.QuestionQuestionToken) machine.assume(left, kind === ts.SyntaxKind.AmpersandAmpersandToken, branch);
    const second = machine.evaluate(right, branch);
    state.goOnFrom([branch.since(state), { values: new Map(), marks: new Map() }]);
    return kind === ts.SyntaxKind.AmpersandAmpersandToken ? second : join(first, second);
  }
  if (kind === ts.SyntaxKind.PlusToken) return concatenate(machine.evaluate(left, state), machine.evaluate(right, state));
  if (kind === ts.SyntaxKind.PlusEqualsToken) {
    const value = concatenate(machine.evaluate(left, state), machine.evaluate(right, state));
    machine.assign(left, value, state);
    return value;
  }
  if (kind === ts.SyntaxKind.QuestionQuestionEqualsToken || kind === ts.SyntaxKind.BarBarEqualsToken || kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken) {
    const value = join(machine.evaluate(left, state), machine.evaluate(right, state));
    machine.assign(left, value, state);
    return value;
  }
  const [a, b] = [machine.evaluate(left, state), machine.evaluate(right, state)];
  if (kind === ts.SyntaxKind.CommaToken) return b;
  if (COMPARISONS.has(kind)) machine.observe({ kind: 'compare', node, left: a, right: b }, state);
  else if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) machine.assign(left, CLEAN, state);
  return CLEAN;
}

const COMPARISONS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken]);

function valueOfChoice(machine: Machine, node: ts.ConditionalExpression, state: State): Value {
  machine.evaluate(node.condition, state);
  const [yes, no] = [state.fork(), state.fork()];
  machine.assume(node.condition, true, yes);
  machine.assume(node.condition, false, no);
  const whenYes = seenFrom(machine.evaluate(node.whenTrue, yes), yes);
  const whenNo = seenFrom(machine.evaluate(node.whenFalse, no), no);
  state.goOnFrom([yes.since(state), no.since(state)]);
  return join(whenYes, whenNo);
}

/** A value that leaves a branch takes along what was checked of it there. */
export const seenFrom = (value: Value, state: State): Value => (value.flows.length === 0 ? value : { ...value, flows: value.flows.map((flow) => ({ ...flow, safe: state.safetyOf(flow) })) });

function valueOfObject(machine: Machine, node: ts.ObjectLiteralExpression, state: State): Value {
  const fields = new Map<string, Value>();
  let flows: Value['flows'] = [];
  let trait: Value['trait'];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = machine.evaluate(property.expression, state);
      flows = joinFlows(flows, spread.flows);
      for (const [name, field] of spread.fields ?? []) fields.set(name, field);
    } else if (ts.isPropertyAssignment(property)) {
      const value = machine.evaluate(property.initializer, state);
      const name = nameOf(machine, property.name, state);
      if (name === '__proto__') trait = 'bare';
      if (isConstant(name === undefined ? CLEAN : constant(name)) && name !== undefined) fields.set(name, value);
      else fields.set('*', join(fields.get('*') ?? NOTHING, value));
    } else if (ts.isShorthandPropertyAssignment(property)) fields.set(property.name.text, valueOfShorthand(machine, property, state));
    else if (property.body !== undefined) fields.set(property.name.getText(), { flows: [], functions: [property as ts.MethodDeclaration & { body: ts.Block }] });
  }
  const value = compact({ flows, fields, trait, node });
  machine.observe({ kind: 'object', node, value }, state);
  return value;
}

const valueOfShorthand = (machine: Machine, property: ts.ShorthandPropertyAssignment, state: State): Value => machine.evaluate(property.name, state);

const nameOf = (machine: Machine, name: ts.PropertyName, state: State): string | undefined => {
  if (!ts.isComputedPropertyName(name)) return ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name) ? name.text : name.getText();
  const value = machine.evaluate(name.expression, state);
  return isConstant(value) ? value.shape : undefined;
};

function valueOfArray(machine: Machine, node: ts.ArrayLiteralExpression, state: State): Value {
  const fields = new Map<string, Value>();
  let every: Value = NOTHING;
  for (const [index, element] of node.elements.entries()) {
    const value = machine.evaluate(element, state);
    const item = ts.isSpreadElement(element) ? elementOf(machine, value, element) : value;
    if (index < MOST_SPREAD && !ts.isSpreadElement(element)) fields.set(String(index), item);
    every = join(every, item);
  }
  if (every !== NOTHING) fields.set('*', every);
  return { flows: [], fields, trait: 'array', node };
}

/** What iterating gives, one by one. */
export function elementOf(machine: Machine, value: Value, node: ts.Node): Value {
  if (value.fields?.has('*') === true || isTainted(value)) return machine.member(value, '*', node);
  if (value.fields === undefined) return value.role === 'request' ? { flows: [{ key: `${value.key ?? ''}.chunks`, safe: 0, step: machine.stepAt(node) }] } : CLEAN;
  return [...value.fields.values()].slice(0, MOST_SPREAD).reduce((a, b) => join(a, b), NOTHING);
}

const TEXT_TAG = /^(?:String\.raw|dedent|outdent|stripIndent|oneLine|stripIndents|endent)$/;

/** A tag decides what its holes become; those of queries bind parameters, those of markup escape. Only tags that merely format pass on. */
function valueOfTagged(machine: Machine, node: ts.TaggedTemplateExpression, state: State): Value {
  const text = ts.isTemplateExpression(node.template) ? machine.evaluate(node.template, state) : constant(node.template.text);
  return TEXT_TAG.test(node.tag.getText()) ? text : { flows: [], shape: shapeOf(text).replaceAll(HOLE.tainted, HOLE.clean), origin: `${lastName(node.tag)}\`\`` };
}

function visitMarkup(machine: Machine, node: ts.Node, state: State): void {
  ts.forEachChild(node, (child) => {
    if (ts.isJsxAttribute(child)) {
      const inside = child.initializer !== undefined && ts.isJsxExpression(child.initializer) ? child.initializer.expression : undefined;
      if (inside !== undefined) machine.observe({ kind: 'jsx-attribute', node: child, name: child.name.getText(), value: machine.evaluate(inside, state) }, state);
    } else if (ts.isJsxExpression(child)) {
      if (child.expression !== undefined) machine.evaluate(child.expression, state);
    } else visitMarkup(machine, child, state);
  });
}
