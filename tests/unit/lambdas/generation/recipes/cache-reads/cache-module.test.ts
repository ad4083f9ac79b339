import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ModuleStyle } from '../../../../../../lambdas/generation/edits/module-style.ts';
import { sourceStyle } from '../../../../../../lambdas/generation/edits/source-style.ts';
import { cacheModule } from '../../../../../../lambdas/generation/recipes/cache-reads/cache-module.ts';
import { cacheTest } from '../../../../../../lambdas/generation/recipes/cache-reads/cache-test.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pawl-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const run = (module: ModuleStyle, style: string, change = (text: string) => text) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: module.system === 'esm' ? 'module' : 'commonjs' }));
  writeFileSync(join(folder, `ttl-cache${module.extension}`), change(cacheModule(module, sourceStyle(style))));
  writeFileSync(join(folder, `ttl-cache.test${module.extension}`), cacheTest('node', `./ttl-cache${module.importEnding}`, module, sourceStyle(style)));
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...env } = process.env;
  return execFileSync(process.execPath, ['--test-reporter=tap', `ttl-cache.test${module.extension}`], { cwd: folder, encoding: 'utf8', env });
};

const TYPESCRIPT: ModuleStyle = { system: 'esm', language: 'ts', extension: '.ts', importEnding: '.ts' };

test('the cache passes its own test as a TypeScript module', () => {
  expect(run(TYPESCRIPT, '')).toContain('# pass 6');
});

test('the cache passes its own test as a CommonJS file with tabs and no semicolons', () => {
  const style = 'const a = require("a")\nfunction f() {\n\treturn a\n}\nconst b = "b"\n';
  expect(run({ system: 'commonjs', language: 'js', extension: '.js', importEnding: '' }, style)).toContain('# pass 6');
});

test.each([
  ['keeps failures', 'entries.get(key) === entry', 'false'],
  ['keeps answers for ever', 'kept.expiresAt > now', 'true'],
  ['keeps that there is nothing', 'answer === undefined || answer === null', 'false'],
  ['mixes up null and undefined', 'args.map((arg) => [typeof arg, String(arg)])', 'args'],
  ['grows without end', 'entries.size <= maxEntries', 'true'],
  ['keeps nothing', 'entries.set(key, entry);', ''],
])('its test fails for a cache that %s', (_, from, to) => {
  expect(() => run(TYPESCRIPT, '', (text) => text.replace(from, to))).toThrow();
});
