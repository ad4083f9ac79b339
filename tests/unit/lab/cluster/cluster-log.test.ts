import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clusterLog, type ClusterProgress } from '../../../../lab/cluster/cluster-log.ts';
import { csvField } from '../../../../lab/cluster/csv-field.ts';
import { lineGroups } from '../../../../lab/cluster/line-groups.ts';
import { readLines } from '../../../../lab/cluster/read-lines.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cluster-log-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const clustered = async (text: string | Buffer, format?: string) => {
  const log = join(folder, 'in.log');
  const out = join(folder, 'out.csv');
  await writeFile(log, text);
  const progress: ClusterProgress[] = [];
  const result = await clusterLog({ log, out, ...(format === undefined ? {} : { format }), onProgress: (seen) => progress.push(seen) });
  return { result, progress, csv: await readFile(out, 'utf8') };
};

describe('clustering a log file', () => {
  it('writes the final group of each line, by order of first appearance', async () => {
    const names = ['ann', 'bob', 'eve', 'dan', 'kim'];
    const lines = ['10:00 INFO: ready', ...names.map((name) => `10:01 WARN: order of ${name} is late`), '10:02 INFO: ready'];
    const { result, csv } = await clustered(lines.join('\n'), '<Time> <Level>: <Content>');
    expect(csv.trimEnd().split('\n')).toEqual(['LineId,EventId,EventTemplate', '1,E1,ready', ...names.map((_, index) => `${index + 2},E2,order of <*> is late`), '7,E1,ready']);
    expect(result).toMatchObject({ lines: 7, groups: 2, overflow: 0, unmatched: { count: 0, examples: [] } });
  });

  it('reads CRLF, a last line without an end, and empty lines', async () => {
    const { result, csv } = await clustered('a: one\r\n\r\na: two\r\na: one', '<Level>: <Content>');
    expect(csv).toBe('LineId,EventId,EventTemplate\n1,E1,one\n2,E2,\n3,E3,two\n4,E1,one\n');
    expect(result).toMatchObject({ lines: 4, unmatched: { count: 1, examples: [{ line: 2, text: '' }] } });
  });

  it('counts and names lines that are not of the format, and clusters them whole', async () => {
    const { result, csv } = await clustered('INFO: it is up\nno level here 1\nno level here 2\n', '<Level>: <Content>');
    expect(result.unmatched).toEqual({ count: 2, examples: [{ line: 2, text: 'no level here 1' }, { line: 3, text: 'no level here 2' }] });
    expect(csv).toContain('\n2,E2,no level here <*>\n3,E2,no level here <*>\n');
  });

  it('quotes as RFC 4180 wants it', async () => {
    const { csv } = await clustered('x: said "no", twice\n', '<Level>: <Content>');
    expect(csv).toBe('LineId,EventId,EventTemplate\n1,E1,"said ""no"", twice"\n');
    fc.assert(
      fc.property(fc.string(), (text) => {
        const field = csvField(text);
        expect(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field).toBe(text);
        expect(/^(?:[^",\r\n]*|"(?:[^"]|"")*")$/.test(field)).toBe(true);
      }),
    );
  });

  it('finds the message by itself when no format is given', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => `2024-05-01 10:00:${10 + index},123 ${index % 2 === 0 ? 'INFO' : 'WARN'} [worker-${index}] app.Orders: ${index % 3 === 0 ? `order ${index} came` : 'queue is empty'}`);
    const { result, csv } = await clustered(lines.join('\n'));
    expect(result.groups).toBe(2);
    expect(csv).toContain('\n1,E1,order <*> came\n2,E2,queue is empty\n');
  });

  it('tells how far it is', async () => {
    const text = 'x: a line\n'.repeat(120_000);
    const { progress } = await clustered(text, '<Level>: <Content>');
    expect(progress.length).toBeGreaterThan(1);
    expect(progress.at(-1)).toEqual({ lines: 120_000, bytes: text.length, ofBytes: text.length });
    expect(progress.every(({ bytes }, index) => bytes > (progress[index - 1]?.bytes ?? 0))).toBe(true);
  });

  it('leaves nothing behind but the result, and no result when there is no log', async () => {
    await clustered('x: y\n', '<Level>: <Content>');
    expect((await readdir(folder)).sort()).toEqual(['in.log', 'out.csv']);
    await expect(clusterLog({ log: join(folder, 'none.log'), out: join(folder, 'none.csv') })).rejects.toThrow(/ENOENT/);
    expect((await readdir(folder)).sort()).toEqual(['in.log', 'out.csv']);
  });

  it('survives bytes that are no text, and an empty file', async () => {
    const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256));
    expect((await clustered(bytes)).result.lines).toBeGreaterThan(1);
    expect((await clustered('')).result).toMatchObject({ lines: 0, groups: 0 });
  });
});

describe('reading lines', () => {
  it('gives the lines of any text, however they fall into pages', async () => {
    const path = join(folder, 'lines.log');
    const long = Array.from({ length: 40_000 }, (_, index) => `é${'x'.repeat(index % 70)} ${index}`);
    await writeFile(path, long.join('\r\n'));
    const read: string[] = [];
    for await (const { lines } of readLines(path)) read.push(...lines);
    expect(read).toEqual(long);
    await rm(path);
  });

  it('cuts a line that is too long and goes on with the next', async () => {
    const path = join(folder, 'long.log');
    await writeFile(path, `${'x'.repeat(3_000_000)}\nnext\r\n`);
    const read: string[] = [];
    for await (const { lines } of readLines(path)) read.push(...lines);
    expect(read.map((line) => line.length)).toEqual([65_536, 4]);
    await rm(path);
  });
});

describe('groups of lines', () => {
  it('puts all that comes after too many groups into one', () => {
    const groups = lineGroups({ mostGroups: 3, mostTemplates: 10 });
    for (const word of ['a', 'b', 'c', 'd', 'e', 'a']) groups.add(`${word} was here`);
    const { ofLines } = groups.finish();
    expect([...ofLines].map(({ eventId, template }) => `${eventId} ${template}`)).toEqual(['E1 a was here', 'E2 b was here', 'E3 c was here', 'E4 <*>', 'E4 <*>', 'E1 a was here']);
    expect(groups.overflow).toBe(2);
  });

  it('remembers the text of templates that the miner has let go', () => {
    const groups = lineGroups({ mostTemplates: 2 });
    for (const word of ['a', 'b', 'c', 'd', 'a']) groups.add(`${word} was here`);
    expect([...groups.finish().ofLines].map(({ eventId, template }) => `${eventId} ${template}`)).toEqual(['E1 a was here', 'E2 b was here', 'E3 c was here', 'E4 d was here', 'E1 a was here']);
  });
});
