import { describe, expect, it } from 'vitest';
import { checkImports } from '../../../../../shared/rules/gate/imports.ts';

const BUILTINS = new Set(['fs', 'node:fs', 'http', 'node:http', 'node:test', 'node:assert/strict', 'crypto', 'node:crypto']);
const BASE = {
  'package.json': JSON.stringify({ name: 'mine', dependencies: { zod: '4', '@scope/kit': '1' }, devDependencies: { '@types/aws-lambda': '8' } }),
  'src/a.ts': "import { b } from './b.ts';\nimport { request } from 'node:http';\nexport const a = [b, request];\n",
  'src/b.ts': 'export const b = 1;\n',
};

function findings(changes: Readonly<Record<string, string | null>>, { author = 'model', base = BASE }: { author?: 'model' | 'recipe' | 'person'; base?: Readonly<Record<string, string>> } = {}) {
  const before = new Map(Object.entries(base));
  const after = new Map(before);
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) after.delete(path);
    else after.set(path, text);
  }
  return checkImports({ before, after, skipped: ['assets/logo.png'], author, builtins: BUILTINS });
}

describe('imports', () => {
  it.each([
    ['a file that is there', "import './b.ts';"], ['a package that is listed', "import * as z from 'zod';\nimport { x } from '@scope/kit/deep';"], ['types whose package is listed', "import type { Context } from 'aws-lambda';"],
    ['a module of Node in use, in its other spelling', "import http from 'http';"], ['itself by name', "import { a } from 'mine';"], ['a binary file', "import logo from '../assets/logo.png';"], ['a mapped name', "import x from '#internal/x';"],
  ])('lead to %s', (_, text) => {
    expect(findings({ 'src/new.ts': text })).toEqual([]);
  });

  it.each([
    ['a file that is missing', "import './gone.ts';", './gone.ts'], ['a file beyond the service', "import '../../b.ts';", '../../b.ts'], ['a package that is not listed', "import _ from 'lodash/map';", 'lodash'], ['a part of a scope that is not listed', "import '@scope/other';", '@scope/other'],
    ['a module of Node that is new', "import { rmSync } from 'node:fs';", 'node:fs'], ['one by require', "const fs = require('fs');", '"fs"'], ['one by import()', "export const f = () => import('crypto');", '"crypto"'], ['one by re-export', "export * from 'left-pad';", 'left-pad'],
    ['a file without its extension, though Node needs it', "import './b';", 'full name'], ['a name of an object', "import 'constructor';", 'constructor'],
  ])('do not lead to %s', (_, text, message) => {
    expect(findings({ 'src/new.ts': `\n${text}` })).toEqual([expect.objectContaining({ path: 'src/new.ts', line: 2, message: expect.stringContaining(message) })]);
  });

  it('may leave out extensions where the service does', () => {
    expect(findings({ 'src/new.ts': "import './b';" }, { base: { ...BASE, 'src/c.ts': "import './b';" } })).toEqual([]);
    expect(findings({ 'src/new.ts': "import './b.js';" }, { base: { ...BASE, 'src/c.ts': "import './b.js';" } })).toEqual([]);
  });

  it('may bring a new module of Node when a person asks for it, or a test needs it to be one', () => {
    expect(findings({ 'src/new.ts': "import 'node:fs';" }, { author: 'person' })).toEqual([]);
    expect(findings({ 'test/new.test.ts': "import 'node:test';\nimport 'node:assert/strict';" })).toEqual([]);
    expect(findings({ 'test/new.test.ts': "import 'node:fs';" })).toHaveLength(1);
  });

  it('are not excused by what only tests import', () => {
    const base = { ...BASE, 'test/a.test.ts': "import 'node:fs';" };
    expect(findings({ 'src/new.ts': "import 'node:fs';" }, { base })).toHaveLength(1);
    expect(findings({ 'test/new.test.ts': "import 'node:fs';" }, { base })).toEqual([]);
  });

  it('do not lead from the service to what is installed for development, unless a person brings it', () => {
    const base = { ...BASE, 'package.json': JSON.stringify({ devDependencies: { vitest: '5', execa: '9' } }), 'test/a.test.ts': "import 'vitest';" };
    expect(findings({ 'src/new.ts': "import { execa } from 'execa';" }, { base })).toHaveLength(1);
    expect(findings({ 'src/new.ts': "import { execa } from 'execa';" }, { base, author: 'person' })).toEqual([]);
    expect(findings({ 'test/new.test.ts': "import { it } from 'vitest';" }, { base })).toEqual([]);
  });

  it.each(['/tmp/evil.js', 'file:///tmp/evil.mjs', 'data:text/javascript,0', 'https://evil.example/x.js', ''])('do not lead to %j, also where package.json has no name', (specifier) => {
    expect(findings({ 'src/new.ts': `import '${specifier}';` }, { base: { 'package.json': '{}', 'src/a.ts': 'export const a = 1;\n' } })).toHaveLength(1);
  });

  it('break where a file is deleted that others import', () => {
    expect(findings({ 'src/b.ts': null })).toEqual([expect.objectContaining({ path: 'src/a.ts', message: expect.stringContaining('./b.ts') })]);
  });

  it('are not held against a patch when they were broken before', () => {
    expect(findings({ 'src/broken.ts': "import './nowhere.ts';\nexport const more = 1;\n" }, { base: { ...BASE, 'src/broken.ts': "import './nowhere.ts';\n" } })).toEqual([]);
  });

  it('are not looked for in comments and strings', () => {
    expect(findings({ 'src/new.ts': "// import 'lodash'\nexport const text = \"import 'lodash'\";" })).toEqual([]);
  });

  it('may take the callbacks of files where their promises are in use', () => {
    const base = { ...BASE, 'src/c.ts': "import { readFile } from 'node:fs/promises';\n" };
    expect(findings({ 'src/new.ts': "import { createReadStream } from 'node:fs';" }, { base })).toEqual([]);
    expect(findings({ 'src/new.ts': "import { createReadStream } from 'node:fs';" })).toHaveLength(1);
  });
});
