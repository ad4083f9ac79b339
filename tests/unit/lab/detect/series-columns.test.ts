import { describe, expect, it } from 'vitest';
import { scoreSeries } from '../../../../lab/detect/score-series.ts';

async function* lines(...rows: string[]): AsyncGenerator<string> {
  yield* rows;
}
const read = async (...rows: string[]): Promise<unknown[]> => {
  const all: unknown[] = [];
  for await (const row of scoreSeries(lines(...rows))) all.push('problem' in row ? row.problem : [row.timestamp, row.value, row.isBackwards ?? false]);
  return all;
};

describe('series as tools export them', () => {
  it.each([
    ['names in capitals, a byte order mark', '\uFEFFTimestamp,Value', '2026-01-01 00:00:00,1.5'],
    ['one column beside the time, by any name', '"Time","p95 latency"', '"2026-01-01 00:00:00","1.5"'],
    ['other columns, quotes and commas in them', 'value,"label",time', '1.5,"a, ""b""",2026-01-01 00:00:00'],
    ['semicolons and decimal commas', 'timestamp;value', '2026-01-01 00:00:00;1,5'],
    ['tabs', 'timestamp\tvalue', '2026-01-01 00:00:00\t1.5'],
  ])('are read: %s', async (_, header, row) => {
    expect(await read(header, row)).toEqual([['2026-01-01 00:00:00', '1.5', false]]);
  });

  it('are read with thousands parted, by what parts the columns', async () => {
    expect(await read('timestamp,value', '2026-01-01,"1,234,567.5"', '2026-01-02,"12,34"')).toEqual([['2026-01-01', '1234567.5', false], '"12,34" is no number.']);
    expect(await read('timestamp;value', '2026-01-01;1.234,5', '2026-01-02;1,234')).toEqual([['2026-01-01', '1234.5', false], ['2026-01-02', '1.234', false]]);
  });

  it('say which columns there are when none is known', async () => {
    expect(await read('when,cpu,memory', '2026-01-01,1,2')).toEqual(['The first line must be a header with the columns timestamp and value; it has "when", "cpu", "memory".']);
    expect(await read('2026-01-01,1', '2026-01-02,1')).toEqual([expect.stringContaining('"2026-01-01", "1"')]);
  });

  it('tell which rows are dated before the one above', async () => {
    expect(await read('timestamp,value', '2026-01-02,1', '2026-01-01,2', '2026-01-01,3')).toEqual([['2026-01-02', '1', false], ['2026-01-01', '2', true], ['2026-01-01', '3', false]]);
  });
});
