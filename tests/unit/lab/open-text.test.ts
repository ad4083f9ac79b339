import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { clusterLog } from '../../../lab/cluster/cluster-log.ts';
import { writeWhole } from '../../../lab/write-whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'pawl-text-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const log = Array.from({ length: 50 }, (_, index) => `order ${index} was plåced\r\n`).join('');

describe('files of text', () => {
  it.each([
    ['UTF-8', Buffer.from(log)],
    ['UTF-16 with a mark', Buffer.from(`\uFEFF${log}`, 'utf16le')],
    ['gzip by its content', gzipSync(log)],
  ])('are read: %s', async (name, bytes) => {
    const [file, out] = [join(folder, `${name}.log`), join(folder, `${name}.csv`)];
    writeFileSync(file, bytes);
    expect(await clusterLog({ log: file, out })).toMatchObject({ lines: 50, groups: 1 });
    expect(readFileSync(out, 'utf8')).toContain('1,E1,order <*> was plåced\n');
  });

  it('are there whole or not at all, and a refusal names what was asked for', async () => {
    function* broken(): Generator<string> {
      yield 'half';
      throw new Error('no more');
    }
    await expect(writeWhole(join(folder, 'half.csv'), broken())).rejects.toThrow('no more');
    expect(readdirSync(folder).filter((name) => name.startsWith('half'))).toEqual([]);
    await expect(writeWhole(join(folder, 'missing', 'a.csv'), ['x'])).rejects.toMatchObject({ code: 'ENOENT', path: join(folder, 'missing') });
  });
});
