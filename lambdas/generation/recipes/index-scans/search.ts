import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import { keyedEquality, type KeyedEquality } from './keyed-equality.ts';
import { abstain } from '../../recipe.ts';
import { isPrimitiveType, isTotal } from './total.ts';

/**
 * A list searched from its start. `node` is what gives the answer, and is replaced; where other things than the key are asked of the elements, or they are
 * gone through, only `list` is, by the elements with that key.
 */
export type Search = {
  readonly list: ts.Expression;
  readonly node: ts.Expression;
  readonly gives: 'first' | 'index' | 'presence' | 'absence' | 'all' | 'candidates';
  readonly equality: KeyedEquality;
  /** Takes NaN for equal to NaN, as Map and Set do. */
  readonly findsNaN: boolean;
};

const BY_CONDITION: Readonly<Record<string, Search['gives']>> = { find: 'first', findIndex: 'index', some: 'presence', filter: 'all', every: 'absence', forEach: 'candidates' };

/** The search that a node is; `undefined` for all other nodes. Abstains where it is one that cannot be kept as it is. */
export function searchAt(target: TargetProgram, node: ts.Node): Search | undefined {
  if (ts.isForOfStatement(node)) return searchLoop(target, node);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression) || node.questionDotToken || node.expression.questionDotToken) return undefined;
  const method = node.expression.name.text;
  const list = node.expression.expression;
  if (!isList(target, list)) return undefined;
  if (method === 'includes' || method === 'indexOf') return memberSearch(target, node, list, method);
  const gives = BY_CONDITION[method];
  const [callback] = node.arguments;
  if (gives === undefined || callback === undefined || node.arguments.length > 1 || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback))) return undefined;
  const [parameter] = callback.parameters;
  const condition = gives === 'candidates' ? onlyIf(callback.body) : conditionOf(callback);
  if (parameter === undefined || parameter.initializer || parameter.dotDotDotToken || callback.parameters.length > 1 || condition === undefined || isAsync(callback) || hasOwnThis(callback)) return undefined;
  const equality = keyedEquality(target, condition, parameter.name);
  if (equality === undefined || equality.isNegated !== (gives === 'absence')) return undefined;
  return { list, node, gives: equality.isAll || gives === 'absence' ? gives : gives === 'index' ? abstain(`the position that \`${shown(node)}\` gives is of the whole list`) : 'candidates', equality, findsNaN: false };
}

/** `for (const user of users) if (user.id === order.userId) …` */
function searchLoop(target: TargetProgram, node: ts.ForOfStatement): Search | undefined {
  const { initializer, expression, statement } = node;
  const declaration = ts.isVariableDeclarationList(initializer) ? initializer.declarations[0] : undefined;
  const condition = onlyIf(statement);
  if (node.awaitModifier || declaration === undefined || condition === undefined || !isList(target, expression)) return undefined;
  const equality = keyedEquality(target, condition, declaration.name);
  return equality === undefined || equality.isNegated ? undefined : { list: expression, node: expression, gives: 'candidates', equality, findsNaN: false };
}

/** `list.includes(x)`, `list.indexOf(x) !== -1` */
function memberSearch(target: TargetProgram, node: ts.CallExpression, list: ts.Expression, method: 'includes' | 'indexOf'): Search | undefined {
  const [sought] = node.arguments;
  if (sought === undefined || node.arguments.length > 1) return undefined;
  const whole = method === 'includes' ? { node, gives: 'presence' as const } : comparedIndex(node);
  if (whole === undefined) return undefined;
  const keyType = target.checker.getIndexTypeOfType(target.checker.getTypeAtLocation(list), ts.IndexKind.Number);
  const soughtType = target.checker.getTypeAtLocation(sought);
  if (keyType === undefined) return undefined;
  if (!isPrimitiveType(keyType) || !isPrimitiveType(soughtType)) abstain(`\`${shown(node)}\` does not look for a string or number`);
  if (!isTotal(target, sought)) abstain(`\`${sought.getText()}\` may fail or have effects when it is worked out once more or less`);
  return { list, ...whole, equality: { keyOf: (item) => item, path: [], keyType, keySymbols: [], sought, soughtType, isAll: true, isNegated: false, item: undefined }, findsNaN: method === 'includes' };
}

function comparedIndex(call: ts.CallExpression): { node: ts.BinaryExpression; gives: 'presence' | 'absence' } | undefined {
  const { parent } = call;
  if (!ts.isBinaryExpression(parent) || parent.left !== call) return undefined;
  const comparison = `${parent.operatorToken.getText()} ${parent.right.getText()}`;
  if (/^(?:!==? -1|>= 0|> -1)$/.test(comparison)) return { node: parent, gives: 'presence' };
  return /^(?:===? -1|< 0)$/.test(comparison) ? { node: parent, gives: 'absence' } : undefined;
}

/** A name or a chain of them, of an array whose length is not written down. */
const isList = (target: TargetProgram, expression: ts.Expression): boolean => isChain(bare(expression)) && target.checker.isArrayType(target.checker.getTypeAtLocation(expression));

export const isChain = (node: ts.Expression): boolean => ts.isIdentifier(node) || node.kind === ts.SyntaxKind.ThisKeyword || (ts.isPropertyAccessExpression(node) && node.questionDotToken === undefined && isChain(node.expression));

/** What a callback gives, where that is all it does. */
export function conditionOf({ body }: ts.ArrowFunction | ts.FunctionExpression): ts.Expression | undefined {
  if (!ts.isBlock(body)) return body;
  const [only] = body.statements;
  return body.statements.length === 1 && only && ts.isReturnStatement(only) ? only.expression : undefined;
}

/** The condition of an `if` that is all there is, without `else`. */
function onlyIf(body: ts.ConciseBody | ts.Statement): ts.Expression | undefined {
  const only = ts.isBlock(body) ? body.statements[0] : body;
  return only !== undefined && ts.isIfStatement(only) && only.elseStatement === undefined && (!ts.isBlock(body) || body.statements.length === 1) ? only.expression : undefined;
}

export const shown = (node: ts.Node): string => (node.getText().split('\n', 1)[0] ?? '').slice(0, 70);

/** A function of its own whose `this` is not that of the code around it. */
export const hasOwnThis = (fn: ts.ArrowFunction | ts.FunctionExpression): boolean => ts.isFunctionExpression(fn) && descendants(fn, (node): node is ts.Node => node.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(node) && node.text === 'arguments')).length > 0;

export const isAsync = (fn: ts.ArrowFunction | ts.FunctionExpression): boolean => fn.asteriskToken !== undefined || (fn.modifiers ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
