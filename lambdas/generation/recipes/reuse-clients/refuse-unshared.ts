import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName, isTestPath, ownCallees, symbolOf } from '../../reading/callee.ts';
import { descendants, functionName, isWithin } from '../../reading/enclosing.ts';
import { changeOf } from '../../reading/changed-values.ts';
import { isMadeOnce, placesNaming } from '../../reading/made-once.ts';
import { isAssignedIn, isDeclaredIn, isWriteTarget, referencedSymbols } from '../../reading/references.ts';
import { abstain } from '../../recipe.ts';
import type { Connecting } from './connect-once.ts';
import { environmentNames, importedName, isMaking, makingName, textOfMaking, type Making } from './client-making.ts';
import { firstLine } from '../../reading/first-line.ts';

const ENDING = /^(?:destroy|end|close|quit|disconnect|release|shutdown|terminate)$/;
const LISTENING = /^(?:on|once|addListener|addEventListener|prependListener|use|removeAllListeners|middlewareStack|interceptors|subscribe|psubscribe|monitor|select|watch)$/;
/** A command that waits on its connection keeps all others waiting. */
const BLOCKING = /^(?:b[lr]pop|brpoplpush|bl?m(?:ove|pop)|bzpop\w+|bzmpop|xread\w*|multi)$/i;
const INSTRUMENTING = /^(?:capture|instrument|wrap|trace|patch)/i;
const CHANGES = /\.(?:defaults|interceptors|middlewareStack)\b|\.(?:on|once|addListener|use)\(|\bWeakMap\b/;
const ENDS = /\.(?:destroy|end|close|quit|disconnect|release)\(/;

/** Abstains unless one and the same client may serve all requests of a process. */
export function refuseUnshared(target: TargetProgram, making: Making, connecting: Connecting | undefined): void {
  const fn = ts.findAncestor(making.parent, ts.isFunctionLike);
  if (ts.findAncestor(making, (node) => (node === fn ? 'quit' : ts.isPropertyDeclaration(node)))) return abstain(`\`${makingName(making)}\` is made in the field of a class: whoever makes that object decides how often, and it may hold what belongs to one request`);
  if (fn === undefined) return abstain(`\`${makingName(making)}\` is made only once, while the module loads`);
  if (ts.isConstructorDeclaration(fn)) return abstain(`\`${makingName(making)}\` is made in a constructor: whoever makes that object decides how often`);
  refuseOnce(target, making, fn);
  refuseArguments(target, making);
  refuseEnvironment(target, making);
  if (connecting) refuseNames(target, connecting.name, connecting.statements, 0);
  else refuseUse(target, making, 0);
  refuseTests(target, making);
}

function refuseOnce(target: TargetProgram, making: Making, fn: ts.FunctionLike): void {
  const { parent } = making;
  if (ts.isBinaryExpression(parent) && parent.right === making) abstain(`\`${makingName(making)}\` is already kept in \`${parent.left.getText()}\``);
  const declared = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  const symbol = declared && target.checker.getSymbolAtLocation(declared);
  if (symbol && isMadeOnce(target, symbol) === true) abstain(`\`${makingName(making)}\` is made only once, by \`${symbol.getName()}\` while the module loads`);
  for (const name of symbol ? placesNaming(target, symbol) : []) {
    const kept = ts.findAncestor(name, (node) => (ts.isStatement(node) || ts.isFunctionLike(node) ? 'quit' : ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionEqualsToken));
    if (kept && ts.isBinaryExpression(kept)) abstain(`what \`${name.text}\` makes is already kept in \`${kept.left.getText()}\``);
  }
  if (/^(?:once|memo\w*|lazy|singleton|cached?)$/i.test(ts.isCallExpression(fn.parent) ? (calleeName(fn.parent) ?? '') : '')) abstain(`\`${makingName(making)}\` is already kept by \`${fn.parent.getText().split('(', 1)[0] ?? ''}\``);
}

/** The same arguments for every request: literals, constants of modules, the environment, and clients made of such. */
function refuseArguments(target: TargetProgram, making: Making): void {
  for (const argument of making.arguments ?? []) {
    for (const symbol of referencedSymbols(target, argument)) {
      const declaration = symbol.valueDeclaration;
      if (declaration === undefined || target.pathOf(declaration) === undefined || isDeclaredIn(symbol, argument)) continue;
      if (ts.findAncestor(declaration, ts.isFunctionLike)) abstain(`what \`${makingName(making)}\` is made of (\`${symbol.getName()}\`) is known only inside a request`);
      const isChanged = target.sources.some((source) => !isTestPath(target.pathOf(source) ?? '') && (isAssignedIn(target, symbol, source) || changeOf(target, symbol, source) !== undefined));
      if (isChanged) abstain(`\`${symbol.getName()}\`, of which \`${makingName(making)}\` is made, changes`);
    }
    const acts = (node: ts.Node): node is ts.Node => ts.isCallExpression(node) || ts.isAwaitExpression(node) || ts.isYieldExpression(node) || node.kind === ts.SyntaxKind.ThisKeyword || ts.isTaggedTemplateExpression(node);
    const act = [argument, ...descendants(argument, acts)].find((node) => acts(node) && !isMaking(target, node) && !isSteadyCall(target, node) && !isInFunction(node, argument));
    if (act) abstain(`what \`${makingName(making)}\` is made of (\`${firstLine(act)}\`) may differ from request to request`);
  }
}

/** A service that fills its environment itself, perhaps for each request or after a first wait, may have other values when the client is made. */
function refuseEnvironment(target: TargetProgram, making: Making): void {
  const variables = environmentNames(textOfMaking(target, making));
  for (const source of target.sources) {
    const path = target.pathOf(source) ?? '';
    if (isTestPath(path)) continue;
    const set = [...source.text.matchAll(/process\.env(?:\.(\w+)|\[['"](\w+)['"]\])\s*(?:\?\?|\|\|)?=(?!=)/g)].map((match) => match[1] ?? match[2] ?? '').find((name) => variables.includes(name) || name.startsWith('AWS_'));
    if (set !== undefined) abstain(`\`${set}\` of the environment, which \`${makingName(making)}\` reads, is set by the service itself (${path})`);
    if (variables.length > 0 && /process\.env\[(?!['"])[^\]]*\]\s*=(?!=)|Object\.assign\(\s*process\.env|loadEnvFile|\bdotenv\b/.test(source.text)) abstain(`the service fills its environment itself (${path}): \`${variables[0] ?? ''}\` may not be there yet`);
  }
}

/** `Number(process.env.LIMIT)`, `fromNodeProviderChain()`: the same whenever it is asked. */
const isSteadyCall = (target: TargetProgram, node: ts.Node): boolean => {
  if (!ts.isCallExpression(node)) return false;
  return /^(?:Number|String|Boolean|parseInt|Number\.parseInt|require)$/.test(node.expression.getText()) || /^@(?:aws-sdk|smithy)\/(?:credential|node-http|util|fetch)/.test(importedName(target, node.expression)?.module ?? '');
};

const isInFunction = (node: ts.Node, top: ts.Node): boolean => ts.findAncestor(node, (each) => (each === top ? 'quit' : ts.isFunctionLike(each))) !== undefined;

/** What becomes of it: it must not be closed, changed, listened to or handed to somebody who may do so. */
function refuseUse(target: TargetProgram, value: ts.Expression, depth: number): void {
  let place: ts.Node = value;
  while (ts.isParenthesizedExpression(place.parent) || ts.isAsExpression(place.parent) || ts.isSatisfiesExpression(place.parent) || ts.isNonNullExpression(place.parent)) place = place.parent;
  const { parent } = place;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === place) return refuseMember(parent);
  if ((ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) && parent.initializer === place) return refuseVariable(target, parent, depth);
  const isReturned = ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === place);
  if (isReturned) return refuseHandedOut(target, place, depth);
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return refuseHolder(target, parent);
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== place) return refuseTaker(target, parent);
  if (ts.isExpressionStatement(parent) || ts.isAwaitExpression(parent) || ts.isTypeOfExpression(parent)) return;
  abstain(`what becomes of \`${firstLine(value)}\` is not in sight`);
}

function refuseMember(access: ts.PropertyAccessExpression): void {
  const name = access.name.text;
  if (ENDING.test(name)) abstain(`\`${access.expression.getText().slice(0, 40)}\` is ended with each request (\`${name}\`)`);
  if (LISTENING.test(name)) abstain(`\`${access.expression.getText().slice(0, 40)}\` is listened to or extended with each request (\`${name}\`)`);
  if (BLOCKING.test(name)) abstain(`\`${access.expression.getText().slice(0, 40)}\` is kept waiting or in a state of its own by one request (\`${name}\`)`);
  if (name === 'defaults') abstain(`\`${access.getText().slice(0, 40)}\` is set with each request, or may be`);
  if (name === 'connect') abstain(`\`${access.expression.getText().slice(0, 40)}\` is connected with each request (\`connect\`), and may be connected only once`);
  if (isWriteTarget(access.name)) abstain(`\`${access.getText()}\` is set with each request`);
  if (ts.isPropertyAccessExpression(access.parent) && isWriteTarget(access.name)) abstain(`\`${access.parent.getText()}\` is set with each request`);
}

function refuseVariable(target: TargetProgram, holder: ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement, depth: number): void {
  if (!ts.isIdentifier(holder.name)) return abstain(`\`${holder.name.getText()}\` takes it apart`);
  const list = ts.findAncestor(holder, ts.isVariableDeclarationList);
  if (ts.isVariableDeclaration(holder) && list && (list.flags & ts.NodeFlags.Const) === 0) abstain(`\`${holder.name.text}\` is a variable that may be set again`);
  if (list && (list.flags & ts.NodeFlags.Using) !== 0) abstain(`\`${holder.name.text}\` is ended with each request (\`using\`)`);
  refuseNames(target, holder.name, [], depth);
}

/** Every place that names the variable, those statements left out that make and connect it. */
function refuseNames(target: TargetProgram, declared: ts.Identifier, except: readonly ts.Statement[], depth: number): void {
  const symbol = target.checker.getSymbolAtLocation(declared);
  const scope = ts.findAncestor(declared, ts.isFunctionLike) ?? declared.getSourceFile();
  for (const name of descendants(scope, ts.isIdentifier)) {
    if (name !== declared && symbolOf(target, name) === symbol && !except.some((statement) => isWithin(name, statement))) refuseUse(target, name, depth);
  }
}

/** The function gives it to its callers: all of them must be fit to share it. */
function refuseHandedOut(target: TargetProgram, place: ts.Node, depth: number): void {
  const fn = ts.findAncestor(place.parent, ts.isFunctionLike);
  const declared = fn && (fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined));
  const symbol = declared && target.checker.getSymbolAtLocation(declared);
  if (symbol === undefined || depth > 1) return abstain(`who gets \`${firstLine(place)}\` is not in sight`);
  for (const name of placesNaming(target, symbol)) {
    const whole = ts.isPropertyAccessExpression(name.parent) && name.parent.name === name ? name.parent : name;
    if (ts.isCallExpression(whole.parent) && whole.parent.expression === whole) refuseUse(target, whole.parent, depth + 1);
    else if (!isExport(whole) && !ts.isTypeNode(whole.parent)) abstain(`who gets \`${firstLine(place)}\` is not in sight (\`${firstLine(whole.parent)}\`)`);
  }
}

const isExport = (node: ts.Node): boolean => /^(?:module\.)?exports\b/.test((ts.findAncestor(node, ts.isExpressionStatement) ?? node).getText());

/** `{ client }` given to a function or class. */
function refuseHolder(target: TargetProgram, property: ts.Node): void {
  const taker = ts.findAncestor(property, (node) => (ts.isStatement(node) || ts.isFunctionLike(node) ? 'quit' : ts.isCallExpression(node) || ts.isNewExpression(node)));
  if (taker && (ts.isCallExpression(taker) || ts.isNewExpression(taker))) return refuseTaker(target, taker);
  abstain(`what becomes of \`${firstLine(property)}\` is not in sight`);
}

/** One of the service's own functions that ends nothing, or a package's that does not change what it is given. */
function refuseTaker(target: TargetProgram, taker: ts.CallExpression | ts.NewExpression): void {
  const name = taker.expression.getText();
  const last = name.replace(/^.*\./, '');
  if (INSTRUMENTING.test(last)) abstain(`\`${name}\` changes the client that it is given`);
  const own = ts.isCallExpression(taker) ? ownCallees(target, taker) : (symbolOf(target, taker.expression)?.declarations ?? []).filter((declaration) => target.pathOf(declaration) !== undefined);
  const ending = own.find((declaration) => ENDS.test(declaration.getText()));
  const changing = own.find((declaration) => CHANGES.test(declaration.getText()));
  if (changing) abstain(`\`${name}\` may change the client that it is given, listen to it, or keep something by it`);
  if (ending) abstain(`\`${name}\` may end the client that it is given`);
}

/** Tests that replace the class or the environment each time would meet the first one again. */
function refuseTests(target: TargetProgram, making: Making): void {
  const name = makingName(making).replace(/\..*$/, '');
  const variables = environmentNames(textOfMaking(target, making));
  for (const source of target.sources) {
    const path = target.pathOf(source) ?? '';
    if (!isTestPath(path)) continue;
    if (new RegExp(`\\b${name}\\b[^;\\n]*\\b(?:mockImplementation|mockReturnValue|mockImplementationOnce|mockReturnValueOnce)\\b|(?:stub|method|spyOn)\\([^)\\n]*['"]${name}['"]`).test(source.text)) abstain(`a test replaces \`${name}\` each time (${path})`);
    const set = variables.find((variable) => (source.text.match(new RegExp(`process\\.env(?:\\.|\\[['"])${variable}(?:['"]\\])?\\s*=(?!=)|stubEnv\\(['"]${variable}`, 'g')) ?? []).length > 1);
    if (set !== undefined) abstain(`a test sets \`${set}\` differently each time (${path})`);
  }
}

export const functionAround = (node: ts.Node): string => {
  const fn = ts.findAncestor(node.parent, (each): each is ts.FunctionLikeDeclaration => ts.isFunctionLike(each) && functionName(each) !== undefined);
  return (fn && functionName(fn)) ?? 'the handler';
};

export const isPartOf = (inner: Making, making: Making): boolean => inner !== making && isWithin(inner, making);
