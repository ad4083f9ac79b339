import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { listSources } from './list-sources.ts';
import { scanFile, type ScanFinding } from './scan-file.ts';

/** Larger files are generated. */
const LARGEST_BYTES = 1_500_000;
/** Lines of this length on average are written by a program. */
const MINIFIED_LINE = 400;

export type ScannedFile = { readonly path: string; readonly done: number; readonly of: number } & ({ readonly findings: readonly ScanFinding[] } | { readonly problem: string });

/** Each source file below a folder with its findings, in order of paths; or why it was left out. Throws when the folder cannot be read. */
export async function* scanFolder(folder: string): AsyncGenerator<ScannedFile> {
  const paths = await listSources(folder);
  for (const [index, path] of paths.entries()) {
    const at = { path, done: index + 1, of: paths.length };
    const read = await readSource(join(folder, path));
    yield 'problem' in read ? { ...at, problem: read.problem } : { ...at, findings: scanFile(path, read.text) };
    await nextTurn();
  }
}

async function readSource(file: string): Promise<{ readonly text: string } | { readonly problem: string }> {
  try {
    const stat = await lstat(file);
    if (!stat.isFile()) return { problem: 'is not a file' };
    if (stat.size > LARGEST_BYTES) return { problem: 'is larger than 1.5 MB' };
    const text = await readFile(file, 'utf8');
    if (text.includes('\0')) return { problem: 'is not text' };
    if (text.length > 5000 && text.length / text.split('\n').length > MINIFIED_LINE) return { problem: 'is minified' };
    return { text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return { problem: code === 'ENOENT' ? 'is gone' : `cannot be read (${code === '' ? String(error) : code})` };
  }
}
