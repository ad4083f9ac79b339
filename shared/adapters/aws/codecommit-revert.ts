import { isUtf8 } from 'node:buffer';
import type { CodecommitCalls, FileDifference, FileEntry } from './codecommit-calls.ts';
import type { NewFile } from './codecommit-commit.ts';
import { mergeLines } from './merge-lines.ts';

export type Undone = { readonly ok: true; readonly files: readonly NewFile[] } | { readonly ok: false; readonly paths: readonly string[] };

/**
 * The files that take the changes from `before` to `undone` out of `onto` again. A file that later work changed too is merged by lines;
 * one where both touched the same lines is a conflict. Files that are as they were before already are left out.
 */
export async function undo(calls: CodecommitCalls, { before, undone, onto }: { before: string; undone: string; onto: string }): Promise<Undone> {
  const files: NewFile[] = [];
  const paths: string[] = [];
  for (const difference of await calls.differences(undone, before)) {
    const taken = await undoFile(calls, difference, onto);
    if (taken === 'conflict') paths.push(difference.path);
    else if (taken !== 'nothing') files.push(taken);
  }
  return paths.length > 0 ? { ok: false, paths } : { ok: true, files };
}

async function undoFile(calls: CodecommitCalls, { path, before, after }: FileDifference, onto: string): Promise<NewFile | 'nothing' | 'conflict'> {
  const present = await calls.file(onto, path);
  if (present?.blob === before?.blob && (present === undefined || present.mode === before?.mode)) return 'nothing';
  if (present?.blob === after?.blob) {
    if (before === undefined) return { path, mode: '100644', bytes: null };
    const bytes = await calls.blob(before.blob);
    return bytes === undefined ? 'conflict' : { path, mode: before.mode, bytes };
  }
  if (present === undefined || before === undefined || after === undefined) return 'conflict';
  const [base, theirs] = [await textOf(calls, after), await textOf(calls, before)];
  if (base === undefined || theirs === undefined || !isText(present.bytes)) return 'conflict';
  const merged = mergeLines(base, Buffer.from(present.bytes).toString('utf8'), theirs);
  return merged === undefined ? 'conflict' : { path, mode: present.mode, bytes: Buffer.from(merged) };
}

async function textOf(calls: CodecommitCalls, { blob }: FileEntry): Promise<string | undefined> {
  const bytes = await calls.blob(blob);
  return bytes !== undefined && isText(bytes) ? Buffer.from(bytes).toString('utf8') : undefined;
}

const isText = (bytes: Uint8Array): boolean => !bytes.includes(0) && isUtf8(bytes);
