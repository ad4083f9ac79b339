import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplayDay } from '../../../../lab/replay/replay-day.ts';
import { replayHistory, type ReplayProgress } from '../../../../lab/replay/replay-history.ts';
import { invocationLines, noise, type SimulatedCall, type SimulatedInvocation } from '../../../support/invocation-log.ts';
import { healthyCalls, healthyInvocation } from '../../../support/observed-service.ts';

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 18);
const EVERY_MS = 90_000;
const at = (hour: number): number => START + hour * HOUR;

const LOOP_FROM = 30;
const ERRORS = { from: 52, to: 62 };

const loop = (number: number): SimulatedCall[] =>
  Array.from({ length: 6 }, (_, index) => ({ shape: 'GET catalogue/products/{}', at: 'index.mjs:25:9 getProduct', startMs: 16 + index * 9, durationMs: 8, key: `k${number}-${index}` }));

/** Three days: healthy, an N+1 from the second morning on, a morning of errors on the third. */
const varied = (number: number): Partial<SimulatedInvocation> => {
  const hour = (number * EVERY_MS) / HOUR;
  const looping = hour >= LOOP_FROM && hour < 48;
  const failing = hour >= ERRORS.from && hour < ERRORS.to;
  return {
    at: Math.round(START + number * EVERY_MS + noise(number) * 20_000),
    ...(looping ? { calls: [...healthyCalls(number), ...loop(number)], durationMs: 80 + noise(number) * 12 } : {}),
    ...(failing ? { outcome: 'error' as const, error: { name: 'TypeError', message: `no price for ${number}`, stack: ['index.mjs:55:20 label'] } } : {}),
  };
};

