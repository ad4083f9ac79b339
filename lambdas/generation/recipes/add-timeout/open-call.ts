import ts from 'typescript';
import type { CodeSite } from '../../../../shared/domain/code-site.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain } from '../../reading/call-chain.ts';
import { calleeName } from '../../reading/callee.ts';
import { descendants } from '../../reading/enclosing.ts';
import { isWriteTarget } from '../../reading/references.ts';
import { refuseShadowed } from '../../reading/shadowed.ts';
import { abstain } from '../../recipe.ts';

/** A call that goes out and may wait for ever. */
export type OpenCall = {
  readonly call: ts.CallExpression;
  /** How it can be given a limit: an abort signal, or a number of milliseconds under `timeout`. */
  readonly takes: 'signal' | 'timeout';
  readonly options: ts.Expression | undefined;
};

/** The call on the innermost measured line that takes a signal or time-out and has none. */
export function openCall(target: TargetProgram, sites: readonly CodeSite[]): OpenCall {
  const [innermost] = callChain(target, sites);
  if (innermost === undefined) return abstain('none of the measured places is in the source');
  for (const call of innermost.calls) {
    const takes = limitOf(target, call);
    if (takes === undefined) continue;
    const options = call.arguments[1];
    if (options !== undefined && hasLimit(target, options)) return abstain(`\`${firstLine(call)}\` has a time limit already`);
    refuseLimitedAround(target, call);
    refuseLongAnswers(call);
    refuseShadowed(target, call, ['AbortSignal']);
    return { call, takes, options };
  }
  return abstain('no call on the measured line takes an abort signal or a time-out');
}

/** `Promise.race([fetch(…), after(500)])`, `withTimeout(fetch(…), 500)`, a request that was made with a signal. */
function refuseLimitedAround(target: TargetProgram, call: ts.CallExpression): void {
  const around = ts.findAncestor(call.parent, (node) => (ts.isFunctionLike(node) || ts.isStatement(node) ? 'quit' : ts.isCallExpression(node) && /(?:^|\.)(?:race|any)$|time_?out|deadline|time_?limit/i.test(node.expression.getText())));
  if (around) abstain(`\`${firstLine(around)}\` has a time limit already`);
  const [request] = call.arguments;
  const type = request && target.checker.getTypeAtLocation(request);
  if (type?.getSymbol()?.getName() === 'Request') abstain(`\`${firstLine(call)}\` sends a request that was made elsewhere, perhaps with a time limit`);
}

/** A limit ends the reading of the answer, too: what is passed on as a stream may rightly take longer. */
function refuseLongAnswers(call: ts.CallExpression): void {
  const fn = ts.findAncestor(call, ts.isFunctionLike);
  const stream = fn && descendants(fn, ts.isPropertyAccessExpression).find((access) => access.name.text === 'body' && !ts.isCallExpression(access.parent.parent) && /\.body(?:!?\.(?:getReader|pipe\w*)|[,);!])/.test(access.parent.getText() + ';') && /res|answer|reply|fetch/i.test(access.expression.getText()));
  if (stream) abstain(`the answer is read as a stream (\`${stream.getText()}\`), which a time limit would cut off`);
}

function limitOf(target: TargetProgram, call: ts.CallExpression): OpenCall['takes'] | undefined {
  const { checker } = target;
  const options = checker.getResolvedSignature(call)?.getParameters()[1];
  const type = options && checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(options, call));
  const isFetch = calleeName(call) === 'fetch';
  if (isFetch && (type === undefined || type.getProperty('signal') !== undefined || (type.flags & ts.TypeFlags.Any) !== 0)) return 'signal';
  const isRequest = /^(?:get|head|request|post|put|patch|delete)$/.test(calleeName(call) ?? '');
  return isRequest && type?.getProperty('timeout') && type.getProperty('headers') ? 'timeout' : undefined;
}

/** Options that set a limit, here or, when they come from elsewhere, where they are made. */
function hasLimit(target: TargetProgram, options: ts.Expression): boolean {
  const literal = ts.isIdentifier(options) ? constantOf(target, options) : options;
  const fn = ts.findAncestor(options, ts.isFunctionLike);
  if (ts.isIdentifier(options) && fn && descendants(fn, ts.isPropertyAccessExpression).some((access) => access.name.text === 'signal' && access.expression.getText() === options.text && isWriteTarget(access.name))) return true;
  if (literal === undefined || !ts.isObjectLiteralExpression(literal)) return false;
  return literal.properties.some((property) => (property.name && /^(?:signal|timeout)$/.test(property.name.getText())) || (ts.isSpreadAssignment(property) && ts.isIdentifier(property.expression) && hasLimit(target, property.expression)));
}

function constantOf(target: TargetProgram, name: ts.Identifier): ts.Expression | undefined {
  const declaration = target.checker.getSymbolAtLocation(name)?.valueDeclaration;
  return declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
}

/** The call with a limit as its options, by edits that leave everything else as it is. */
export function limitEdits({ call, takes, options }: OpenCall, limit: string): { start: number; end: number; text: string }[] {
  const property = takes === 'signal' ? `signal: AbortSignal.timeout(${limit})` : `timeout: ${limit}`;
  if (options === undefined) {
    const last = call.arguments.at(-1);
    return last ? [{ start: last.getEnd(), end: last.getEnd(), text: `, { ${property} }` }] : [];
  }
  if (!ts.isObjectLiteralExpression(options)) return [{ start: options.getStart(), end: options.getEnd(), text: `{ ${property}, ...${ts.isIdentifier(options) || ts.isPropertyAccessExpression(options) ? options.getText() : `(${options.getText()})`} }` }];
  return [intoLiteral(options, property)];
}

function intoLiteral(options: ts.ObjectLiteralExpression, property: string): { start: number; end: number; text: string } {
  const text = options.getSourceFile().text;
  const [first] = options.properties;
  const last = options.properties.at(-1);
  if (first === undefined || last === undefined) return { start: options.getStart(), end: options.getEnd(), text: `{ ${property} }` };
  const lineBreak = /^\s*\n\s*/.exec(text.slice(options.getStart() + 1))?.[0];
  const separator = lineBreak === undefined ? ' ' : lineBreak;
  // What is spread in keeps the last word: it may bring a signal of its own.
  const goesFirst = options.properties.some(ts.isSpreadAssignment);
  return goesFirst ? { start: first.getStart(), end: first.getStart(), text: `${property},${separator}` } : { start: last.getEnd(), end: last.getEnd(), text: `,${separator}${property}` };
}

export const firstLine = (node: ts.Node) => (node.getText().split('\n', 1)[0] ?? '').slice(0, 80);
