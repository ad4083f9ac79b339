import { expect, test } from 'vitest';
import { newProblems } from '../../../../../lambdas/generation/program/new-problems.ts';
import { targetProgram } from '../../../../../lambdas/generation/program/target-program.ts';

const before = targetProgram(new Map([['a.ts', "import { b } from './b.ts';\nimport x from 'not-installed';\nexport const wrong: string = 1;\nexport const a: string = b;\nexport { x };\n"], ['b.ts', "export const b = 'b';\n"]]), undefined);

test('what was wrong before is not new, even on another line', () => {
  expect(newProblems(before, before.withFiles(new Map([['a.ts', `// moved\n${before.files.get('a.ts') ?? ''}`]])))).toEqual([]);
});

test('a change is answerable for the files that use what it changes', () => {
  expect(newProblems(before, before.withFiles(new Map([['b.ts', 'export const b = 2;\n']])))).toEqual([expect.stringMatching(/^a\.ts:4 Type 'number' is not assignable/)]);
});

test('an import of a file that is not there is told, a package that is not installed is not', () => {
  const after = before.withFiles(new Map([['b.ts', null], ['c.ts', "import y from 'not-installed-either';\nexport { y };\n"]]));
  expect(newProblems(before, after)).toEqual([expect.stringMatching(/^a\.ts:1 Cannot find module '\.\/b\.ts'/)]);
});

test('broken syntax is told', () => {
  expect(newProblems(before, before.withFiles(new Map([['b.ts', "export const b = 'b'; }\n"]])))).not.toEqual([]);
});
