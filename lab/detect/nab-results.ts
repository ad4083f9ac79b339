import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { scoreSeries } from './score-series.ts';

/** Told after each file; `done` of `of` files are written. */
export type FileTold = { readonly file: string; readonly rows: number; readonly badRows: number; readonly done: number; readonly of: number };

/**
 * Scores every CSV below `from` and writes `to/pawl/<category>/pawl_<file>.csv` (timestamp, value, anomaly_score) as the Numenta benchmark
 * expects results. The category is the file's folder below `from`, without a leading `data`. A bad row is written with score 0 and its
 * cells as given, so that rows stay aligned; `problems` names it.
 */
export async function writeNabResults({ from, to, onFile }: {
  readonly from: string;
  readonly to: string;
  readonly onFile?: (told: FileTold & { readonly problems: readonly string[] }) => void;
}): Promise<{ files: number; rows: number; badRows: number }> {
  const files = (await readdir(from, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && entry.name.endsWith('.csv'))
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .toSorted();
  const total = { files: 0, rows: 0, badRows: 0 };
  for (const file of files) {
    const category = dirname(file).split(sep).filter((part, i) => part !== '.' && !(i === 0 && part === 'data'));
    const folder = join(to, 'pawl', ...category);
    await mkdir(folder, { recursive: true });
    const counted = await writeScores(join(from, file), join(folder, `pawl_${basename(file)}`));
    total.files += 1;
    total.rows += counted.rows;
    total.badRows += counted.problems.length;
    onFile?.({ file, rows: counted.rows, badRows: counted.problems.length, done: total.files, of: files.length, problems: counted.problems });
  }
  return total;
}

async function writeScores(from: string, to: string): Promise<{ rows: number; problems: readonly string[] }> {
  let rows = 0;
  const problems: string[] = [];
  async function* written(): AsyncGenerator<string> {
    yield 'timestamp,value,anomaly_score\n';
    const given = new Map<number, string>();
    for await (const row of scoreSeries(numbered(from, given))) {
      rows += 1;
      if ('problem' in row) {
        problems.push(`line ${row.line}: ${row.problem}`);
        const [timestamp = '', value = ''] = (given.get(row.line) ?? '').split(',');
        yield `${timestamp},${value},0\n`;
      } else yield `${row.timestamp},${row.value},${row.score}\n`;
    }
  }
  await pipeline(Readable.from(written()), createWriteStream(to));
  return { rows, problems };
}

/** The lines of a file; `given` holds the latest, for the one who must write it as it was. */
async function* numbered(file: string, given: Map<number, string>): AsyncGenerator<string> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Number.POSITIVE_INFINITY })) {
    line += 1;
    given.clear();
    given.set(line, text);
    yield text;
  }
}
