import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { metricRow } from '../../../../lab/replay/metric-row.ts';
import { replayHistory } from '../../../../lab/replay/replay-history.ts';

const folder = mkdtempSync(join(tmpdir(), 'pawl-exports-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const START = Date.UTC(2026, 0, 1);
const request = (at: number, id: string): string => [`START RequestId: ${id} Version: 7`, `REPORT RequestId: ${id}\tDuration: 80.00 ms\tBilled Duration: 80 ms\tMemory Size: 512 MB\tMax Memory Used: 90 MB`].map((text) => `${new Date(at).toISOString()} ${text}\n`).join('');

describe('recordings as they are exported', () => {
  it('are read from an export to S3: a folder a stream, gzip without another ending', async () => {
    const from = join(folder, 's3');
    for (const stream of ['one', 'two']) {
      mkdirSync(join(from, 'export-id', stream), { recursive: true });
      writeFileSync(join(from, 'export-id', stream, '000000.gz'), gzipSync(Array.from({ length: 30 }, (_, index) => request(START + index * 60_000, `${stream}-${index}`)).join('')));
    }
    const days = [];
    for await (const day of replayHistory({ from })) days.push(day);
    expect(days).toMatchObject([{ date: '2026-01-01', lines: 120, total: { badRows: 0 } }]);
  });

  it('name the file that cannot be unpacked', async () => {
    const from = join(folder, 'damaged');
    mkdirSync(from);
    writeFileSync(join(from, 'x.log.gz'), gzipSync(request(START, 'a')).subarray(0, 40));
    await expect(replayHistory({ from }).next()).rejects.toThrow(/x\.log\.gz cannot be unpacked/);
  });

  it('take a point dated in seconds for what it is', () => {
    for (const timestamp of ['1767225600', 1_767_225_600, '1767225600000', '2026-01-01T00:00:00Z']) expect(metricRow({ timestamp, metric: 'latencyP95Ms', value: '90' })).toMatchObject({ at: START });
  });
});
