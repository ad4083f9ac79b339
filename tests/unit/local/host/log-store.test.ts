import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogSegments } from '../../../../local/host/log-segments.ts';
import { LogStore } from '../../../../local/host/log-store.ts';

let directory: string;
const problems: string[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'pawl-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (): LogStore => new LogStore(directory, (problem) => problems.push(problem));

/** All messages after a number, in pages of `limit`. */
function readAll(log: LogStore, limit: number, from = 0): { messages: string[]; next: number } {
  const messages: string[] = [];
  for (let after = from; ; ) {
    const { records, next, caughtUp } = log.page(after, limit);
    messages.push(...records.map((text) => (JSON.parse(text) as { message: string }).message));
    after = next;
    if (caughtUp) return { messages, next };
  }
}

describe('LogStore', () => {
  test('gives back what was logged, before and after it is on disk', async () => {
    const log = open();
    for (let index = 0; index < 10; index += 1) log.line('s', `line ${index}`);
    const before = readAll(log, 3).messages;
    await log.flush();
    expect(readAll(log, 3).messages).toEqual(before);
    expect(before).toHaveLength(10);
  });

  test('after a restart a reader goes on with its cursor and misses nothing new', async () => {
    const first = open();
    first.line('s', 'on disk');
    await first.flush();
    first.line('s', 'read, but lost with the process');
    const { next } = readAll(first, 10);
    const second = open();
    second.line('s', 'new');
    expect(readAll(second, 10, next).messages).toEqual(['new']);
    expect(readAll(second, 10).messages).toEqual(['on disk', 'new']);
    await first.flush();
  });

  test('a record cut off by a kill is left out, and everything before and after it stays', async () => {
    const first = open();
    first.line('s', 'whole');
    await first.flush();
    appendFileSync(join(directory, readdirSync(directory)[0] ?? ''), '{"seq":2,"at":1,"mess');
    const second = open();
    second.line('s', 'after');
    await second.flush();
    expect(readAll(second, 10).messages).toEqual(['whole', 'after']);
  });

  test('a message longer than 256 K characters is cut', () => {
    const log = open();
    log.line('s', 'x'.repeat(300_000));
    expect(readAll(log, 1).messages[0]).toHaveLength(256 * 1024);
  });

  test('when the disk refuses, it says so once and keeps serving from memory', async () => {
    const log = open();
    rmSync(directory, { recursive: true });
    problems.length = 0;
    for (const message of ['a', 'b']) {
      log.line('s', message);
      await log.flush();
    }
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain('cannot be written');
    expect(readAll(log, 10).messages).toEqual(['a', 'b']);
  });

  test('records beyond what memory holds are read from disk, whatever the page size', async () => {
    const log = open();
    const total = 45_000;
    for (let index = 0; index < total; index += 1) {
      log.line('s', String(index));
      if (index % 5_000 === 0) await log.flush();
    }
    await log.flush();
    const expected = Array.from({ length: total }, (_, index) => String(index));
    expect(readAll(log, 10_000).messages).toEqual(expected);
    expect(readAll(log, 997).messages).toEqual(expected);
  });
});

describe('LogSegments', () => {
  test('any appends and any page size give every line once and in order', async () => {
    const runs = fc.array(fc.array(fc.string({ maxLength: 8 }).map((text) => JSON.stringify(text)), { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(runs, fc.integer({ min: 1, max: 7 }), async (appends, limit) => {
        const folder = mkdtempSync(join(directory, 'p-'));
        const segments = new LogSegments(folder);
        let next = segments.startsAt;
        for (const lines of appends) {
          await segments.append(next, lines);
          next += lines.length;
        }
        const read: string[] = [];
        for (let from = segments.startsAt; from < next; from = segments.startsAt + read.length) read.push(...segments.read(from, limit));
        expect(read).toEqual(appends.flat());
      }),
      { numRuns: 30 },
    );
  });

  test('keeps sixteen files and forgets the oldest', async () => {
    const segments = new LogSegments(directory);
    const big = 'x'.repeat(9 * 1024 * 1024);
    for (let index = 0; index < 18; index += 1) await segments.append(segments.startsAt + index, [big]);
    expect(readdirSync(directory)).toHaveLength(16);
    expect(segments.read(1, 1)).toHaveLength(1);
  });
});
