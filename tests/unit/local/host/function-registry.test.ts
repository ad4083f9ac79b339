import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FunctionRegistry } from '../../../../local/host/function-registry.ts';

let directory: string;
let registry: FunctionRegistry;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pawl-registry-'));
  registry = new FunctionRegistry(directory);
  registry.configure('f', {}, undefined);
  registry.setCode('f', 'code-1', undefined);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const publish = (description = '', digest?: string) => registry.publish('f', { description, digest, revision: undefined, at: 1 });

test('versions count from 1 and freeze code and configuration', () => {
  registry.configure('f', { timeoutSeconds: 7 }, undefined);
  const first = publish('one');
  registry.configure('f', { timeoutSeconds: 9 }, undefined);
  registry.setCode('f', 'code-2', undefined);
  expect(registry.version('f', '1')).toEqual(first);
  expect(first).toMatchObject({ version: '1', digest: 'code-1', configuration: { timeoutSeconds: 7 } });
  expect(publish('two')).toMatchObject({ version: '2', digest: 'code-2', configuration: { timeoutSeconds: 9 } });
});

test('publishing what is unchanged gives the version before it again', () => {
  const first = publish('one');
  expect(publish('one')).toEqual(first);
  registry.configure('f', { memoryMb: 256 }, undefined);
  expect(publish('one').version).toBe('2');
});

test('refuses to publish other code than expected', () => {
  expect(() => publish('', 'code-0')).toThrow(expect.objectContaining({ code: 'digest-mismatch' }));
});

test('a changed part of the configuration leaves the others', () => {
  registry.configure('f', { environment: { A: '1' } }, undefined);
  expect(registry.configure('f', { concurrency: 5 }, undefined)).toMatchObject({ latest: { configuration: { environment: { A: '1' } } }, settings: { concurrency: 5 } });
});

test('code and configuration of $LATEST are guarded by its revision', () => {
  const { revision } = registry.get('f').latest;
  registry.setCode('f', 'code-2', revision);
  expect(() => registry.setCode('f', 'code-3', revision)).toThrow(expect.objectContaining({ code: 'revision-changed' }));
  expect(() => registry.configure('f', { memoryMb: 256 }, revision)).toThrow(expect.objectContaining({ code: 'revision-changed' }));
  expect(registry.get('f').latest.digest).toBe('code-2');
});

test('an alias is created once and each write gives it a new revision', () => {
  publish();
  const created = registry.createAlias('f', 'live', { version: '1' });
  expect(() => registry.createAlias('f', 'live', { version: '1' })).toThrow(expect.objectContaining({ code: 'exists' }));
  const updated = registry.updateAlias('f', 'live', { version: '1' }, created.revision);
  expect(updated.revision).not.toBe(created.revision);
  expect(() => registry.updateAlias('f', 'live', { version: '1' }, created.revision)).toThrow(expect.objectContaining({ code: 'revision-changed' }));
});

test('an alias does not route to what is not there, nor twice to the same, nor with weights from $LATEST', () => {
  publish();
  const refused = (version: string, additional?: string): unknown => {
    try {
      return registry.createAlias('f', 'live', { version, ...(additional !== undefined && { additional: { version: additional, weight: 0.1 } }) });
    } catch (error) {
      return error;
    }
  };
  expect(refused('9')).toMatchObject({ code: 'not-found' });
  expect(refused('1', '9')).toMatchObject({ code: 'not-found' });
  expect(refused('1', '1')).toMatchObject({ code: 'bad-request' });
  expect(refused('$LATEST', '1')).toMatchObject({ code: 'bad-request' });
});

test('a version that an alias routes to cannot be deleted, and a deleted number never comes back', () => {
  publish('one');
  registry.setCode('f', 'code-2', undefined);
  publish('two');
  registry.createAlias('f', 'live', { version: '1' });
  expect(() => registry.deleteVersion('f', '1')).toThrow(expect.objectContaining({ code: 'in-use' }));
  registry.deleteVersion('f', '2');
  expect(() => registry.version('f', '2')).toThrow(expect.objectContaining({ code: 'not-found' }));
  expect(publish('two').version).toBe('3');
  registry.deleteAlias('f', 'live');
  registry.deleteVersion('f', '1');
  expect(registry.get('f').versions.map(({ version }) => version)).toEqual(['3']);
});

test('everything is there again after a restart, and no half-written file is left', () => {
  publish();
  registry.createAlias('f', 'live', { version: '1' });
  expect(new FunctionRegistry(directory).get('f')).toEqual(registry.get('f'));
  expect(readdirSync(join(directory, 'f'))).toEqual(['function.json']);
});

test('a write that the disk refuses changes nothing', () => {
  publish();
  registry.createAlias('f', 'live', { version: '1' });
  const before = registry.get('f');
  rmSync(join(directory, 'f'), { recursive: true });
  expect(() => registry.updateAlias('f', 'live', { version: '1' }, undefined)).toThrow(expect.objectContaining({ code: 'storage' }));
  expect(registry.get('f')).toEqual(before);
});

test('a stored function that cannot be read is named', () => {
  writeFileSync(join(directory, 'f', 'function.json'), '{"name":');
  expect(() => new FunctionRegistry(directory)).toThrow(/f\/function\.json cannot be read/);
});
