import type { ModuleStyle } from '../../edits/module-style.ts';
import type { SourceStyle } from '../../edits/source-style.ts';
import { inStyle } from '../../edits/in-style.ts';

export type TestRunner = 'node' | 'vitest' | 'jest';

const CASES = `test('asks once for the same thing', async () => {
  const asked$LIST = [];
  const cached = ttlCache(async (key$KEY) => asked.push(key), { ttlMs: 60_000, maxEntries: 10 });

  $EQUAL(await Promise.all([cached('a'), cached('a'), cached('b')]), [1, 1, 2]);
  $EQUAL(await cached('a'), 1);
  $EQUAL(asked, ['a', 'b']);
});

test('asks again when an answer has become too old', async () => {
  let calls = 0;
  const cached = ttlCache(async () => (calls += 1), { ttlMs: 0, maxEntries: 10 });

  await cached();
  $EQUAL(await cached(), 2);
});

test('does not keep failures', async () => {
  let calls = 0;
  const load = async () => {
    calls += 1;
    if (calls === 1) throw new Error('down');
    return calls;
  };
  const cached = ttlCache(load, { ttlMs: 60_000, maxEntries: 10 });

  $REJECTS
  $EQUAL(await cached(), 2);
});

test('does not keep that there is nothing', async () => {
  let calls = 0;
  const cached = ttlCache(async () => {
    calls += 1;
    return calls === 1 ? null : calls;
  }, { ttlMs: 60_000, maxEntries: 10 });

  $EQUAL(await cached(), null);
  $EQUAL(await cached(), 2);
});

test('tells things apart that only look alike', async () => {
  const cached = ttlCache(async (key$ANY) => typeof key, { ttlMs: 60_000, maxEntries: 10 });

  $EQUAL(await Promise.all([cached(1), cached('1'), cached(null), cached(undefined)]), ['number', 'string', 'object', 'undefined']);
});

test('keeps only so many answers', async () => {
  const asked$LIST = [];
  const cached = ttlCache(async (key$KEY) => asked.push(key), { ttlMs: 60_000, maxEntries: 1 });

  await cached('a');
  await cached('b');
  await cached('a');
  $EQUAL(asked, ['a', 'b', 'a']);
});
`;

const RUNNERS = {
  node: { head: { esm: "import assert from 'node:assert/strict';\nimport { test } from 'node:test';\n", commonjs: "const assert = require('node:assert/strict');\nconst { test } = require('node:test');\n" }, equal: 'assert.deepEqual($1);', rejects: 'await assert.rejects(cached(), /down/);' },
  vitest: { head: { esm: "import { expect, test } from 'vitest';\n", commonjs: "const { expect, test } = require('vitest');\n" }, equal: 'expect($1).toEqual($2);', rejects: "await expect(cached()).rejects.toThrow('down');" },
  jest: { head: { esm: '', commonjs: '' }, equal: 'expect($1).toEqual($2);', rejects: "await expect(cached()).rejects.toThrow('down');" },
} as const;

/** The cache's own test, for the runner and in the style of the target's tests. `specifier` imports the cache. */
export function cacheTest(runner: TestRunner, specifier: string, module: ModuleStyle, style: SourceStyle): string {
  const { head, equal, rejects } = RUNNERS[runner];
  const isTyped = module.language === 'ts';
  const cases = CASES.replaceAll('$LIST', isTyped ? ': string[]' : '')
    .replaceAll('$KEY', isTyped ? ': string' : '')
    .replaceAll('$ANY', isTyped ? ': string | number | null | undefined' : '')
    .replace('$REJECTS', rejects)
    .replaceAll(/\$EQUAL\((.*), (\[.*\]|\d+|null)\);/g, (_, actual: string, expected: string) => (runner === 'node' ? equal.replace('$1', `${actual}, ${expected}`) : equal.replace('$1', actual).replace('$2', expected)));
  const imported = module.system === 'esm' ? `import { ttlCache } from '${specifier}';` : `const { ttlCache } = require('${specifier}');`;
  const strict = module.system === 'commonjs' && module.language === 'js' ? "'use strict';\n\n" : '';
  return inStyle(`${strict}${head[module.system]}${imported}\n\n${cases}`, style);
}
