import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { loaderTampering } from '../../../../lab/validate/loader-tampering.ts';

const reaches = (text: string) => loaderTampering('a.js', text).map(({ what }) => what);

it.each([
  ["const t = require('node:test');\nt.test = () => {};", 'the module "node:test"'], ["import { registerHooks } from 'module';", 'the module "module"'], ["process.getBuiltinModule('vm');", 'the module "vm"'],
  ['Module._load = () => ({});', '_load'], ["Module['_extensions']['.js'] = f;", '_extensions'], ["require.cache['x'] = {};", 'require.cache'], ['globalThis.setTimeout = () => {};', 'the global setTimeout'], ['setTimeout = () => {};', 'the global setTimeout'],
])('is seen in %j', (text, what) => {
  expect(reaches(text)).toContain(what);
});

it.each(['const cache = {}; cache.main = 1;', 'let crypto; crypto = 2;', 'function f(escape) { escape = 1; }', "const fs = require('fs');", 'counter = 0;', 'global.appName = 1;', "const kind = 'test';", 'this.module = {};', 'setTimeout(() => {}, 1);'])('is not seen in %j', (text) => {
  expect(reaches(text)).toEqual([]);
});

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(reaches(text))));
});
