import { inStyle } from './in-style.ts';
import type { ModuleStyle } from './module-style.ts';
import type { SourceStyle } from './source-style.ts';

export type TestRunner = 'node' | 'vitest' | 'jest';

const RUNNERS = {
  node: {
    head: { esm: "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n", commonjs: "const assert = require('node:assert/strict');\nconst { test } = require('node:test');\n" },
    equal: (actual: string, expected: string) => `assert.deepEqual(${actual}, ${expected});`,
    rejects: (promise: string, message: string) => `await assert.rejects(${promise}, /${message}/);`,
  },
  vitest: {
    head: { esm: "import { expect, test } from 'vitest';\n", commonjs: "const { expect, test } = require('vitest');\n" },
    equal: (actual: string, expected: string) => `expect(${actual}).toEqual(${expected});`,
    rejects: (promise: string, message: string) => `await expect(${promise}).rejects.toThrow('${message}');`,
  },
  jest: {
    head: { esm: '', commonjs: '' },
    equal: (actual: string, expected: string) => `expect(${actual}).toEqual(${expected});`,
    rejects: (promise: string, message: string) => `await expect(${promise}).rejects.toThrow('${message}');`,
  },
} as const;

/**
 * A test file for a runner, in a style. In `cases`: `EQUAL(actual ~ expected)` and `REJECTS(promise ~ message)` stand on lines of their own,
 * and what stands between `‹` and `›` is for TypeScript only.
 */
export function testText(runner: TestRunner, { name, specifier, cases }: { name: string; specifier: string; cases: string }, module: ModuleStyle, style: SourceStyle): string {
  const { head, equal, rejects } = RUNNERS[runner];
  const isTyped = module.language === 'ts';
  const body = cases
    .replaceAll(/‹([^›]*)›/g, isTyped ? '$1' : '')
    .replaceAll(/EQUAL\((.*) ~ (.*)\);/g, (_, actual: string, expected: string) => equal(actual, expected))
    .replaceAll(/REJECTS\((.*) ~ (.*)\);/g, (_, promise: string, message: string) => rejects(promise, message));
  const imported = module.system === 'esm' ? `import { ${name} } from '${specifier}';` : `const { ${name} } = require('${specifier}');`;
  const strict = module.system === 'commonjs' && !isTyped ? "'use strict';\n\n" : '';
  return inStyle(`${strict}${head[module.system]}${imported}\n\n${body}`, style);
}
