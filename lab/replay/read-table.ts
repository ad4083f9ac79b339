import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import type { BadRows } from './bad-row.ts';

/**
 * The rows of a small table, one JSON object a line or CSV with a header (no quotes within fields), each understood by `parse`, which answers
 * with the reason where it cannot. What cannot be understood is counted and named.
 */
export async function* readTable<Row extends object>(file: string, parse: (value: unknown) => Row | string, bad: BadRows): AsyncGenerator<Row> {
  const name = basename(file);
  const isCsv = file.endsWith('.csv');
  let header: string[] | undefined;
  let row = 0;
  for await (const text of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    row += 1;
    if (text.trim() === '') continue;
    if (isCsv && header === undefined) {
      header = fields(text);
      continue;
    }
    const parsed = isCsv ? parse(Object.fromEntries(fields(text).map((field, index) => [header?.[index] ?? String(index), field]))) : parseJson(text, parse);
    if (typeof parsed === 'string') bad.add({ file: name, row, reason: parsed });
    else yield parsed;
  }
}

const fields = (text: string): string[] => text.split(',').map((field) => field.trim().replace(/^"(.*)"$/, '$1'));

const parseJson = <Row>(text: string, parse: (value: unknown) => Row | string): Row | string => {
  try {
    return parse(JSON.parse(text));
  } catch {
    return 'is no JSON';
  }
};
