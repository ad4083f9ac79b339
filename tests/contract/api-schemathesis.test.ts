import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { pythonEnvironment } from '../../localstack/python-environment.ts';
import { startApi } from '../support/api-server.ts';
import { doorsWorld } from '../support/doors-world.ts';

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const python = await pythonEnvironment(here('../../.emulator/schemathesis'), { requirements: here('schemathesis-requirements.txt'), who: 'Schemathesis' });

/** The pinned Schemathesis writes `prefixItems` anew as a list of `items`, which it then refuses itself: in what it reads, a tuple may have any of its parts anywhere. */
const withoutTuples = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutTuples);
  if (typeof value !== 'object' || value === null) return value;
  const { prefixItems, items, ...rest } = Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutTuples(inner)]));
  return { ...rest, ...(prefixItems === undefined ? (items === undefined ? {} : { items }) : { items: { anyOf: prefixItems } }) };
};

const run = (program: string, words: readonly string[], directory: string): Promise<{ readonly code: number; readonly output: string }> =>
  new Promise((resolve) => {
    execFile(program, words, { cwd: directory, maxBuffer: 1 << 26 }, (error, stdout, stderr) => resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}\n${stderr}` }));
  });

const title = 'no request that is made from its own document makes the API fail, and every answer is as the document says';
if ('missing' in python) it.skip(`${title} (${python.missing})`, () => {});
else {
  it(title, { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pawl-schemathesis-'));
    const api = await startApi({}, { behind: await doorsWorld() });
    try {
      const file = join(folder, 'openapi.json');
      writeFileSync(file, JSON.stringify(withoutTuples(await (await api.ask('/openapi.json')).json())));
      // Events have no end, and are read in tests of their own.
      const { code, output } = await run(python.python, [
        '-m', 'schemathesis.cli', '--config-file', here('schemathesis.toml'), 'run', file, '--url', api.url, '--header', `Authorization: Bearer ${await api.token()}`,
        '--exclude-path', '/v1/events', '--phases', 'examples,fuzzing', '--max-examples', '6', '--seed', '7', '--workers', '2', '--suppress-health-check', 'all', '--no-color',
      ], folder);
      expect(api.failures).toEqual([]);
      expect(output).toMatch(/Tested: +\d{2}/);
      expect(code, output.slice(-6000)).toBe(0);
    } finally {
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
}
