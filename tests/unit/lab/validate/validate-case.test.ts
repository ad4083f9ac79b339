import { describe, expect, it } from 'vitest';
import { readCase } from '../../../../lab/validate/candidate-case.ts';
import { validateCase } from '../../../../lab/validate/validate-case.ts';
import { bubblewrapExerciser } from '../../../../shared/adapters/local/exercise/bubblewrap-exerciser.ts';

const exerciser = bubblewrapExerciser();
const SANDBOX = { kind: 'sandbox', detail: '' } as const;
const ADD = 'const add = (a, b) => {\n  return a + b;\n}\n';
const TEST = 'const testAdd = () => {\n  console.assert(add(1, 2) === 3);\n}\n\ntestAdd()\n';

const judge = (candidate: string | Record<string, string>, { tests = { 'add.test.js': TEST }, files = {}, language = 'javascript', isolation = SANDBOX }: { tests?: unknown; files?: Record<string, string>; language?: string; isolation?: { kind: 'sandbox' | 'none'; detail: string } } = {}) => {
  const read = readCase(JSON.stringify({ id: 'x', language, files, candidate: typeof candidate === 'string' ? { 'add.js': candidate } : candidate, tests }));
  if (!read.ok) throw new Error(read.problem);
  return validateCase(read.case, { exerciser, isolation });
};
const rejectedFor = async (verdict: ReturnType<typeof judge>) => {
  const { verdict: word, findings } = await verdict;
  return word === 'reject' ? [...new Set(findings.map(({ check }) => check))].join() : word;
};

