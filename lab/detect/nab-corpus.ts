import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseTimestamp } from './timestamp.ts';
import type { LabelledWindow } from './nab-score.ts';

/** One labelled series of the benchmark. */
export type NabFile = { readonly category: string; readonly file: string; readonly atMs: Float64Array; readonly values: Float64Array; readonly windows: readonly LabelledWindow[] };

/** Reads the series and labels below `folder` (`data/<category>/<file>.csv`, `labels.json`); null when there is no such folder. */
export function readNabCorpus(folder: string): readonly NabFile[] | null {
  if (statSync(join(folder, 'labels.json'), { throwIfNoEntry: false }) === undefined) return null;
  const labels = JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Record<string, readonly (readonly [string, string])[]>;
  return readdirSync(join(folder, 'data')).toSorted().flatMap((category) =>
    readdirSync(join(folder, 'data', category)).toSorted().map((file) => {
      const rows = readFileSync(join(folder, 'data', category, file), 'utf8').trimEnd().split('\n').slice(1).map((line) => line.trimEnd().split(','));
      const timestamps = rows.map(([timestamp = '']) => timestamp);
      return {
        category,
        file,
        atMs: Float64Array.from(timestamps, (timestamp) => parseTimestamp(timestamp) ?? Number.NaN),
        values: Float64Array.from(rows, ([, value]) => Number(value)),
        windows: (labels[`${category}/${file}`] ?? []).map(([start, end]) => [rowOf(timestamps, start, file), rowOf(timestamps, end, file)] as const),
      };
    }));
}

/** Where a timestamp repeats, the last such row is the one meant. */
function rowOf(timestamps: readonly string[], timestamp: string, file: string): number {
  const row = timestamps.lastIndexOf(timestamp);
  if (row < 0) throw new Error(`The labels of ${file} name ${timestamp}, which is not a row of it.`);
  return row;
}
