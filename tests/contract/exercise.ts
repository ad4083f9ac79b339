import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import type { Exerciser, ExerciseJob, ExerciseStep, Language, StepRun } from '../../shared/ports/exercise.ts';

/** One small program in a language: a candidate that is right, one that is wrong, one that ends early and well, and what is not that language. */
type Small = { readonly candidate: string; readonly test: string; readonly testText: string; readonly right: string; readonly wrong: string; readonly early: string; readonly broken: string };

export const SMALL: Readonly<Record<Language, Small>> = {
  javascript: { candidate: 'sum.js', test: 'sum.test.js', testText: "const { sum } = require('./sum.js');\nconsole.assert(sum(1, 2) === 3, 'one and two');\n", right: 'exports.sum = (a, b) => a + b;\n', wrong: 'exports.sum = (a, b) => a - b;\n', early: 'process.exit(0);\n', broken: 'exports.sum = (a, b => a;\n' },
  typescript: { candidate: 'sum.ts', test: 'sum.test.ts', testText: "import assert from 'node:assert';\nimport { sum } from './sum.ts';\nassert.equal(sum(1, 2), 3);\n", right: 'export const sum = (a: number, b: number): number => a + b;\n', wrong: 'export const sum = (a: number, b: number): number => a - b;\n', early: 'process.exit(0);\nexport const sum = (a: number, _b: number): number => a;\n', broken: 'export const sum = (a: number, b: number: number => a;\n' },
  python: { candidate: 'total.py', test: 'test_total.py', testText: 'from total import total\n\nassert total(1, 2) == 3\n', right: 'def total(a, b):\n    return a + b\n', wrong: 'def total(a, b):\n    return a - b\n', early: 'import sys\nsys.exit(0)\n', broken: 'def total(a, b:\n    return a\n' },
  java: { candidate: 'Sum.java', test: 'SumTest.java', testText: 'public class SumTest {\n  public static void main(String[] arguments) {\n    assert Sum.sum(1, 2) == 3;\n  }\n}\n', right: 'public class Sum {\n  static int sum(int a, int b) {\n    return a + b;\n  }\n}\n', wrong: 'public class Sum {\n  static int sum(int a, int b) {\n    return a - b;\n  }\n}\n', early: 'public class Sum {\n  static int sum(int a, int b) {\n    System.exit(0);\n    return a;\n  }\n}\n', broken: 'public class Sum {\n  int sum = ;\n}\n' },
  go: { candidate: 'sum.go', test: 'sum_test.go', testText: 'package sum\n\nimport "testing"\n\nfunc TestSum(t *testing.T) {\n\tif Sum(1, 2) != 3 {\n\t\tt.Fatal("one and two")\n\t}\n}\n', right: 'package sum\n\nfunc Sum(a, b int) int { return a + b }\n', wrong: 'package sum\n\nfunc Sum(a, b int) int { return a - b }\n', early: 'package sum\n\nimport "syscall"\n\nfunc Sum(a, b int) int {\n\tsyscall.Exit(0)\n\treturn a\n}\n', broken: 'package sum\n\nfunc Sum(a, b int int { return a }\n' },
  rust: { candidate: 'sum.rs', test: 'sum_test.rs', testText: 'mod sum;\n\n#[test]\nfn one_and_two() {\n    assert_eq!(sum::sum(1, 2), 3);\n}\n', right: 'pub fn sum(a: i32, b: i32) -> i32 {\n    a + b\n}\n', wrong: 'pub fn sum(a: i32, b: i32) -> i32 {\n    a - b\n}\n', early: 'pub fn sum(_a: i32, _b: i32) -> i32 {\n    std::process::exit(0)\n}\n', broken: 'pub fn sum(a: i32, b: i32 -> i32 {\n    a\n}\n' },
  php: { candidate: 'sum.php', test: 'sum_test.php', testText: "<?php\nrequire __DIR__ . '/sum.php';\nassert(sum(1, 2) === 3);\n", right: '<?php\nfunction sum($a, $b) { return $a + $b; }\n', wrong: '<?php\nfunction sum($a, $b) { return $a - $b; }\n', early: '<?php\nexit(0);\n', broken: '<?php\nfunction sum($a, { }\n' },
  ruby: { candidate: 'sum.rb', test: 'sum_test.rb', testText: "require_relative 'sum'\nraise 'one and two' unless sum(1, 2) == 3\n", right: 'def sum(a, b)\n  a + b\nend\n', wrong: 'def sum(a, b)\n  a - b\nend\n', early: 'exit 0\n', broken: 'def sum(a, b\n  a\nend end\n' },
};

