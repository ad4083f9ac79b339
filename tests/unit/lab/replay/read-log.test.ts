import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { BadRows } from '../../../../lab/replay/bad-row.ts';
import { jsonObjects } from '../../../../lab/replay/json-objects.ts';
import { readLog } from '../../../../lab/replay/read-log.ts';
import type { LogLine } from '../../../../shared/domain/signal.ts';

const folder = mkdtempSync(join(tmpdir(), 'pawl-replay-log-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AT = Date.UTC(2026, 10, 18, 12);
const STREAM = '2026/11/18/[7]abc';

const read = async (name: string, content: string | Buffer): Promise<{ lines: LogLine[]; bad: BadRows; bytes: number }> => {
  const file = join(folder, name);
  writeFileSync(file, content);
  const bad = new BadRows();
  let bytes = 0;
  const lines: LogLine[] = [];
  for await (const line of readLog(file, { bad, onBytes: (more) => (bytes += more) })) lines.push(line);
  return { lines, bad, bytes };
};

const EVENTS = [0, 1, 2].map((index) => ({ eventId: `e${index}`, timestamp: AT + index, logStreamName: STREAM, message: `hello {"a": "[${index}]"}\n` }));
const LINES = EVENTS.map(({ eventId, timestamp, message }) => ({ id: eventId, at: timestamp, stream: STREAM, message: message.trimEnd() }));

describe('reading a recorded log', () => {
  it.each([
    ['one event a line', 'a.jsonl', EVENTS.map((event) => JSON.stringify(event)).join('\n')],
    ['Windows newlines', 'crlf.jsonl', EVENTS.map((event) => JSON.stringify(event)).join('\r\n')],
    ['the answer of filter-log-events, printed over lines', 'b.json', JSON.stringify({ events: EVENTS, searchedLogStreams: [{ logStreamName: STREAM }] }, null, 4)],
    ['the same on one line', 'c.json', JSON.stringify({ events: EVENTS })],
    ['a list', 'd.json', JSON.stringify(EVENTS)],
    ['packed', 'e.jsonl.gz', gzipSync(EVENTS.map((event) => JSON.stringify(event)).join('\n'))],
    ['a packed document', 'f.json.gz', gzipSync(JSON.stringify({ events: EVENTS }))],
    ['text with time and stream', 'g.log', LINES.map(({ at, message }) => `${new Date(at).toISOString()} ${STREAM} ${message}`).join('\n')],
  ])('takes %s', async (_, name, content) => {
    const { lines, bad, bytes } = await read(name, content);
    expect(lines.map(({ id: _id, ...line }) => line)).toEqual(LINES.map(({ id: _id, ...line }) => line));
    expect(bad.count).toBe(0);
    expect(bytes).toBe(Buffer.byteLength(content));
  });

  it('takes text without a time for the rest of the message above', async () => {
    const { lines } = await read('stack.log', `2026-11-18T12:00:00.000Z Error: no\n    at f (index.mjs:1:1)\n    at g (index.mjs:2:1)\n2026-11-18T12:00:01.000Z next\n`);
    expect(lines.map(({ message }) => message)).toEqual(['Error: no\n    at f (index.mjs:1:1)\n    at g (index.mjs:2:1)', 'next']);
  });

  it('counts and names rows that are no log events, and goes on', async () => {
    const rows = ['nonsense', '{"broken": ', '{"at": "yesterday", "message": "x"}', `{"at": ${AT}}`, '{"message": "x"}', `{"at": ${AT}, "stream": "s", "message": "good"}`, 'more nonsense'];
    const { lines, bad } = await read('bad.jsonl', rows.join('\n'));
    expect(lines).toMatchObject([{ message: 'good', stream: 's', at: AT }]);
    expect(bad.count).toBe(6);
    expect(bad.named.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 7]);
    expect(bad.named.every(({ file }) => file === 'bad.jsonl')).toBe(true);
  });

  it('names a hundred bad rows and counts them all', async () => {
    const { bad } = await read('worse.jsonl', Array.from({ length: 250 }, () => '{}').join('\n'));
    expect([bad.count, bad.named.length]).toEqual([250, 100]);
  });

  it('leaves out rows of a clock that ran wrong, wherever they stand', async () => {
    const good = Array.from({ length: 6 }, (_, index) => AT + index * 60_000);
    const DAY = 86_400_000;
    const bogus = [0, AT + 40 * DAY, AT - 3 * DAY, AT + 9000 * DAY];
    await fc.assert(fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...bogus), fc.integer({ min: 1, max: 5 })), { maxLength: 1 }), async (wrong) => {
      const rows = good.map((at) => ({ at, message: 'm', stream: 's' }));
      for (const [at, place] of wrong) rows.splice(place, 0, { at, message: 'wrong', stream: 's' });
      const { lines, bad } = await read('skewed.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'));
      expect(lines.map(({ at }) => at)).toEqual(good);
      expect(bad.count).toBe(wrong.length);
    }), { numRuns: 30 });
  });
});

describe('the objects of a document', () => {
  it('are the same however it was cut into chunks', async () => {
    const events = fc.array(fc.record({ message: fc.string(), nested: fc.anything({ maxDepth: 2, withNullPrototype: false }) }), { maxLength: 5 });
    await fc.assert(fc.asyncProperty(events, fc.integer({ min: 1, max: 40 }), fc.boolean(), async (list, size, isWrapped) => {
      const json = JSON.stringify(isWrapped ? { nextToken: '{[', events: list } : list, undefined, 2);
      async function* chunks() {
        for (let from = 0; from < json.length; from += size) yield await Promise.resolve(json.slice(from, from + size));
      }
      const found: unknown[] = [];
      for await (const text of jsonObjects(chunks())) found.push(JSON.parse(text ?? 'null'));
      expect(found).toEqual(JSON.parse(JSON.stringify(list)));
    }), { numRuns: 60 });
  });
});
