import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { UnsafeArchive, unpackDeclarations } from '../../../../../shared/adapters/aws/unpack-declarations.ts';

const zip = (...names: readonly string[]): Uint8Array => zipSync(Object.fromEntries(names.map((name) => [name, new TextEncoder().encode(name)])));

describe('unpacking a target’s declarations', () => {
  it.each(['node_modules/', 'nodejs/node_modules/', ''])('takes what the compiler reads, from below %j', (above) => {
    const archive = zip(`${above}zod/index.d.ts`, `${above}zod/index.js`, `${above}@types/node/fs.d.mts`, `${above}zod/package.json`, `${above}.bin/tsc`, `${above}a/data.d.json.ts`, `${above}a/README.md`);
    expect([...unpackDeclarations(archive).keys()].toSorted()).toEqual(['@types/node/fs.d.mts', 'a/data.d.json.ts', 'zod/index.d.ts', 'zod/package.json']);
  });

  it('keeps packages inside packages where they are', () => {
    expect([...unpackDeclarations(zip('nodejs/node_modules/a/node_modules/b/index.d.ts')).keys()]).toEqual(['a/node_modules/b/index.d.ts']);
  });

  it.each(['../escaped.d.ts', 'node_modules/../../escaped.d.ts', 'node_modules/a/../../../escaped.d.ts', '/etc/escaped.d.ts', 'node_modules//etc/escaped.d.ts', 'node_modules\\..\\escaped.d.ts', 'node_modules/./a.d.ts', '../node_modules/a/package.json'])('refuses %s', (name) => {
    expect(() => unpackDeclarations(zip(name))).toThrow(UnsafeArchive);
  });

  it('refuses what unpacks into too much, before it does', () => {
    const bomb = zipSync({ 'node_modules/a/index.d.ts': new Uint8Array(5_000_000) });
    expect(bomb.length).toBeLessThan(50_000);
    expect(() => unpackDeclarations(bomb, { maxBytes: 1_000_000 })).toThrow(UnsafeArchive);
    expect(() => unpackDeclarations(zip('a.d.ts', 'b.d.ts', 'c.d.ts'), { maxFiles: 2 })).toThrow('2 files');
  });
});
