import { describe, expect, it } from 'vitest';
import { checkTestCode } from '../../../../../shared/rules/gate/test-code-in-service.ts';

const SERVICE = { 'src/a.ts': "import { b } from './b.ts';\nexport const a = b;\n", 'src/b.ts': 'export const b = 1;\n', 'test/support/fake.ts': 'export const fake = 1;\n' };
const check = (change: Record<string, string>, base: Record<string, string> = SERVICE) => checkTestCode(new Map(Object.entries(base)), new Map(Object.entries({ ...base, ...change })), Object.keys(change));

describe('tests within the service', () => {
  it.each([
    ['brought beside it', { 'src/a.ts': "\nimport { b } from './tests/b.ts';\nexport const a = b;\n", 'src/tests/b.ts': 'export const b = 2;\n' }],
    ['brought by a test\'s name', { 'src/a.ts': "\nimport { b } from './b.test';\nexport const a = b;\n", 'src/b.test.ts': 'export const b = 2;\n' }],
    ['loaded as a folder', { 'src/a.ts': "\nconst { b } = require('./fixtures');\nexport const a = b;\n", 'src/fixtures/index.js': 'exports.b = 2;\n' }],
    ['loaded when it is needed', { 'src/a.ts': "\nexport const a = () => import('../test/b.js');\n", 'test/b.ts': 'export const b = 2;\n' }],
    ['named by an alias', { 'src/a.ts': "\nimport { b } from '@/tests/b';\nexport const a = b;\n", 'src/tests/b.ts': 'export const b = 2;\n' }],
    ['there already', { 'src/a.ts': "\nimport { fake } from '../test/support/fake.ts';\nexport const a = fake;\n" }],
  ])('are found when %s', (_, change) => {
    expect(check(change)).toMatchObject([{ path: 'src/a.ts', line: 2, advice: expect.stringMatching(/./) }]);
  });

  it('are found when a file takes the place that was looked for in vain', () => {
    expect(check({ 'src/tests/late.ts': 'export const b = 1;\n' }, { ...SERVICE, 'src/c.ts': "export const c = () => import('./tests/late.ts');\n" })).toMatchObject([{ path: 'src/c.ts', line: 1 }]);
  });

  it('may be imported by tests, and by who did so before', () => {
    expect(check({ 'test/a.test.ts': "import { b } from './support/b.ts';\n", 'test/support/b.ts': 'export const b = 1;\n' })).toEqual([]);
    const base = { ...SERVICE, 'src/a.ts': "import { fake } from '../test/support/fake.ts';\nexport const a = fake;\n" };
    expect(check({ 'src/a.ts': "import { fake } from '../test/support/fake.ts';\nexport const a = fake + 1;\n" }, base)).toEqual([]);
    expect(check({ 'src/b.ts': "import fs from 'node:fs';\nimport { z } from 'zod';\nexport const b = fs ?? z;\n", 'test/b.test.ts': 'export {};\n' })).toEqual([]);
  });
});