export const exerciseJob = (language: Language, candidate: string, steps: readonly ExerciseStep[], change: Partial<ExerciseJob> = {}): ExerciseJob => {
  const small = SMALL[language];
  return { language, files: new Map([[small.candidate, candidate], [small.test, small.testText]]), tests: [small.test], steps, dependencies: undefined, timeoutSeconds: 30, memoryMb: 768, ...change };
};

const only = async (exerciser: Exerciser, job: ExerciseJob): Promise<StepRun> => {
  const { steps: [step] } = await exerciser.exercise(job);
  if (step === undefined) throw new Error('no step');
  return step;
};

/** What every exerciser must do. `missing`: why a language cannot be tried here. */
export function exerciseContract(name: string, exerciser: Exerciser, languages: readonly { readonly language: Language; readonly missing: string | undefined }[]): void {
  for (const { language, missing } of languages) {
    const small = SMALL[language];
    describe(`${name}: ${language}`, () => {
      if (missing !== undefined) {
        it.skip(missing, () => {});
        return;
      }

      it('accepts what is right, and tells how long each test took', async () => {
        const step = await only(exerciser, exerciseJob(language, small.right, ['tests']));
        expect(step).toMatchObject({ step: 'tests', status: 'passed', findings: [], tests: [{ file: small.test, status: 'passed' }] });
        expect(step.durationMs).toBeGreaterThan(0);
      });

      it('rejects what is wrong, and says where it was found', async () => {
        const step = await only(exerciser, exerciseJob(language, small.wrong, ['tests']));
        expect(step).toMatchObject({ status: 'failed', tests: [{ status: 'failed' }] });
        expect(step.findings[0]?.path).toBe(small.test);
      });

      it('rejects what ends with 0 before its test has run to its end', async () => {
        expect(await only(exerciser, exerciseJob(language, small.early, ['tests']))).toMatchObject({ status: 'failed', tests: [{ status: 'failed' }] });
      });

      it('finds what is not the language, with file and line', async () => {
        const { steps } = await exerciser.exercise(exerciseJob(language, small.broken, ['syntax']));
        expect(steps).toMatchObject([{ step: 'syntax', status: 'failed' }]);
        expect(steps[0]?.findings[0]).toMatchObject({ path: small.candidate, line: expect.any(Number) });
      });
    });
  }

  describe(name, () => {
    it('tells test by test where the file uses Node’s own runner', async () => {
      const text = "import { suite, test } from 'node:test';\nimport assert from 'node:assert';\nsuite('sums', () => { test('right', () => {}); test('wrong', () => { assert.equal(1 + 1, 3); }); test('later', { skip: true }, () => {}); });\n";
      const step = await only(exerciser, exerciseJob('typescript', '', ['tests'], { files: new Map([['a.test.ts', text]]), tests: ['a.test.ts'] }));
      expect(step.tests.map(({ name, status }) => `${name} ${status}`)).toEqual(['sums > right passed', 'sums > wrong failed', 'sums > later skipped']);
    });

    it.each([
      ['a rejected promise', "Promise.reject(new Error('lost'));"],
      ['an error after the end of the file', "setTimeout(() => { throw new Error('late'); }, 1);"],
      ['an exit code', 'process.exitCode = 3;'],
      ['a failed console.assert, though it goes on', "console.assert(1 > 2, 'order'); console.log('done');"],
    ])('rejects a test that ends with %s', async (_, text) => {
      expect(await only(exerciser, exerciseJob('javascript', '', ['tests'], { files: new Map([['t.mjs', text]]), tests: ['t.mjs'] }))).toMatchObject({ status: 'failed' });
    });

    it('takes a test that ends itself when it is done', async () => {
      const files = new Map([['sum.mjs', 'export const sum = (a, b) => a + b;\n'], ['t.mjs', "import { sum } from './sum.mjs';\nasync function main() { if (sum(1, 2) !== 3) process.exit(1); }\nmain().then(() => process.exit(0));\n"]]);
      expect(await only(exerciser, exerciseJob('javascript', '', ['tests'], { files, tests: ['t.mjs'] }))).toMatchObject({ status: 'passed', findings: [] });
    });

    it('takes no end from code that shares the test’s file, unless it is the file’s last word', async () => {
      const alone = (text: string) => only(exerciser, exerciseJob('javascript', '', ['tests'], { files: new Map([['t.js', text]]), tests: ['t.js'] }));
      const check = "const check = () => { if (sum(1, 2) !== 3) throw new Error('wrong'); };\n";
      expect(await alone(`const sum = (a, b) => a + b;\n${check}check();\nprocess.exit(0);\n`)).toMatchObject({ status: 'passed' });
      expect(await alone(`const sum = (a, b) => process.exit(0);\n${check}check();\n`)).toMatchObject({ status: 'failed' });
      expect(await alone(`process.exit(0);\nconst sum = (a, b) => a - b;\n${check}check();\n`)).toMatchObject({ status: 'failed' });
    });

    it.each([
      ["Node's test", "const t = require('node:test');\nt.test = t.it = () => {};\n"], ['what is required later', "const Module = require('node:module');\nconst { _load } = Module;\nModule._load = function (name, ...rest) { return /test$|assert$/.test(name) ? { test() {}, equal() {} } : _load.call(this, name, ...rest); };\n"],
      ['a module in the cache', "require.cache['assert'] = { exports: { equal() {} }, loaded: true };\n"], ['a timer', 'globalThis.setTimeout = () => {};\n'],
    ])('is not passed by code that puts itself in the place of %s', async (_, spoil) => {
      const files = (name: string, test: string) => new Map([['sum.js', `${spoil}exports.sum = () => 0;\n`], [name, `const { sum } = require('./sum.js');\nconst assert = require('assert');\n${test}`]]);
      const plain = exerciseJob('javascript', '', ['tests'], { files: files('t.js', 'setTimeout(() => { assert.equal(sum(1, 2), 3); }, 1);\n'), tests: ['t.js'] });
      const runner = exerciseJob('javascript', '', ['tests'], { files: files('t.js', "const { test } = require('node:test');\ntest('adds', () => { assert.equal(sum(1, 2), 3); });\n"), tests: ['t.js'] });
      expect([(await only(exerciser, plain)).status, (await only(exerciser, runner)).status]).toEqual(['failed', 'failed']);
    });

    it('runs each test file apart: one cannot change the next', async () => {
      const spoil = "import { readdirSync, writeFileSync } from 'node:fs';\nfor (const name of readdirSync('.')) if (name !== 'a.mjs') writeFileSync(name, '');\n";
      const step = await only(exerciser, exerciseJob('javascript', '', ['tests'], { files: new Map([['a.mjs', spoil], ['b.mjs', "throw new Error('wrong');\n"]]), tests: ['a.mjs', 'b.mjs'] }));
      expect(step.tests.map(({ name, status }) => `${name} ${status}`)).toEqual(['a.mjs passed', 'b.mjs failed']);
    });

    it('finds what types forbid and what nothing uses', async () => {
      const files = new Map([['a.ts', 'export const a: number = "one";\nconst unused = 1;\n']]);
      const { steps } = await exerciser.exercise(exerciseJob('typescript', '', ['lint', 'types'], { files, tests: [] }));
      expect(steps.map(({ step, status, findings }) => [step, status, findings[0]?.path, findings[0]?.line])).toEqual([['lint', 'failed', 'a.ts', 2], ['types', 'failed', 'a.ts', 1]]);
    });

    it('says that a named test is not there, and that none was named', async () => {
      expect((await only(exerciser, exerciseJob('javascript', '', ['tests'], { tests: ['gone.js'] }))).findings[0]?.message).toContain('not among the files');
      expect(await only(exerciser, exerciseJob('javascript', '', ['tests'], { tests: [] }))).toMatchObject({ status: 'failed', detail: 'No test was named.' });
    });

    it('refuses a file outside the work folder', async () => {
      await expect(exerciser.exercise(exerciseJob('javascript', '', ['tests'], { files: new Map([['../../t.js', '']]), tests: ['../../t.js'] }))).rejects.toThrow('outside the work folder');
    });

    afterEach(() => {
      expect(readdirSync(tmpdir()).filter((entry) => entry.startsWith(`pawl-workshop-${process.pid}-`)), 'every run is cleaned up').toEqual([]);
    });
  });
}
