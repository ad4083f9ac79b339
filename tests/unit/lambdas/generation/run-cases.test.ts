import { expect, test } from 'vitest';
import { runCases } from './run-cases.ts';

const head = "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n";

test('tells what passed, what failed, what did not load, and what has no test', async () => {
  const files = new Map([
    ['src/good.test.ts', `${head}import { two } from './two.js';\ntest('is two', () => assert.equal(two, 2));\n`],
    ['src/bad.test.ts', `${head}import { two } from './two.js';\ntest('is three', () => assert.equal(two, 3));\ntest('is two', () => assert.equal(two, 2));\n`],
    ['src/lost.test.ts', `${head}import { two } from './nowhere.js';\ntest('is two', () => assert.equal(two, 2));\n`],
    ['src/empty.test.ts', 'export {};\n'],
    ['lib/plain.spec.js', "const { two } = require('../src/two');\nit('is two', () => expect(two).toBe(2));\n"],
    ['src/two.ts', 'export const two: number = 2;\n'],
  ]);
  const results = (await runCases([{ name: 'case', files, tests: [...files.keys()].filter((path) => path !== 'src/two.ts') }])).get('case');
  expect(results?.get('src/good.test.ts')).toEqual({ ran: 1, failures: [] });
  expect(results?.get('lib/plain.spec.js')).toEqual({ ran: 1, failures: [] });
  expect(results?.get('src/bad.test.ts')).toMatchObject({ ran: 2, failures: [expect.stringContaining('is three')] });
  expect(results?.get('src/lost.test.ts')?.failures).toEqual([expect.stringContaining('does not load')]);
  expect(results?.get('src/empty.test.ts')?.failures).toEqual(['no test ran']);
});
