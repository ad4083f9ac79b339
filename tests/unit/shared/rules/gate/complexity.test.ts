import { describe, expect, it } from 'vitest';
import { checkComplexity } from '../../../../../shared/rules/gate/complexity.ts';
import { measureFunctions } from '../../../../../shared/rules/gate/cyclomatic.ts';

const branches = (count: number): string => Array.from({ length: count }, (_, index) => `  if (n === ${index}) return ${index};\n`).join('');
const withBranches = (count: number, name = 'f'): string => `export function ${name}(n: number) {\n${branches(count)}  return n;\n}\n`;
const check = (before: string | undefined, after: string, path = 'src/a.ts') => checkComplexity(new Map(before === undefined ? [] : [[path, before]]), new Map([[path, after]]), [path]);

describe('cyclomatic complexity', () => {
  it.each([
    ['nothing', 'function f() {}', 1], ['if and else if', 'function f(a) { if (a) {} else if (!a) {} else {} }', 3], ['loops', 'function f(a) { for (;;) {} for (const x of a) {} for (const x in a) {} while (a) {} do {} while (a); }', 6],
    ['cases but not default', 'function f(a) { switch (a) { case 1: case 2: break; default: } }', 3], ['catch', 'function f() { try {} catch {} finally {} }', 2], ['logic', 'const f = (a, b, c) => (a && b) || (c ?? a);', 4],
    ['logical assignment', 'function f(a) { a ||= 1; a ??= 2; }', 3], ['a condition', 'const f = (a) => (a ? 1 : 2);', 2], ['optional chaining is none', 'const f = (a) => a?.b?.c;', 1],
  ])('counts %s', (_, text, complexity) => {
    expect(measureFunctions('a.js', text)[0]).toMatchObject({ name: 'f', complexity });
  });

  it('counts inner functions by themselves and names them by their place', () => {
    const text = 'class Client {\n  get(id) {\n    return this.list.map((x) => (x ? 1 : 2));\n  }\n  constructor() { if (1) {} }\n  on = () => {};\n}\nfunction f() {}\nfunction f() {}\n';
    expect(measureFunctions('a.ts', text).map(({ name, line, complexity }) => [name, line, complexity])).toEqual([
      ['Client.get', 2, 1], ['Client.get.this.list.map callback', 3, 2], ['Client.constructor', 5, 2], ['Client.on', 6, 1], ['f', 8, 1], ['f (2)', 9, 1],
    ]);
  });
});

describe('the complexity of a change', () => {
  it('lets a new function have nine and not ten', () => {
    expect(check(undefined, withBranches(8)).findings).toEqual([]);
    expect(check(undefined, withBranches(9)).findings).toEqual([expect.objectContaining({ path: 'src/a.ts', line: 1, message: expect.stringContaining('10') })]);
  });

  it('lets a changed function grow while it stays below ten', () => {
    expect(check(withBranches(1), withBranches(5))).toMatchObject({ findings: [], worstRise: 4 });
  });

  it('lets a function that was complex already gain two and not three', () => {
    expect(check(withBranches(12), withBranches(14)).findings).toEqual([]);
    expect(check(withBranches(12), withBranches(15)).findings).toHaveLength(1);
  });

  it('does not mind complex functions that are left as they are', () => {
    expect(check(withBranches(20), `// moved\n${withBranches(20)}`).findings).toEqual([]);
  });

  it('does not take a nameless function for new because another came before it', () => {
    const complex = `  const x = list.map((n) => ${Array.from({ length: 12 }, (_, index) => `n === ${index}`).join(' || ')});\n  return x;\n}\n`;
    const head = 'export function run(list: number[]) {\n';
    expect(check(head + complex, `${head}  list.map((n) => n);\n${complex}`)).toEqual({ findings: [], worstRise: 0 });
  });

  it('does not measure tests', () => {
    expect(check(undefined, withBranches(20), 'test/a.test.ts').findings).toEqual([]);
  });
});