describe('a candidate', () => {
  it('is accepted when its tests pass, however the test gets at it', async () => {
    expect(await judge(ADD)).toMatchObject({ verdict: 'accept', findings: [], checks: { scope: 'passed', parse: 'passed', secrets: 'passed', security: 'passed', complexity: 'passed', tests: 'passed' } });
    const exported = `${ADD}module.exports = { add };\n`;
    expect(await rejectedFor(judge(exported, { tests: { 'test/a.test.js': `const { add } = require('../add.js');\n${TEST}` } }))).toBe('accept');
    expect(await rejectedFor(judge(exported, { tests: { 'a.test.mjs': "import { test } from 'node:test';\nimport assert from 'node:assert';\ntest('adds', () => assert.equal(add(1, 2), 3));\n" } }))).toBe('accept');
    expect(await rejectedFor(judge({ 'src/add.ts': 'const add = (a: number, b: number): number => a + b;\nexport const more = 1;\n' }, { language: 'typescript', tests: { 'a.test.ts': TEST } }))).toBe('accept');
    expect(await rejectedFor(judge(exported, { files: { 'test.js': `const { add } = require('./add.js');\n${TEST}` }, tests: ['node test.js'] }))).toBe('accept');
    expect(await rejectedFor(judge(ADD, { tests: TEST }))).toBe('accept');
  });

  it.each([
    ['an assertion fails', ADD.replace('+', '-')],
    ['it throws', ADD.replace('return', 'throw')],
    ['a promise that it starts is rejected', `${ADD}Promise.reject(new Error('later'));\n`],
    ['what the test wants is not there', 'const plus = (a, b) => a + b;\n'],
  ])('is rejected when %s, with what happened', async (_, candidate) => {
    const { verdict, findings } = await judge(candidate);
    expect([verdict, findings[0]?.check, findings[0]?.path]).toEqual(['reject', 'tests', 'add.test.js']);
    expect(findings[0]?.message).toMatch(/Assertion failed \(add\.test\.js:2\)|Error|rejected|add/);
  });

  it.each([
    ['ends the process when it is loaded', `process.exit(0);\n${ADD}`],
    ['ends the process when it is called', 'const add = () => {\n  process.exit(0);\n}\n'],
    ['returns before anything', 'const add = () => 0;\nreturn;\n'],
    ['has a console of its own', 'const add = () => 0;\nconst console = { assert() {}, log() {} };\n'],
    ['replaces console.assert', 'const add = () => 0;\nconsole.assert = () => {};\n'],
    ['prints what a passing test prints', "const add = () => 0;\nconsole.log('ok 1\\n# pass 1\\n# fail 0');\n"],
    ['has the test as a comment', 'const add = () => 0;\n/*\n'],
  ])('is rejected though it %s', async (_, candidate) => {
    expect(await rejectedFor(judge(candidate))).toMatch(/^(tests|parse)$/);
  });

  it.each([
    ['brings the package that its test asserts with', 'javascript', { 'a.js': 'module.exports = 0;\n', 'node_modules/chai/index.js': 'exports.expect = () => ({ equal() {} });\n' }, {}],
    ['brings a module that takes the place of one of the language', 'python', { 'a.py': 'x = 0\n', 'unittest.py': 'class TestCase: pass\n' }, {}],
    ['changes a test that is there', 'javascript', { 'a.js': 'module.exports = 0;\n', 'test/a.test.js': '1;\n' }, { 'test/a.test.js': 'throw 1;\n' }],
  ])('is rejected unrun when it %s', async (_, language, candidate, files) => {
    expect(await judge(candidate, { language, files })).toMatchObject({ verdict: 'reject', checks: { scope: 'failed', tests: 'skipped' }, findings: [{ check: 'scope', path: Object.keys(candidate)[1] }] });
  });

  it('does not choose the text of a test that is there', async () => {
    expect(await rejectedFor(judge({ 'add.js': ADD.replace('+', '-'), 't.js': '' }, { files: { 't.js': TEST }, tests: ['t.js'] }))).toBe('tests');
  });

  it('is rejected unread, unrun and with the line where it cannot be parsed or holds a secret', async () => {
    expect(await judge('const add = (a, b => a + b;\n')).toMatchObject({ verdict: 'reject', checks: { parse: 'failed', tests: 'skipped' }, findings: [{ check: 'parse', path: 'add.js', line: 1 }] });
    const secret = `${ADD}const token = '${['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_')}';\n`;
    expect(await judge(secret)).toMatchObject({ verdict: 'reject', findings: expect.arrayContaining([expect.objectContaining({ check: 'secrets', path: 'add.js', line: 4 })]) });
    expect(await rejectedFor(judge(secret, { files: { 'add.js': `${secret}\n` } }))).toBe('accept');
  });

  it('may be as complex as it needs where there is no old code, with advice, and not where there is', async () => {
    const complex = `const add = (a, b) => {\n${Array.from({ length: 12 }, (_, index) => `  if (a === ${index + 10}) return b;\n`).join('')}  return a + b;\n}\n`;
    expect(await judge(complex)).toMatchObject({ verdict: 'accept', advice: [{ check: 'complexity' }] });
    expect(await judge(complex, { files: { 'add.js': 'const add = (a, b) => {\n}\n' } })).toMatchObject({ verdict: 'accept' });
    expect(await judge(complex, { files: { 'add.js': `const add = (a, b) => {\n  if (a > b) return a + b;\n  return b + a;\n}\n` } })).toMatchObject({ verdict: 'reject', findings: [{ check: 'complexity', line: 1 }], advice: [] });
    expect(await judge(`${complex}\n`, { files: { 'add.js': complex } })).toMatchObject({ verdict: 'accept' });
  });

  it('is not accepted by tests that nothing runs, nor run without a sandbox', async () => {
    expect(await rejectedFor(judge(ADD, { tests: { 'a.test.mjs': "import { test } from 'node:test';\ntest.skip('adds', () => {});\n" } }))).toBe('tests');
    expect(await judge(ADD, { isolation: { kind: 'none', detail: 'no bubblewrap' } })).toMatchObject({ verdict: 'reject', findings: [{ check: 'tests', message: expect.stringContaining('no bubblewrap') }] });
  });

  it.each([
    ['an async function of the test waits for ever', "const f = require('./a.js');\n(async () => { require('assert').equal(await f(), 2); })();\n", 'module.exports = () => new Promise(() => {});\n'],
    ['a chained promise never settles', "const f = require('./a.js');\nf().then((value) => require('assert').equal(value, 2));\n", 'module.exports = () => new Promise(() => {});\n'],
    ['what the test chains on is no promise', "const f = require('./a.js');\nf().then((value) => require('assert').equal(value, 2));\n", 'module.exports = () => ({ then() {} });\n'],
    ['the cases that it has registered are none', "const { test } = require('node:test');\nfor (const each of require('./a.js')) test(each, () => require('assert').equal(each, 1));\n", 'module.exports = [];\n'],
  ])('is rejected when the process ends well although %s', async (_, test, candidate) => {
    expect(await rejectedFor(judge({ 'a.js': candidate }, { tests: { 't.js': test } }))).toBe('tests');
  });

  it('is not held to promises that lose a race, nor to those of a test that ends itself', async () => {
    const limited = 'module.exports = (p) => { let t; return Promise.race([p, new Promise((_, no) => { t = setTimeout(() => no(new Error()), 1000); })]).finally(() => clearTimeout(t)); };\n';
    expect(await rejectedFor(judge({ 'a.js': limited }, { tests: { 't.js': "const f = require('./a.js')\nconst assert = require('assert')\n;(async () => { assert.equal(await f(Promise.resolve(2)), 2); process.exit(0) })()\n" } }))).toBe('accept');
    expect(await rejectedFor(judge({ 'a.js': limited }, { tests: { 't.js': "const f = require('./a.js')\nlet n = 1\nf(Promise.resolve(2)).then((value) => require('assert').equal(value, 2)).catch((error) => { throw error })\n" } }))).toBe('accept');
  });

  it('may be TypeScript as compilers take it: enums, parameter properties, imports of types, files without their ending', async () => {
    const files = { 'src/shape.ts': 'export interface Shape { readonly sides: number }\n' };
    const candidate = { 'src/a.ts': "import { Shape } from './shape';\nenum Kind { Square = 4 }\n\nexport class Counter { constructor(private readonly shape: Shape) {} get(): number { return this.shape.sides + Kind.Square; } }\n" };
    const test = (wanted: number) => ({ 'test/a.test.ts': `import assert from 'node:assert/strict';\nimport { Counter } from '../src/a.js';\n\ninterface None { a: 1 }\nconsole.assert(new Counter({ sides: 1 }).get() === ${wanted});\nassert.ok(Counter);\n` });
    expect(await rejectedFor(judge(candidate, { language: 'typescript', files, tests: test(5) }))).toBe('accept');
    expect((await judge(candidate, { language: 'typescript', files, tests: test(6) })).findings).toMatchObject([{ check: 'tests', message: expect.stringContaining('a.test.ts:5') }]);
    expect(await rejectedFor(judge({ 'a.ts': 'function add(a: number, b: number): number { return a + b; }\nexport = add;\n' }, { language: 'typescript', tests: { 't.ts': "import add = require('./a');\nconsole.assert(add(1, 2) === 3);\n" } }))).toBe('accept');
  });

  it('may ask whether it is run by itself, and begin with a shebang or a directive', async () => {
    expect(await rejectedFor(judge(`#!/usr/bin/env node\n'use strict';\n${ADD}if (require.main === module) console.log(add(1, 2));\n`, { tests: { 't.js': `#!/usr/bin/env node\n'use strict';\n${TEST}` } }))).toBe('accept');
  });

  it('in Python is seen whole by a test below it, and not blamed for a file that could not be read before', async () => {
    const example = { language: 'python', files: { 'old.py': 'print "two"\n' }, tests: { 't.py': 'from __future__ import annotations\nassert add(_one, 2) == 3\n' } };
    expect(await rejectedFor(judge({ 'a.py': '_one = 1\n\ndef add(a, b):\n    return a + b\n' }, example))).toBe('accept');
    expect(await rejectedFor(judge({ 'a.py': 'def add(a, b:\n' }, example))).toMatch(/^parse/);
  });

  it.each([
    ['is loaded by the runner', { 'a.py': 'def f():\n    return 2\n', 'tests/conftest.py': 'def pytest_runtest_makereport(item, call):\n    pass\n' }],
    ['reaches into it', { 'a.py': 'import _pytest.python\n_pytest.python.Function.runtest = lambda self: None\ndef f():\n    return 2\n' }],
  ])('in Python is rejected unrun when it %s', async (_, candidate) => {
    expect(await rejectedFor(judge(candidate, { language: 'python', tests: { 'tests/test_a.py': 'from a import f\ndef test_f():\n    assert f() == 1\n' } }))).toBe('scope');
  });
});
