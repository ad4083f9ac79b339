import { isUtf8 } from 'node:buffer';
import type { SourceTree } from '../../ports/source-repository.ts';
import type { CodecommitCalls, FileEntry } from './codecommit-calls.ts';

/** A text file larger than this is data, not source. */
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;
/** Each file is a call, so a larger repository says which part of it is the service. */
const MAX_FILES = 10_000;
/** CodeCommit allows some hundreds of reads a second; this many at once stay below it. */
const READS_AT_ONCE = 12;
/** A commit never changes, so its files need reading once; a handful covers base, candidate and preview of a few targets. */
const REMEMBERED_TREES = 6;
const REMEMBERED_BYTES = 48 * 1024 * 1024;

/** Reads the text files of commits; blobs that two commits share are read once. With a `directory`, only what lies in it. */
export function codecommitTrees(calls: CodecommitCalls, directory: string | undefined): (commit: string) => Promise<SourceTree> {
  const trees = new Map<string, Promise<SourceTree>>();
  const texts = new Map<string, string>();
  let bytesHeld = 0;
  const prefix = directory === undefined || directory === '.' ? '' : `${directory}/`;

  /** The text of a blob; `undefined` when it is none. */
  async function textOf(blob: string): Promise<string | undefined> {
    const known = texts.get(blob);
    if (known !== undefined) return known;
    const bytes = await calls.blob(blob);
    if (bytes === undefined || bytes.length > MAX_SOURCE_BYTES || bytes.includes(0) || !isUtf8(bytes)) return undefined;
    const text = Buffer.from(bytes).toString('utf8');
    texts.set(blob, text);
    bytesHeld += bytes.length;
    for (const [oldest, dropped] of texts) {
      if (bytesHeld <= REMEMBERED_BYTES) break;
      texts.delete(oldest);
      bytesHeld -= Buffer.byteLength(dropped);
    }
    return text;
  }

  async function read(commit: string): Promise<SourceTree> {
    const entries = (await calls.files(commit)).filter(({ path }) => path.startsWith(prefix));
    if (entries.length > MAX_FILES) throw calls.refused(`The commit ${commit.slice(0, 12)} has ${entries.length} files${prefix === '' ? '' : ` in ${prefix}`}, more than ${MAX_FILES}: each is one call to CodeCommit. Name the service’s folder as the target’s directory.`);
    const contents = new Map<string, string | undefined>();
    const queue = entries.filter(isFile).values();
    await Promise.all(Array.from({ length: READS_AT_ONCE }, async () => {
      for (const { path, blob } of queue) contents.set(path, await textOf(blob));
    }));
    const files = new Map<string, string>();
    const skipped: string[] = [];
    for (const { path } of entries) {
      const text = contents.get(path);
      if (text === undefined) skipped.push(path);
      else files.set(path, text);
    }
    return { commit, files, skipped };
  }

  return async (commit) => {
    const known = trees.get(commit);
    if (known !== undefined) return known;
    const reading = read(commit);
    trees.set(commit, reading);
    reading.catch(() => trees.delete(commit));
    for (const oldest of trees.keys()) if (trees.size > REMEMBERED_TREES) trees.delete(oldest);
    return reading;
  };
}

/** Links and submodules are no source. */
const isFile = ({ mode }: FileEntry): boolean => mode.startsWith('100');
