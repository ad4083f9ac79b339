import ts from 'typescript';
import { placeTest } from '../../edits/place-module.ts';
import { testText } from '../../edits/test-text.ts';
import type { TargetProgram } from '../../program/target-program.ts';
import { isTestPath } from '../../reading/callee.ts';
import { descendants, functionName } from '../../reading/enclosing.ts';
import { isPure } from '../../reading/purity.ts';
import type { RecipeInput } from '../../recipe.ts';
import type { BadInput } from './bad-input.ts';
import type { Refusal } from './refusal.ts';
import type { RequestValue } from './request-value.ts';

/** A test that drives the border with the bad input, or why there is none. */
export type BorderTest = { readonly path: string; readonly text: string } | { readonly none: string };

/**
 * Only where the border can be driven without anything else: exported by name, nothing but plain values worked out before the check, and
 * some existing test already loads its module.
 */
export function borderTest(input: RecipeInput, target: TargetProgram, bad: BadInput, value: RequestValue, refused: Refusal, isPlainAnswer: boolean): BorderTest {
  const { border, path } = value;
  const source = border.getSourceFile();
  const modulePath = target.pathOf(source) ?? '';
  const name = functionName(border);
  if (!isPlainAnswer) return { none: 'the answer is made by other code, whose form is not known here' };
  if (name === undefined || !isExported(source, name)) return { none: 'the function is not exported, so that no test can call it alone' };
  const event = path && eventFor(bad, path);
  if (event === undefined) return { none: 'not every step from the event to the value is in sight' };
  const block = refused.statement.parent;
  const before = ts.isBlock(block) ? block.statements.slice(0, block.statements.indexOf(refused.statement)) : [];
  const isQuiet = ts.isBlock(block) && block.parent === border && before.every((statement) => ts.isVariableStatement(statement) && statement.declarationList.declarations.every(({ initializer }) => initializer === undefined || isQuietValue(initializer)));
  if (!isQuiet) return { none: 'the function does other things first, which a test would have to stand in for' };
  const base = modulePath.replace(/^.*\//, '').replace(/\.[^.]+$/, '');
  const loads = target.sources.some((each) => isTestPath(target.pathOf(each) ?? '') && new RegExp(`['"][./][^'"]*\\b${base}(?:\\.[cm]?[jt]sx?)?['"]`).test(each.text));
  if (!loads) return { none: 'no existing test loads this module, so that it may need things that a test does not have' };
  const place = placeTest(input, target, source, modulePath, /\.[^.]+$/.exec(modulePath)?.[0] ?? '.ts', '-input');
  if (place === undefined) return { none: 'the target has no tests to go by' };
  const others = border.parameters.slice(1).map(() => ', {}‹ as never›').join('');
  const cases = `test('answers 400 when ${refused.message.replace(/^The/, 'the').replaceAll(/['`\\]/g, '')}', async () => {
  const answer = (await ${name}(${event}‹ as never›${others}))‹ as unknown as { statusCode: number }›;
  EQUAL(answer.statusCode ~ 400);
});
`;
  return { path: place.path, text: testText(input.target.test.runner, { name, specifier: place.specifier, cases }, place.module, place.style) };
}

/** A value that needs nobody: parsing the request is what the test is about. */
const isQuietValue = (value: ts.Expression): boolean => isPure(value) || (descendants(value, ts.isCallExpression).every((call) => isPure(call) || call.expression.getText() === 'JSON.parse') && !/\bawait\b|\bnew\b/.test(value.getText()) && !(ts.isCallExpression(value) && value.expression.getText() !== 'JSON.parse'));

const isExported = (source: ts.SourceFile, name: string): boolean =>
  new RegExp(`export (?:default )?(?:async )?(?:function|const|let) ${name}\\b|export {[^}]*\\b${name}\\b|exports\\.${name} =|module\\.exports = {[^}]*\\b${name}\\b`).test(source.text);

/** `['body', '()', 'customer', 'address']` without an address: `{ body: JSON.stringify({ customer: {} }) }`. */
function eventFor(bad: BadInput, path: readonly string[]): string | undefined {
  const wrong = bad.kind === 'throws' ? (bad.must === 'be JSON' ? "'{'" : bad.must === 'be well encoded' ? "'%'" : "'not like that'") : undefined;
  if (bad.kind === 'schema') return undefined;
  const build = (names: readonly string[]): string | undefined => {
    const [first, ...rest] = names;
    if (first === undefined) return wrong;
    if (first === '()') return rest.length === 0 && wrong === undefined ? "'null'" : `JSON.stringify(${build(rest) ?? '{}'})`;
    const inner = build(rest);
    const key = /^[A-Za-z_$][\w$]*$/.test(first) ? first : `'${first}'`;
    return rest.length === 0 && inner === undefined ? '{}' : `{ ${key}: ${inner ?? '{}'} }`;
  };
  return build(path);
}
