import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'pawl-lab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const log = join(folder, 'service.log');
const out = join(folder, 'templates.csv');
writeFileSync(log, Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? `2026-01-01 INFO cart: user u${index} added ${index} items\r\n` : `2026-01-01 WARN pay: card of order ${index * 7} declined\r\n`)).join(''));

const pawl = (...words: string[]): { status: number | null; err: string } => {
  const { status, stderr } = spawnSync(process.execPath, ['cli/pawl.ts', 'lab', 'cluster', ...words], { encoding: 'utf8' });
  return { status, err: stderr };
};

describe('pawl lab cluster', () => {
  it('writes one row a line: what was written by one template has one event', () => {
    const { status, err } = pawl('--log', log, '--format', '<Date> <Level> <Component>: <Content>', '--out', out);
    const [header, ...rows] = readFileSync(out, 'utf8').trim().split(/\r?\n/);
    expect(status).toBe(0);
    expect(header).toBe('LineId,EventId,EventTemplate');
    expect(rows.map((row) => row.split(',')[1])).toEqual(Array.from({ length: 60 }, (_, index) => (index % 3 === 0 ? 'E1' : 'E2')));
    expect(err).toContain('60 lines, 2 templates');
  });

  it('says where a format cannot be read, and which lines do not look like one that can', () => {
    const none = join(folder, 'none.csv');
    expect(pawl('--log', log, '--format', '<Date> (', '--out', none)).toMatchObject({ status: 2, err: expect.stringContaining('never closed') as string });
    expect(existsSync(none)).toBe(false);
    const { status, err } = pawl('--log', log, '--format', '<Date> INFO <Component>: <Content>', '--out', out);
    expect(status).toBe(0);
    expect(err).toContain('40 of 60 lines do not look like the format');
  });

  it('names a file that is not there', () => {
    expect(pawl('--log', join(folder, 'gone.log'), '--out', out)).toMatchObject({ status: 2, err: expect.stringContaining('gone.log does not exist') as string });
  });
});
