import { isUtf8 } from 'node:buffer';
import { GitFailure, runGit } from './git-process.ts';

/** `bytes` is NaN for a damaged object. */
export type TreeEntry = { readonly mode: string; readonly object: string; readonly path: string; readonly bytes: number };

/** A text file larger than this is data, not source. */
const MAX_SOURCE_BYTES = 2 * 1024 * 1024;

/** All entries of a commit or tree, submodules and links included. */
export async function listTree(location: string, tree: string): Promise<TreeEntry[]> {
  const { stdout } = await runGit(location, ['ls-tree', '-r', '-z', '-l', '--full-tree', tree]);
  return stdout.toString('utf8').split('\0').filter((line) => line !== '').map((line) => {
    const tab = line.indexOf('\t');
    const [mode = '', , object = '', bytes = '-'] = line.slice(0, tab).split(/ +/);
    return { mode, object, path: line.slice(tab + 1), bytes: bytes === '-' ? 0 : Number(bytes) };
  });
}

/** Contents of blobs, in the order asked. Throws `GitFailure` naming the file when one cannot be read. */
export async function readBlobs(location: string, entries: readonly TreeEntry[]): Promise<Buffer[]> {
  if (entries.length === 0) return [];
  const { stdout } = await runGit(location, ['cat-file', '--batch'], { input: `${entries.map((entry) => entry.object).join('\n')}\n` });
  const blobs: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const end = stdout.indexOf(0x0a, at);
    const [, type, size] = stdout.toString('utf8', at, end).split(' ');
    if (end < 0 || type !== 'blob') throw new GitFailure(`${entry.path} cannot be read from the repository ${location}: its object ${entry.object} is missing or damaged. Run "git fsck" there.`);
    const start = end + 1;
    at = start + Number(size) + 1;
    blobs.push(stdout.subarray(start, at - 1));
  }
  return blobs;
}

/** The text files of a commit or tree, path → content; `skipped` names binaries, links, submodules and oversized files. */
export async function readTextFiles(location: string, tree: string): Promise<{ files: Map<string, string>; skipped: string[] }> {
  const entries = await listTree(location, tree);
  const isFile = (entry: TreeEntry) => entry.mode.startsWith('100') && !(entry.bytes > MAX_SOURCE_BYTES);
  const candidates = entries.filter(isFile);
  const skipped = entries.filter((entry) => !isFile(entry)).map((entry) => entry.path);
  const files = new Map<string, string>();
  const blobs = await readBlobs(location, candidates);
  for (const [index, entry] of candidates.entries()) {
    const blob = blobs[index];
    if (blob === undefined || blob.includes(0) || !isUtf8(blob)) skipped.push(entry.path);
    else files.set(entry.path, blob.toString('utf8'));
  }
  return { files, skipped };
}
