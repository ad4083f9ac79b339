import ts from 'typescript';
import { drive, type Given } from '../../driving/drive.ts';
import { givenFrom } from '../../driving/given-from.ts';
import { isReached, NOT_REACHED, unquiet } from '../../driving/quiet.ts';
import { recipeTest, type RecipeTest } from '../../driving/recipe-test.ts';
import { sampleValue } from '../../driving/sample-value.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { calleeName } from '../../reading/callee.ts';
import { bare, descendants } from '../../reading/enclosing.ts';
import { promised } from '../../reading/promised.ts';
import type { RecipeInput } from '../../recipe.ts';
import type { Wait } from './wait.ts';

/**
 * A test that hands in what is waited for: all begin before any ends, and a failure of any is the failure of the whole. Only where each is
 * called straight on something handed in, and everything else can be made up.
 */
export function overlapTest(input: RecipeInput, target: TargetProgram, waits: readonly Wait[]): RecipeTest {
  const [first] = waits;
  const fn = first && ts.findAncestor(first.statement, (node): node is ts.FunctionLikeDeclaration => ts.isFunctionLike(node));
  if (fn === undefined) return { none: 'the waits stand in no function' };
  const calls = waits.map(({ awaited }) => bare(awaited.expression)).filter(ts.isCallExpression);
  const others = descendants(fn, ts.isAwaitExpression, true).filter((awaited) => !waits.some((wait) => wait.awaited === awaited));
  if (others.length > 0 || calls.length < waits.length) return { none: 'the function waits for other things, too, which a test would have to stand in for' };
  const given: Given[] = [];
  const names: string[] = [];
  for (const [index, call] of calls.entries()) {
    const from = givenFrom(target, fn, call.expression);
    if (from === undefined) return { none: `\`${call.expression.getText().split('\n', 1)[0] ?? ''}\` is not handed in, so that a test would have to replace it` };
    const type = promised(target.checker, target.checker.getTypeAtLocation(call));
    const answer = type && sampleValue(target, type, 'answer', call);
    if (answer === undefined) return { none: `what \`${calleeName(call) ?? 'it'}\` gives cannot be made up` };
    const name = calleeName(call) ?? `call ${index + 1}`;
    names.push(names.includes(name) ? `${name} ${index + 1}` : name);
    given.push({ from, text: `read('${names.at(-1) ?? name}', ${answer})` });
  }
  if (new Set(given.map(({ from }) => JSON.stringify(from))).size < given.length) return { none: 'two of the waits are for the same function, which a test could not tell apart' };
  if (waits.some(({ awaited }) => !isReached(fn, awaited))) return { none: NOT_REACHED };
  const risk = unquiet(target, fn, calls);
  if (risk !== undefined) return { none: risk };
  const driven = drive(target, fn, given);
  return 'none' in driven ? driven : recipeTest(input, target, driven, casesOf(driven.call, names, descendants(fn, ts.isTryStatement).length > 0), '-overlap');
}

function casesOf(call: string, names: readonly string[], catches: boolean): string {
  const [first, second] = names;
  return `/** Takes down in \`events\` when each read begins and ends; the one named \`failing\` fails. */
const run = async (events‹: string[]›, failing = '') => {
  const read = (name‹: string›, answer‹: unknown›) => async () => {
    events.push(\`\${name} begins\`);
    await undefined;
    if (name === failing) throw new Error(\`\${name} failed\`);
    events.push(\`\${name} ends\`);
    return answer;
  };
  return ${call};
};

test('begins every read before one has ended', async () => {
  const events‹: string[]› = [];
  await run(events);
  EQUAL(events.slice(0, ${names.length}) ~ [${names.map((name) => `'${name} begins'`).join(', ')}]);
});
${catches ? '' : `
test('fails when one of them fails, whichever it is', async () => {
  REJECTS(run([], '${first ?? ''}') ~ ${first?? ''} failed);
  REJECTS(run([], '${second ?? ''}') ~ ${second?? ''} failed);
});
`}`;
}
