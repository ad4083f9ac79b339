import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { LogLine } from '../../shared/domain/signal.ts';
import type { BadRows } from './bad-row.ts';
import { openText } from '../open-text.ts';
import { jsonObjects } from './json-objects.ts';
import { logRow, textRow } from './log-row.ts';
import { steady, type PlacedLine } from './steady.ts';

const LONGEST_TEXT = 262_144;

/** `name`: what the file is called in complaints, and as stream of rows that tell none; `onBytes` is told how many bytes of the file were taken since the last time. */
export type ReadLogOptions = { readonly bad: BadRows; readonly name?: string; readonly onBytes?: (bytes: number) => void };

/**
 * The log lines of one file, in its order: one JSON object a line, a JSON document with a list of events, or text that begins with a time
 * (rows without one go on with the message before). gzip is unpacked on the way. Rows that are none of it are counted and named.
 */
export async function* readLog(file: string, { bad, name = basename(file), onBytes = () => {} }: ReadLogOptions): AsyncGenerator<LogLine> {
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
  const { text: input, tell } = await source(file, onBytes);
  for await (const read of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    tell();
    row += 1;
    const text = row === 1 ? read.replace(/^\uFEFF/, '') : read;
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

/** The text of a file, and a function that tells how many more of its bytes were taken. */
const source = async (file: string, onBytes: (bytes: number) => void): Promise<{ readonly text: Readable; readonly tell: () => void }> => {
  const { bytes, encoding, bytesRead } = await openText(file);
  let told = 0;
  const tell = (): void => {
    const now = bytesRead();
    if (now > told) onBytes(now - told);
    told = now;
  };
  return { text: bytes.setEncoding(encoding), tell };
};

async function* textOf(file: string, onBytes: (bytes: number) => void): AsyncGenerator<string> {
  const { text, tell } = await source(file, onBytes);
  for await (const chunk of text) {
    tell();
    yield String(chunk);
  }
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
  for await (const chunk of textOf(file, () => {})) return chunk.slice(0, 4096).replace(/^\uFEFF/, '');
  return '';
};
