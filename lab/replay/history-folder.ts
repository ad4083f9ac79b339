import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** What a folder with a recorded history holds. */
export type HistoryFolder = {
  readonly logs: readonly string[];
  readonly bytes: number;
  readonly target?: string | undefined;
  readonly events?: string | undefined;
  readonly metrics?: string | undefined;
  readonly incidents?: string | undefined;
  readonly sourceMap?: string | undefined;
};

const LOG = /\.(log|txt|jsonl|ndjson|json)(\.gz)?$|\.gz$/;
const SPECIAL = { target: ['target.json'], events: ['events.jsonl', 'events.ndjson'], metrics: ['metrics.csv'], incidents: ['incidents.jsonl', 'incidents.csv', 'incidents.ndjson'], sourceMap: ['source.map'] } as const;

/** A recording that cannot be replayed; says why, and what would do. */
export class RecordingProblem extends Error {
  override name = 'RecordingProblem';
}

/**
 * Looks through a folder and those in it (an export to S3 has one a stream): special files by their names in the folder itself, every other `.log`, `.txt`, `.jsonl`, `.ndjson`,
 * `.json` or `.gz` is a log. Throws `RecordingProblem` where there is nothing to replay.
 */
export const historyFolder = async (from: string): Promise<HistoryFolder> => {
  const names = await namesIn(from);
  const special = (kind: keyof typeof SPECIAL): string | undefined => {
    const name = SPECIAL[kind].find((one) => names.includes(one));
    return name === undefined ? undefined : join(from, name);
  };
  const known = new Set<string>(Object.values(SPECIAL).flat());
  const logs = names.filter((name) => LOG.test(name) && !known.has(name)).map((name) => join(from, name));
  const found = { target: special('target'), events: special('events'), metrics: special('metrics'), incidents: special('incidents'), sourceMap: special('sourceMap') };
  if (logs.length === 0 && found.metrics === undefined) throw new RecordingProblem(`There is nothing to replay in ${from}: no log (*.log, *.jsonl, *.json, *.txt, *.gz) and no metrics.csv.`);
  const sizes = await Promise.all(logs.map((file) => stat(file)));
  return { logs, bytes: sizes.reduce((sum, { size }) => sum + size, 0), ...found };
};

const namesIn = async (from: string): Promise<string[]> => {
  try {
    const entries = await readdir(from, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(from, join(entry.parentPath, entry.name))).sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw new RecordingProblem(code === 'ENOENT' ? `There is no folder ${from}.` : code === 'ENOTDIR' ? `${from} is a file, not a folder: name the folder that it lies in.` : `The folder ${from} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
};
