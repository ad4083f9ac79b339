import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCase } from '../../../../lab/validate/candidate-case.ts';
import { inOrder } from '../../../../lab/validate/in-order.ts';
import { placeTests } from '../../../../lab/validate/place-tests.ts';

const CASE = { id: 'a', language: 'javascript', files: { 'a.js': '1' }, candidate: { 'a.js': '2' }, tests: { 't.js': '3' } };
const problem = (change: object) => {
  const read = readCase(JSON.stringify({ ...CASE, ...change }));
  return read.ok ? undefined : read.problem;
};

describe('a line of cases', () => {
  it('is read, languages by any of their names', () => {
    for (const language of ['javascript', 'JS', 'TypeScript', 'py', 'golang', 'Ruby']) expect(problem({ language })).toBeUndefined();
  });

  it.each([
    [{ language: 'cobol' }, /language: must be one of javascript/], [{ candidate: {} }, /candidate: must hold at least one file/], [{ tests: {} }, /tests: must hold/], [{ id: undefined }, /id/],
    [{ candidate: { '../x.js': '' } }, /candidate\.\.\.\/x\.js: .*relative path|Invalid key/], [{ files: { '/etc/passwd': '' } }, /files/], [{ language: 'cobol', candidate: {} }, /language.*candidate/], [{ candidate: { 'a.js': 1 } }, /candidate\.a\.js/],
  ])('tells everything that is wrong with it: %j', (change, expected) => {
    expect(problem(change)).toMatch(expected);
  });

  it('tells of tests that are not there, and of files that cannot lie side by side', () => {
    expect(problem({ tests: ['gone.js'] })).toBe('tests: there is no file gone.js');
    expect(problem({ candidate: { 'a.js/b.js': '' } })).toBe('a.js is a file, and the folder of another');
    expect(problem({ candidate: { [`${'x'.repeat(300)}.js`]: '' } })).toMatch(/255 bytes/);
  });

  it('may begin with the mark that editors put before a file', () => {
    expect(readCase(`\uFEFF${JSON.stringify(CASE)}`).ok).toBe(true);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => typeof readCase(text).ok === 'boolean'));
  });
});

describe('tests beside a candidate', () => {
  const place = (language: string, candidate: Record<string, string>, test: string, name = 't') => {
    const read = readCase(JSON.stringify({ id: 'a', language, candidate, tests: { [name]: test } }));
    if (!read.ok) throw new Error(read.problem);
    return placeTests(read.case).files.get(name);
  };

  it('stay as they are when they reach for the code themselves', () => {
    for (const [language, path, test] of [['javascript', 'a.js', "require('./a.js')"], ['python', 'a.py', 'from a import f\n'], ['go', 'a.go', 'package main\n'], ['rust', 'a.rs', 'mod a;\n'], ['php', 'a.php', "<?php require 'a.php';"], ['ruby', 'a.rb', "require_relative 'a'"]] as const) {
      expect(place(language, { [path]: '' }, test)).toBe(test);
    }
  });

  it('are linked to it otherwise, on their own lines', () => {
    expect(place('javascript', { 'lib/a.js': 'function f() {}' }, 'f();', 'test/t.js')).toBe('const { f } = require("../lib/a.js"); f();');
    expect(place('javascript', { 'a.js': 'export function f() {}\nconst g = 1;' }, "import 'node:test';\nf(g);", 't.mjs')).toBe("import { f, g } from \"./a.js\"; import 'node:test';\nf(g);");
    expect(place('python', { 'lib/a.py': 'def f(): pass' }, 'assert f() is None')).toMatch(/^import lib\.a as [^\n]*\nassert f\(\) is None/);
    expect(place('php', { 'a.php': '<?php function f() {}' }, '<?php f();', 't.php')).toBe('<?php require_once __DIR__ . "/a.php";  f();');
    expect(place('ruby', { 'a.rb': 'def f; end' }, 'f')).toBe('require_relative "a.rb"; f');
    expect(place('go', { 'a.go': 'package shop\n' }, 'import "testing"\n')).toBe('package shop; import "testing"\n');
    expect(place('rust', { 'a.rs': 'fn f() {}' }, '#[cfg(test)] mod tests { use super::*; }')).toBe('fn f() {}\n#[cfg(test)] mod tests { use super::*; }');
  });
});

it('gives results in the order of what came in, whatever is done first, and no more at once than asked', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 20 }), fc.integer({ min: 1, max: 4 }), async (waits, jobs) => {
    let [active, most] = [0, 0];
    async function* lines() { yield* waits.entries(); }
    const work = async ([index, wait]: [number, number]) => {
      most = Math.max(most, active += 1);
      for (let turn = 0; turn < wait; turn += 1) await Promise.resolve();
      active -= 1;
      return index;
    };
    const results: number[] = [];
    for await (const result of inOrder(lines(), work, jobs)) results.push(result);
    expect(results).toEqual([...waits.keys()]);
    expect(most).toBeLessThanOrEqual(jobs);
  }), { numRuns: 50 });
});

it('lets a failure out, and leaves nothing running', async () => {
  async function* lines() { yield* [1, 2, 3]; }
  const collect = async () => { for await (const _ of inOrder(lines(), async (line) => line === 2 ? Promise.reject(new Error('two')) : line, 2)); };
  await expect(collect()).rejects.toThrow('two');
});
