import { describe, expect, it } from 'vitest';
import { scoreSeries } from '../../../../lab/detect/score-series.ts';

async function scored(...lines: readonly string[]) {
  const rows = [];
  for await (const row of scoreSeries((async function* () { yield* lines; })())) rows.push(row);
  return rows;
}

describe('scoring the lines of a CSV', () => {
  it('gives timestamp and value back as they were and counts lines from the header', async () => {
    expect(await scored('timestamp,value', '2014-04-01 00:00:00,20.0', '2014-04-01 00:05:00,1e1')).toEqual([
      { line: 2, timestamp: '2014-04-01 00:00:00', value: '20.0', score: 0, alert: false },
      { line: 3, timestamp: '2014-04-01 00:05:00', value: '1e1', score: 0, alert: false },
    ]);
  });

  it('finds the columns by name, with carriage returns, a byte-order mark and quotes', async () => {
    expect(await scored('\uFEFFvalue,host,timestamp\r', '5,web,"2014-04-01T00:00:00Z"\r')).toMatchObject([{ line: 2, timestamp: '2014-04-01T00:00:00Z', value: '5' }]);
  });

  it('names a row it cannot read and goes on', async () => {
    expect(await scored('timestamp,value', 'yesterday,1', '2014-04-01 00:00:00,', '2014-04-01 00:05:00,many', '2014-13-01 00:10:00,1', '2014-04-01 00:15:00,4')).toMatchObject([
      { line: 2, problem: expect.stringContaining('"yesterday"') },
      { line: 3, problem: expect.stringContaining('no number') },
      { line: 4, problem: expect.stringContaining('"many"') },
      { line: 5, problem: expect.stringContaining('2014-13-01') },
      { line: 6, score: 0 },
    ]);
  });

  it('asks for the header when there is none, once', async () => {
    expect(await scored('2014-04-01 00:00:00,20', '2014-04-01 00:05:00,20')).toMatchObject([{ line: 1, problem: expect.stringContaining('header') }]);
  });

  it('still scores when the clock steps back, as at the end of summer time', async () => {
    const time = (minute: number): string => new Date(Date.UTC(2014, 9, 20) + minute * 60_000).toISOString();
    const lines = Array.from({ length: 600 }, (_, i) => `${time(i < 500 ? i : i - 60)},${i === 590 ? 500 : 20 + (i % 7)}`);
    const rows = await scored('timestamp,value', ...lines);
    expect(rows[590]).toMatchObject({ line: 592, alert: true });
  });
});
