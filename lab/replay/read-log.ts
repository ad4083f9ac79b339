import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { createGunzip } from 'node:zlib';
import type { LogLine } from '../../shared/domain/signal.ts';
import type { BadRows } from './bad-row.ts';
import { jsonObjects } from './json-objects.ts';
import { logRow, textRow } from './log-row.ts';
import { steady, type PlacedLine } from './steady.ts';

const LONGEST_TEXT = 262_144;

/** `onBytes` is told how many bytes of the file were taken since the last time. */
export type ReadLogOptions = { readonly bad: BadRows; readonly onBytes?: (bytes: number) => void };

/**
 * The log lines of one file, in its order: one JSON object a line, a JSON document with a list of events, or text that begins with a time
 * (rows without one go on with the message before). `.gz` is unpacked on the way. Rows that are none of it are counted and named.
 */
export async function* readLog(file: string, { bad, onBytes = () => {} }: ReadLogOptions): AsyncGenerator<LogLine> {
  const name = basename(file);
  const complain = (row: number, reason: string): void => bad.add({ file: name, row, reason });
  const rows = (await isDocument(file)) ? documentRows(file, name, complain, onBytes) : textRows(file, name, complain, onBytes);
  for await (const { line } of steady(rows, complain)) yield line;
}

type Complain = (row: number, reason: string) => void;

async function* documentRows(file: string, name: string, complain: Complain, onBytes: (bytes: number) => void): AsyncGenerator<PlacedLine> {
  let row = 0;
  for await (const text of jsonObjects(textOf(file, onBytes))) {
    row += 1;
    const line = text === undefined ? 'is longer than 16 MB' : rowOf(text, name, row);
    if (typeof line === 'string') complain(row, line);
    else yield { row, line };
  }
}

async function* textRows(file: string, name: string, complain: Complain, onBytes: (bytes: number) => void): AsyncGenerator<PlacedLine> {
  let row = 0;
  let open: PlacedLine | undefined;
  let isText = false;
  for await (const text of createInterface({ input: source(file, onBytes), crlfDelay: Number.POSITIVE_INFINITY })) {
    row += 1;
    const isJson = text.startsWith('{');
    const line = isJson ? rowOf(text, name, row) : textRow(text, { id: `${name}:${row}`, stream: name });
    if (typeof line === 'object') {
      if (open !== undefined) yield open;
      open = { row, line };
      isText = !isJson;
    } else if (isJson) complain(row, line ?? 'is no log event');
    else if (open !== undefined && isText && text !== '') open = { ...open, line: { ...open.line, message: `${open.line.message}\n${text}`.slice(0, LONGEST_TEXT) } };
    else if (text.trim() !== '') complain(row, 'is no log event and begins with no time');
  }
  if (open !== undefined) yield open;
}

const rowOf = (text: string, name: string, row: number): LogLine | string => {
  try {
    return logRow(JSON.parse(text), { id: `${name}:${row}`, stream: name });
  } catch {
    return 'is no JSON';
  }
};

const source = (file: string, onBytes: (bytes: number) => void): NodeJS.ReadableStream => {
  const raw = createReadStream(file);
  raw.on('data', (chunk) => onBytes(chunk.length));
  return file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw;
};

async function* textOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of source(file, onBytes)) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
}

/** A list, or an object that does not end on its first line: then it is one document, whatever its name. */
const isDocument = async (file: string): Promise<boolean> => {
  const start = await startOf(file);
  const first = start.trimStart();
  if (first.startsWith('[')) return !STAMP_IN_BRACKETS.test(first);
  return first.startsWith('{') && (/^\{\s*("events"|"searchedLogStreams"|"nextForwardToken"|"results"|"nextToken")\s*:/.test(first) || /^\{\s*\n/.test(first));
};

const STAMP_IN_BRACKETS = /^\[\d{4}-/;

const startOf = async (file: string): Promise<string> => {
  if (file.endsWith('.gz')) {
    for await (const chunk of textOf(file, () => {})) return chunk.slice(0, 4096);
    return '';
  }
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
};
