import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'pawl-lab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pawl = (...words: string[]): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['cli/pawl.ts', 'lab', 'detect', ...words], { encoding: 'utf8' });
  return { status, out: stdout, err: stderr };
};

/** Two days of five-minute points around 50, and one far off in the second. */
const series = (): string =>
  ['timestamp,value', ...Array.from({ length: 576 }, (_, index) => `${new Date(Date.UTC(2026, 0, 1) + index * 300_000).toISOString().slice(0, 19).replace('T', ' ')},${index === 500 ? 5000 : 50 + (index * 7919) % 11}`)].join('\n');

describe('pawl lab detect', () => {
  it('adds score and alert to each row, keeps the row as it was given, and finds the one that is far off', () => {
    const file = join(folder, 'metric.csv');
    writeFileSync(file, series());
    const { status, out, err } = pawl('--series', file);
    const [header, ...rows] = out.trim().split('\n');
    expect(status).toBe(0);
    expect(header).toBe('timestamp,value,anomaly_score,alert');
    expect(rows).toHaveLength(576);
    expect(rows[500]).toMatch(/^2026-01-02 17:40:00,5000,(?:1|0\.\d+),1$/);
    expect(err).toMatch(/576 rows of .*metric\.csv, \d+ alert/);
  });

  it('counts and names rows that it cannot read, and writes nothing half', () => {
    const file = join(folder, 'broken.csv');
    writeFileSync(file, 'timestamp,value\n2026-01-01 00:00:00,1\nnonsense\n2026-01-01 00:05:00,\n2026-01-01 00:10:00,2\n');
    const { status, err } = pawl('--series', file, '--out', join(folder, 'scored.csv'));
    expect(status).toBe(0);
    expect(err).toMatch(/2 rows of .*broken\.csv could not be used: line 3: .*; line 4: /);
    expect(readFileSync(join(folder, 'scored.csv'), 'utf8').trim().split('\n')).toHaveLength(3);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('says what is missing or does not go together, by name', () => {
    expect(pawl()).toMatchObject({ status: 2, err: expect.stringContaining('--series FILE or a folder with --nab DIR') as string });
    expect(pawl('--nab', folder)).toMatchObject({ status: 2, err: expect.stringContaining('--out DIR') as string });
    expect(pawl('--series', join(folder, 'none.csv'))).toMatchObject({ status: 2, err: expect.stringContaining('There is no file') as string });
  });
});

describe('pawl lab', () => {
  it('takes a wrong or missing flag of a command within a command for wrong usage', () => {
    expect(pawl('--threshold', '3')).toMatchObject({ status: 2, err: expect.stringContaining("unknown option '--threshold'") as string });
  });
});
