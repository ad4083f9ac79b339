import ts from 'typescript';
import { drive } from '../../driving/drive.ts';
import { isReached, NOT_REACHED, unquiet } from '../../driving/quiet.ts';
import { recipeTest, type RecipeTest } from '../../driving/recipe-test.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { symbolOf } from '../../reading/callee.ts';
import { descendants } from '../../reading/enclosing.ts';
import { promised } from '../../reading/promised.ts';
import { isPure } from '../../reading/purity.ts';
import type { RecipeInput } from '../../recipe.ts';
import type { OpenCall } from './open-call.ts';

/**
 * A test that plays an upstream which never answers: every attempt comes with a signal that ends it, and there are so many attempts. No time passes in it,
 * so that how long the limit is stays untested. Only where the call is the global `fetch`, and what comes before it can be made up.
 */
export function timeoutTest(input: RecipeInput, target: TargetProgram, { call, takes }: OpenCall, attempts: 1 | 2): RecipeTest {
  const fn = ts.findAncestor(call, (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node));
  const isGlobal = takes === 'signal' && call.expression.getText() === 'fetch' && (symbolOf(target, call.expression)?.declarations ?? []).every((declaration) => target.pathOf(declaration) === undefined);
  if (fn === undefined || !isGlobal) return { none: 'a stalled upstream can only be played in place of the global `fetch`' };
  if (!isReached(fn, call)) return { none: NOT_REACHED };
  const signature = target.checker.getSignatureFromDeclaration(fn);
  if (signature === undefined || promised(target.checker, signature.getReturnType()) === undefined) return { none: 'the function does not give a promise to wait for' };
  const unknown = call.arguments.find((argument) => !isMadeUp(target, argument));
  if (unknown) return { none: `what is sent (\`${(unknown.getText().split('\n', 1)[0] ?? '').slice(0, 60)}\`) depends on more than plain values` };
  const risk = unquiet(target, fn, [call], call) ?? handlersRisk(call);
  if (risk !== undefined) return { none: risk };
  const driven = drive(target, fn, []);
  return 'none' in driven ? driven : recipeTest(input, target, driven, casesOf(driven.call, attempts), '-timeout');
}

/** Plain values all the way: also the constants of the module that it names. */
function isMadeUp(target: TargetProgram, node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node)) return node.properties.every((property) => (ts.isPropertyAssignment(property) ? isMadeUp(target, property.initializer) : ts.isShorthandPropertyAssignment(property)));
  const addresses = descendants(node.parent, ts.isNewExpression).filter((made) => made.expression.getText() === 'URL');
  const isFixed = ({ arguments: args }: ts.NewExpression) => args?.length === 2 && args[1] !== undefined && ts.isStringLiteral(args[1]);
  return isPure(node) && !/\bprocess\.env\b/.test(node.getText()) && addresses.every(isFixed);
}

/** What runs when the call has failed. */
function handlersRisk(call: ts.CallExpression): string | undefined {
  const attempt = ts.findAncestor(call, (node) => (ts.isFunctionLike(node) ? 'quit' : ts.isTryStatement(node)));
  const handlers = attempt && ts.isTryStatement(attempt) ? [attempt.catchClause?.block, attempt.finallyBlock] : [];
  const risky = handlers.flatMap((block) => (block ? descendants(block, ts.isCallExpression) : [])).find((each) => !isPure(each) && !each.expression.getText().startsWith('console.'));
  return risky && `a failed call is followed by \`${(risky.getText().split('\n', 1)[0] ?? '').slice(0, 60)}\`, which a test would have to stand in for`;
}

const casesOf = (call: string, attempts: number): string => `test('gives up when nobody answers', async () => {
  const { fetch } = globalThis;
  const limited‹: boolean[]› = [];
  globalThis.fetch = async (_address, options) => {
    limited.push(options?.signal instanceof AbortSignal);
    throw new Error('nobody answers');
  };
  try {
    await ${call}.catch(() => undefined);
  } finally {
    globalThis.fetch = fetch;
  }
  EQUAL(limited ~ [${Array.from({ length: attempts }, () => 'true').join(', ')}]);
});
`;
