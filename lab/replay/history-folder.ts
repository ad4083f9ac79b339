import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

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

const LOG = /\.(log|txt|jsonl|ndjson|json)(\.gz)?$/;
const SPECIAL = { target: ['target.json'], events: ['events.jsonl', 'events.ndjson'], metrics: ['metrics.csv'], incidents: ['incidents.jsonl', 'incidents.csv', 'incidents.ndjson'], sourceMap: ['source.map'] } as const;

/** Looks through a folder: special files by their names, every other `.log`, `.txt`, `.jsonl`, `.ndjson` or `.json` (also `.gz`) is a log. Throws where there is nothing to replay. */
export const historyFolder = async (from: string): Promise<HistoryFolder> => {
  const names = await namesIn(from);
  const special = (kind: keyof typeof SPECIAL): string | undefined => {
    const name = SPECIAL[kind].find((one) => names.includes(one));
    return name === undefined ? undefined : join(from, name);
  };
  const known = new Set<string>(Object.values(SPECIAL).flat());
  const logs = names.filter((name) => LOG.test(name) && !known.has(name)).map((name) => join(from, name));
  const found = { target: special('target'), events: special('events'), metrics: special('metrics'), incidents: special('incidents'), sourceMap: special('sourceMap') };
  if (logs.length === 0 && found.metrics === undefined) throw new Error(`There is nothing to replay in ${from}: no log (*.log, *.jsonl, *.json, *.txt) and no metrics.csv.`);
  const sizes = await Promise.all(logs.map((file) => stat(file)));
  return { logs, bytes: sizes.reduce((sum, { size }) => sum + size, 0), ...found };
};

const namesIn = async (from: string): Promise<string[]> => {
  try {
    const entries = await readdir(from, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map(({ name }) => name).sort();
  } catch (error) {
    throw new Error(`The folder ${from} cannot be read: ${error instanceof Error ? error.message : String(error)}.`, { cause: error });
  }
};
