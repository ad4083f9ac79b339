import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTypes } from '../../../../lambdas/validation/check-types.ts';
import { FILES, GOOD } from './small-service.ts';

const PACKAGES = join(import.meta.dirname, '../../../../node_modules');

function check(changes: Readonly<Record<string, string>>, { base = {}, dependencies }: { base?: Readonly<Record<string, string>>; dependencies?: string } = {}) {
  const before = new Map([...FILES, ...Object.entries(base)]);
  return checkTypes({ before, after: new Map([...before, ...Object.entries(changes)]), changed: Object.keys(changes), dependencies });
}

describe('types', () => {
  it('accepts what type-checks', async () => {
    expect(await check({ 'src/rate.ts': GOOD })).toEqual({ kind: 'checked', findings: [] });
  });

  it('finds an error in another file than the changed one', async () => {
    expect(await check({ 'src/rate.ts': "export function rate(n: string): string {\n  return n;\n}\n" })).toMatchObject({ findings: [{ path: 'src/handler.ts', line: 3 }, { path: 'src/handler.ts', line: 3 }] });
  });

  it('does not hold old errors against a patch, also when lines move', async () => {
    const broken = { 'src/old.ts': "export const n: number = 'text';\n" };
    expect(await check({ 'src/old.ts': `// moved\n${broken['src/old.ts']}` }, { base: broken })).toEqual({ kind: 'checked', findings: [] });
    expect(await check({ 'src/old.ts': `${broken['src/old.ts']}export const m: number = 'text';\n` }, { base: broken })).toMatchObject({ findings: [{ line: 2 }] });
  });

  it('obeys the target’s own strictness', async () => {
    const loose = { 'src/rate.ts': 'export function rate(n) {\n  return n;\n}\n' };
    expect(await check(loose)).toMatchObject({ findings: [{ message: expect.stringContaining('TS7006') }] });
    expect(await check(loose, { base: { 'tsconfig.json': '{ "compilerOptions": { "strict": false, "lib": ["es2024"], "module": "nodenext", "allowImportingTsExtensions": true, "noEmit": true, "types": [] } }' } })).toEqual({ kind: 'checked', findings: [] });
  });

  it('takes a comment that silences the checker for the error it hides', async () => {
    expect(await check({ 'src/rate.ts': `// @ts-nocheck\n${GOOD}` })).toMatchObject({ findings: [{ path: 'src/rate.ts', message: expect.stringContaining('silences') }] });
  });

  it('knows the types of installed packages', async () => {
    const base = { 'package.json': '{ "type": "module", "dependencies": { "zod": "4" } }' };
    expect(await check({ 'src/new.ts': "import * as z from 'zod';\nexport const n: number = z.number().parse(1);\n" }, { base, dependencies: PACKAGES })).toEqual({ kind: 'checked', findings: [] });
    expect(await check({ 'src/new.ts': "import * as z from 'zod';\nexport const n: string = z.number().parse(1);\n" }, { base, dependencies: PACKAGES })).toMatchObject({ findings: [{ path: 'src/new.ts', line: 2 }] });
  });

  it('sees no file of the working copy that is not in the commit', async () => {
    expect(await check({ 'src/new.ts': "export * from '../shared/domain/json.ts';\n" }, { dependencies: PACKAGES })).toMatchObject({ findings: [{ message: expect.stringContaining('shared/domain/json.ts') }] });
  });

  it('has nothing to say to a service in JavaScript', async () => {
    expect((await checkTypes({ before: new Map(), after: new Map([['a.js', '1']]), changed: ['a.js'], dependencies: undefined })).kind).toBe('not-applicable');
  });
});
