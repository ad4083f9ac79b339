import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNabResults } from '../../../../lab/detect/nab-results.ts';

describe('writing results for the benchmark', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pawl-nab-'));
    await mkdir(join(folder, 'in', 'data', 'real', 'deep'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('writes a row for a row, in folders named after the categories', async () => {
    await writeFile(join(folder, 'in', 'data', 'real', 'a.csv'), 'timestamp,value\n2014-04-01 00:00:00,20.0\nlater,7\n2014-04-01 00:10:00,21\n');
    await writeFile(join(folder, 'in', 'data', 'real', 'deep', 'b.csv'), 'timestamp,value\r\n2014-04-01 00:00:00,1\r\n');
    await writeFile(join(folder, 'in', 'labels.json'), '{}');
    const told: unknown[] = [];
    const total = await writeNabResults({ from: join(folder, 'in'), to: join(folder, 'out'), onFile: (file) => told.push(file) });

    expect(total).toEqual({ files: 2, rows: 4, badRows: 1 });
    expect(told).toEqual([
      { file: join('data', 'real', 'a.csv'), rows: 3, badRows: 1, done: 1, of: 2, problems: [expect.stringContaining('line 3')] },
      { file: join('data', 'real', 'deep', 'b.csv'), rows: 1, badRows: 0, done: 2, of: 2, problems: [] },
    ]);
    expect(await readFile(join(folder, 'out', 'pawl', 'real', 'pawl_a.csv'), 'utf8')).toBe('timestamp,value,anomaly_score\n2014-04-01 00:00:00,20.0,0\nlater,7,0\n2014-04-01 00:10:00,21,0\n');
    expect(await readFile(join(folder, 'out', 'pawl', 'real', 'deep', 'pawl_b.csv'), 'utf8')).toBe('timestamp,value,anomaly_score\n2014-04-01 00:00:00,1,0\n');
  });
});
