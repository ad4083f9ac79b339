import { describe, expect, it } from 'vitest';
import { checkTestWeakening, demandsOf } from '../../../../../shared/rules/gate/test-weakening.ts';

const TESTS = "import { expect, it } from 'vitest';\nit('adds', () => { expect(add(1, 2)).toBe(3); });\nit('lists', () => { expect(list()).toEqual([1]); }, 1000);\n";
const change = (after: string | null, before: string | null = TESTS, path = 'test/a.test.ts') => ({ path, before, after });
const messages = (...files: ReturnType<typeof change>[]) => checkTestWeakening(files).map(({ message }) => message);

describe('tests that would demand less', () => {
  it.each([
    ['skip', TESTS.replace("it('adds'", "it.skip('adds'"), /switches tests off/],
    ['only', TESTS.replace("it('adds'", "it.only('adds'"), /switches tests off/],
    ['todo', `${TESTS}it.todo('later');\n`, /switches tests off/],
    ['xit', TESTS.replace("it('adds'", "xit('adds'"), /switches tests off/],
    ['an option', TESTS.replace("it('adds', ", "it('adds', { skip: true }, "), /switches tests off/],
    ['a skip inside', TESTS.replace('=> { expect(add', '=> { t.skip(); expect(add'), /switches tests off/],
    ['an assertion less', TESTS.replace('expect(add(1, 2)).toBe(3);', 'add(1, 2);'), /1 assertions, and had 2/],
    ['a test less', `${TESTS.split('\n').slice(0, 2).join('\n')}\n`, /1 tests, and had 2/],
    ['a vague assertion', TESTS.replace('toBe(3)', 'toBeDefined()'), /assertions that are exact/],
    ['an assertion about nothing', TESTS.replace('expect(add(1, 2)).toBe(3)', 'expect(true).toBe(true)'), /assertions that are exact/],
    ['more time', TESTS.replace('1000', '60_000'), /gives a test 60000 ms/],
  ])('are seen by %s', (_, after, message) => {
    expect(messages(change(after))).toEqual([expect.stringMatching(message)]);
  });

  it('are seen in assertions of node:assert and in snapshots', () => {
    const before = "test('adds', () => { assert.equal(add(1, 2), 3); });\n";
    expect(messages(change("test('adds', () => { assert.ok(add(1, 2)); });\n", before))).toEqual([expect.stringContaining('exact')]);
    expect(messages(change('new', 'old', 'test/__snapshots__/a.test.ts.snap'))).toEqual([expect.stringContaining('snapshot')]);
  });

  it('are not those that say the same otherwise, say more, move, or are new', () => {
    expect(messages(change(TESTS.replace('toBe(3)', 'toEqual(3)')))).toEqual([]);
    expect(messages(change(`${TESTS}it('more', () => { expect(1 + add(0, 0)).toBe(1); });\n`))).toEqual([]);
    expect(messages(change("import { expect, it } from 'vitest';\n"), change(TESTS, null, 'test/b.test.ts'))).toEqual([]);
    expect(messages(change("it.skip('x', () => {});\n", null))).toEqual([]);
    expect(messages(change('let a;\n', 'let b;\n', 'src/a.ts'))).toEqual([]);
  });
});

it('counts what a file of tests demands', () => {
  expect(demandsOf('a.test.ts', "test.each([1])('a', (n) => { expect(n).not.toBe(2); expect(n).resolves.toEqual(1); assert(n); });\ndescribe.skip('b', () => {});\n")).toEqual({ tests: 1, setAside: 1, assertions: 3, vague: 1, timeoutsMs: [] });
});