let hourly: Awaited<ReturnType<typeof replay>>;
const folder = mkdtempSync(join(tmpdir(), 'pawl-replay-'));
const write = (name: string, rows: readonly unknown[]): void => writeFileSync(join(folder, name), rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(async () => {
  const count = (72 * HOUR) / EVERY_MS;
  const lines = Array.from({ length: count }, (_, number) => invocationLines({ ...healthyInvocation(number), ...varied(number) })).flat();
  // Two files that overlap in time, as an export by log stream gives them.
  write('one.jsonl', ['no JSON', ...lines.filter((_, index) => Math.floor(index / 4) % 2 === 0)]);
  write('two.json', [JSON.stringify({ events: lines.filter((_, index) => Math.floor(index / 4) % 2 === 1).map((line) => ({ eventId: line.id, timestamp: line.at, logStreamName: line.stream, message: line.message })) }, undefined, 1)]);
  write('events.jsonl', [{ kind: 'deployment', id: 'd1', at: at(1), alias: 'live', version: '1' }, { kind: 'party', at: at(2) }]);
  write('target.json', [{ id: 'orders', limits: { timeoutSeconds: 3 } }]);
  writeFileSync(join(folder, 'incidents.csv'), `from,to,kind\n${at(LOOP_FROM)},${at(48)},\n${new Date(at(ERRORS.from)).toISOString()},${new Date(at(ERRORS.to)).toISOString()},\n${at(10)},${at(11)},timeout\n`);
  hourly = await replay();
}, 60_000);

const replay = async (options: { everyHours?: number } = {}): Promise<{ days: ReplayDay[]; progress: ReplayProgress[] }> => {
  const days: ReplayDay[] = [];
  const progress: ReplayProgress[] = [];
  for await (const day of replayHistory({ from: folder, ...options, onProgress: (one) => progress.push(one) })) days.push(day);
  return { days, progress };
};

describe('replaying a history', () => {
  it('tells day by day what would have been raised, what stayed and what went, and what of it was right', async () => {
    const { days, progress } = hourly;
    expect(days.map(({ date, lines, events, analyses }) => [date, lines, events, analyses])).toEqual([['2026-11-18', 3840, 1, 24], ['2026-11-19', 3840, 0, 24], ['2026-11-20', 3840, 0, 24]]);
    const [healthy, looping, failing] = days;
    expect(healthy).toMatchObject({ raised: [], open: [], gone: [], accuracy: { recall: { right: 0, of: 1 } } });
    expect(healthy?.accuracy?.precision).toBeUndefined();

    const loops = looping?.raised.filter(({ kind }) => kind === 'n-plus-one') ?? [];
    expect(loops).toMatchObject([{ right: true }]);
    expect(loops[0]?.raisedAt).toBeGreaterThan(at(LOOP_FROM));
    expect(loops[0]?.raisedAt).toBeLessThanOrEqual(at(LOOP_FROM + 4));
    expect(looping?.gone).toEqual([]);

    expect(failing?.raised.map(({ kind }) => kind)).toContain('recurring-exception');
    expect(failing?.gone.map(({ kind }) => kind)).toContain('recurring-exception');
    expect(failing?.total).toMatchObject({ incidents: 3, accuracy: { recall: { right: 2, of: 3 } }, badRows: 2 });
    expect(failing?.total.bad.map(({ file, row }) => [file, row]).sort()).toEqual([['events.jsonl', 2], ['one.jsonl', 1]]);
    const precision = failing?.total.accuracy?.precision;
    expect(precision?.right).toBe(precision?.of);
    expect(precision?.low).toBeLessThan(1);
    expect(progress.at(-1)).toMatchObject({ lines: 3 * 3840 });
    expect(progress.at(-1)?.bytes).toBe(progress.at(-1)?.ofBytes);
  });

  it('gives the same again, with other hours between two analyses too', async () => {
    const sixHourly = await replay({ everyHours: 6 });
    expect(sixHourly.days.map(({ analyses }) => analyses)).toEqual([4, 4, 4]);
    expect(sixHourly.days.map(({ lines }) => lines)).toEqual(hourly.days.map(({ lines }) => lines));
    expect(sixHourly.days[1]?.raised.map(({ key }) => key).sort()).toEqual(hourly.days[1]?.raised.map(({ key }) => key).sort());
  });

  it('counts what no label explains as wrong', async () => {
    writeFileSync(join(folder, 'incidents.csv'), `from,to,kind\n${at(1)},${at(2)},\n`);
    const { days } = await replay({ everyHours: 6 });
    expect(days.at(-1)?.total.accuracy).toMatchObject({ precision: { right: 0 }, recall: { right: 0, of: 1 } });
  });

  it('says what is missing when there is nothing to replay', async () => {
    const empty = mkdtempSync(join(tmpdir(), 'pawl-replay-empty-'));
    await expect(replayHistory({ from: empty }).next()).rejects.toThrow(/nothing to replay/);
    await expect(replayHistory({ from: join(empty, 'absent') }).next()).rejects.toThrow(/There is no folder/);
    writeFileSync(join(empty, 'a.jsonl'), 'nothing\nof use\n');
    expect(await replayHistory({ from: empty }).next()).toEqual({ done: true, value: undefined });
    writeFileSync(join(empty, 'target.json'), '{"limits": {"timeoutSeconds": -1}}');
    await expect(replayHistory({ from: empty }).next()).rejects.toThrow(/does not describe a target/);
    rmSync(empty, { recursive: true });
  });
});

describe('metrics without logs', () => {
  it('are watched minute by minute, and what lasts is raised', async () => {
    const only = mkdtempSync(join(tmpdir(), 'pawl-replay-metrics-'));
    const worseFrom = 3 * 1440 + 600;
    const rows = Array.from({ length: 4 * 1440 }, (_, minute) => `${new Date(START + minute * 60_000).toISOString()},latencyP95Ms,${((minute >= worseFrom ? 160 : 100) + 12 * noise(minute)).toFixed(1)}`);
    writeFileSync(join(only, 'metrics.csv'), ['timestamp,metric,value', ...rows, 'soon,latencyP95Ms,3', `${at(95)},moonPhase,1`].join('\n'));
    const days: ReplayDay[] = [];
    for await (const day of replayHistory({ from: only, everyHours: 2 })) days.push(day);
    expect(days.map(({ points }) => points)).toEqual([1440, 1440, 1440, 1440]);
    expect(days.slice(0, 3).flatMap(({ raised }) => raised)).toEqual([]);
    expect(days[3]?.raised).toMatchObject([{ kind: 'latency-degradation' }]);
    expect(Math.abs((days[3]?.raised[0]?.since ?? 0) - (START + worseFrom * 60_000))).toBeLessThan(15 * 60_000);
    expect(days[3]?.total.badRows).toBe(2);
    rmSync(only, { recursive: true });
  });
});
