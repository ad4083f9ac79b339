import ts from 'typescript';
import { expect, test } from 'vitest';
import { targetProgram } from '../../../../../lambdas/generation/program/target-program.ts';

const optionsOf = (files: Record<string, string>) => targetProgram(new Map(Object.entries(files)), undefined).program.getCompilerOptions();

test("the target's own settings hold, but nothing is ever written", () => {
  const options = optionsOf({ 'a.ts': '', 'tsconfig.json': '{ /* ours */ "compilerOptions": { "strict": false, "target": "es2020", "composite": true, "outDir": "dist" } }' });
  expect(options).toMatchObject({ strict: false, target: ts.ScriptTarget.ES2020, noEmit: true, composite: false });
});

test('a target without settings, or with broken ones, is read strictly', () => {
  expect(optionsOf({ 'a.ts': '' })).toMatchObject({ strict: true, noEmit: true });
  expect(optionsOf({ 'a.ts': '', 'tsconfig.json': '{ "compilerOptions": ' })).toMatchObject({ noEmit: true });
});

test('fetch is known without any installed package', () => {
  const target = targetProgram(new Map([['a.ts', "export const answer = await fetch('http://a', { signal: AbortSignal.timeout(1) });\n"], ['package.json', '{ "type": "module" }']]), undefined);
  const [source] = target.sources;
  expect(source && target.program.getSemanticDiagnostics(source)).toEqual([]);
});
