import ts from 'typescript';
import type { TargetProgram } from '../../program/target-program.ts';
import { callChain, type ChainLink } from '../../reading/call-chain.ts';
import { ownCallees, symbolOf } from '../../reading/callee.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import { isAny } from '../../reading/promised.ts';
import { abstain } from '../../recipe.ts';
import { failingAccess, type ErrorEvidence } from '../../reading/failing-access.ts';

/** What fails on bad input: an expression that throws, or a value that is not there or not of its kind. */
export type BadInput =
  | { readonly kind: 'throws'; readonly node: ts.Expression; readonly input: ts.Expression; readonly must: string }
  | { readonly kind: 'schema'; readonly node: ts.CallExpression; readonly input: ts.Expression }
  | { readonly kind: 'missing'; readonly input: ts.Expression; readonly wants: 'anything' | 'list'; readonly property: string };

const LIST_METHOD = /^(?:map|filter|forEach|reduce|some|every|find|flatMap|findIndex|push|sort|join|splice)$/;
const NOT_A_LIST = /^((?:[\w$]+\??\.)*[\w$]+)(?: is not iterable|\.(?:map|filter|forEach|reduce|some|every|find|flatMap|join) is not a function)/;

/** Finds it on the failing line by the error's name and message; abstains when they speak of something else. */
export function badInput(target: TargetProgram, evidence: ErrorEvidence): { bad: BadInput; chain: ChainLink[] } {
  const chain = callChain(target, evidence.sites);
  const [site] = evidence.sites;
  const source = site && target.sourceFile(site.path.replace(/^\.\//, ''));
  if (site === undefined || source === undefined || chain[0]?.site !== site) return abstain('the failing place is not in the source');
  const message = evidence.samples[0] ?? evidence.template;
  const onLine = <T extends ts.Node>(test: (node: ts.Node) => node is T): T[] => descendants(source, test).filter((node) => lineOf(source, node.getStart()) <= site.line && lineOf(source, node.getEnd()) >= site.line);
  const only = <T>(found: readonly T[], what: string): T => {
    const [first, second] = found;
    if (first === undefined) return abstain(`no ${what} stands on the failing line`);
    return second === undefined ? first : abstain(`more than one ${what} stands on the failing line`);
  };
  const callOf = (pattern: RegExp) => only(onLine(ts.isCallExpression).filter((call) => pattern.test(call.expression.getText()) && lineOf(source, call.expression.getStart()) === site.line), 'such call');

  if (evidence.name === 'ZodError') {
    const node = only(onLine(ts.isCallExpression).filter((call) => ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'parse' && call.expression.expression.getText() !== 'JSON'), '`parse` of a schema');
    const [input] = node.arguments;
    return input ? { bad: { kind: 'schema', node, input }, chain } : abstain('the schema is asked about nothing');
  }
  if (evidence.name === 'SyntaxError') return { bad: throwing(callOf(/^JSON\.parse$|^BigInt$/)), chain };
  if (evidence.name === 'URIError') return { bad: throwing(callOf(/^decodeURI(?:Component)?$/)), chain };
  if (evidence.name === 'RangeError' && /Invalid time value/.test(message)) {
    const node = only(onLine(ts.isCallExpression).filter((call) => ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'toISOString'), '`toISOString`');
    const input = ts.isPropertyAccessExpression(node.expression) ? dateInput(target, node.expression.expression) : undefined;
    return input ? { bad: { kind: 'throws', node, input, must: 'be a date' }, chain } : abstain('the date on the failing line is not made of a value that is in sight');
  }
  if (evidence.name === 'TypeError' && /Invalid URL/.test(message)) {
    const node = only(onLine(ts.isNewExpression).filter((made) => made.expression.getText() === 'URL'), '`new URL`');
    const input = node.arguments?.[0];
    return input ? { bad: { kind: 'throws', node, input, must: 'be an address' }, chain } : abstain('the address on the failing line is not in sight');
  }
  const text = NOT_A_LIST.exec(message)?.[1];
  if (evidence.name === 'TypeError' && text !== undefined) {
    const same = onLine((node): node is ts.Expression => (ts.isPropertyAccessExpression(node) || ts.isIdentifier(node)) && node.getText() === text && !(ts.isPropertyAccessExpression(node.parent) && node.parent.name === node));
    const first = same[0];
    const type = first && target.checker.getTypeAtLocation(first);
    if (type && message.endsWith('is not iterable') && (isAny(type) || !target.checker.isArrayLikeType(target.checker.getNonNullableType(type)))) abstain(`as far as types show, \`${text}\` need not be a list: a text would do as well`);
    return first ? { bad: { kind: 'missing', input: first, wants: 'list', property: 'it' }, chain } : abstain(`\`${text}\` does not stand on the failing line`);
  }
  if (evidence.name !== 'TypeError') return abstain(`${evidence.name} is not known to come of bad input`);
  const { access, property } = failingAccess(target, evidence);
  return { bad: { kind: 'missing', input: bare(access.expression), wants: LIST_METHOD.test(property) ? 'list' : 'anything', property }, chain };
}

function throwing(node: ts.CallExpression): BadInput {
  const [input] = node.arguments;
  const name = node.expression.getText();
  return input ? { kind: 'throws', node, input, must: name === 'JSON.parse' ? 'be JSON' : name === 'BigInt' ? 'be a whole number' : 'be well encoded' } : abstain('what fails is given nothing');
}

const lineOf = (source: ts.SourceFile, offset: number) => source.getLineAndCharacterOfPosition(offset).line + 1;

/** The one value in `new Date(value)`, or of a constant that was made so. */
function dateInput(target: TargetProgram, date: ts.Expression): ts.Expression | undefined {
  const node = bare(date);
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && node.arguments?.length === 1) return node.arguments[0];
  const declaration = ts.isIdentifier(node) ? symbolOf(target, node)?.valueDeclaration : undefined;
  return declaration && ts.isVariableDeclaration(declaration) && declaration.initializer && (declaration.parent.flags & ts.NodeFlags.Const) !== 0 ? dateInput(target, declaration.initializer) : undefined;
}

/** The call of the next frame that leads into a frame's function. */
export function leadingCall(target: TargetProgram, chain: readonly ChainLink[], index: number): ts.CallExpression | undefined {
  const fn = chain[index]?.fn;
  return chain[index + 1]?.calls.find((call) => ownCallees(target, call).some((callee) => callee === fn));
}
