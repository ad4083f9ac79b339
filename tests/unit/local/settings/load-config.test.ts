import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadConfig, withDotenv } from '../../../../local/settings/load-config.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILE = JSON.stringify({ targets: [{ id: 'orders', repository: 'service', entry: 'a.ts' }], local: { orders: { environment: { URL: '${URL}' } } } });

test('relative paths start at the config file', () => {
  writeFileSync(join(folder, 'pawl.config.json'), FILE);
  const result = loadConfig(join(folder, 'pawl.config.json'), { URL: 'x' });
  expect(result.ok && result.config.targets[0]?.repository.location).toBe(join(folder, 'service'));
});

test('a .env beside it is read, and the real environment goes before it', () => {
  writeFileSync(join(folder, 'pawl.config.json'), FILE);
  writeFileSync(join(folder, '.env'), 'URL=from-file\nMAX_CONCURRENT_IMPROVEMENTS=7\nIMPROVEMENT_CYCLE_START_TIME="04:00"  # early\n');
  const result = loadConfig(join(folder, 'pawl.config.json'), { MAX_CONCURRENT_IMPROVEMENTS: '2' });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  expect(result.config.local.get('orders')?.environment).toEqual({ URL: 'from-file' });
  expect(result.config.settings).toMatchObject({ maxConcurrentImprovements: 2, cycleStartTime: '04:00' });
});

test('a key for a model may stand in the .env as well', () => {
  writeFileSync(join(folder, '.env'), 'MODEL_KEY=from-file\nOTHER=from-file\n');
  expect(withDotenv(join(folder, 'pawl.config.json'), { OTHER: 'own' })).toEqual({ MODEL_KEY: 'from-file', OTHER: 'own' });
});

test('a file that is missing, or is a folder, is a problem that says what to do', () => {
  mkdirSync(join(folder, 'dir'));
  for (const [name, message] of [['none.json', 'is not there'], ['dir', 'is a folder']] as const) {
    const result = loadConfig(join(folder, name), {});
    expect(result.ok ? [] : result.problems).toMatchObject([{ path: join(folder, name), message }]);
  }
});
