import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { csvRows } from './csv-rows.ts';
import { logFormat } from './log-format.ts';

/** One system of the benchmark: its raw lines, the messages in them, and the true group of each. */
export type LogSystem = { readonly name: string; readonly path: string; readonly format: string; readonly lines: readonly string[]; readonly messages: readonly string[]; readonly groups: readonly string[]; readonly published: Published };
const Score = z.object({ GA: z.number(), FGA: z.number().optional() });
const Published = z.object({ drainTuned: Score, brain: Score, drain3OneConfig: Score }).partial();
type Published = z.infer<typeof Published>;

/** Loghub-2k as it lies in a folder: a folder a system with its log and labels, and formats.json. `undefined` when there is none. */
export const readLogCorpus = async (folder: string): Promise<readonly LogSystem[] | undefined> => {
  if (!existsSync(join(folder, 'formats.json'))) return undefined;
  const json = async (name: string): Promise<unknown> => JSON.parse(await readFile(join(folder, name), 'utf8'));
  const formats = z.record(z.string(), z.string()).parse(await json('formats.json'));
  const reference = existsSync(join(folder, 'reference.json')) ? z.object({ systems: z.record(z.string(), Published) }).parse(await json('reference.json')).systems : {};
  return Promise.all(
    Object.entries(formats).map(async ([name, format]) => {
      const path = join(folder, name, `${name}_2k.log`);
      const lines = (await readFile(path, 'utf8')).replace(/\r?\n$/, '').split(/\r?\n/);
      const [header = [], ...rows] = csvRows(await readFile(join(folder, name, `${name}_2k.csv`), 'utf8'));
      const column = header.indexOf('EventId');
      const messageOf = logFormat(format);
      const groups = rows.map((row) => row[column] ?? '');
      if (column < 0 || groups.length !== lines.length) throw new Error(`${name}: ${lines.length} lines, but ${groups.length} labels; the data folder is not whole.`);
      return { name, path, format, lines, messages: lines.map((line) => messageOf(line) ?? line), groups, published: reference[name] ?? {} };
    }),
  );
};
