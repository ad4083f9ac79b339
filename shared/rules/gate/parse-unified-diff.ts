import { applyPatch, parsePatch, type StructuredPatch } from 'diff';
import type { FileChange } from '../../domain/remedy.ts';
import type { Files } from './apply-patch.ts';

export type ParsedDiff = { readonly ok: true; readonly files: readonly FileChange[] } | { readonly ok: false; readonly errors: readonly string[] };

/** A hunk may have drifted away from its line numbers, and this many of its context lines may differ. */
const MAX_CHANGED_CONTEXT_LINES = 2;

/**
 * The changes that a unified diff (plain, of git, or a mail of git's) makes to `files`. Tolerant about what surrounds the diff,
 * missing prefixes, line numbers and line ends; every error names the file, and the hunk where one does not fit.
 */
export function parseUnifiedDiff(text: string, files: Files): ParsedDiff {
  let patches: StructuredPatch[];
  try {
    patches = parsePatch(withoutSurroundings(text)).filter((patch) => patch.hunks.length > 0 || patch.isRename === true || patch.isBinary === true || patch.isDelete === true || patch.isCreate === true);
  } catch (error) {
    return { ok: false, errors: [`This is not a unified diff: ${error instanceof Error ? error.message : String(error)}.`] };
  }
  if (patches.length === 0) return { ok: false, errors: ['There is no change in it. A unified diff has lines like "--- a/file", "+++ b/file" and "@@ -1,2 +1,3 @@".'] };
  const changes = new Map<string, FileChange>();
  const errors: string[] = [];
  for (const patch of patches) {
    const read = changesOf(patch, files);
    if ('error' in read) errors.push(read.error);
    else {
      for (const change of read.changes) {
        if (changes.has(change.path)) errors.push(`${change.path}: the diff changes it twice; merge both parts into one.`);
        changes.set(change.path, change);
      }
    }
  }
  return errors.length > 0 ? { ok: false, errors } : { ok: true, files: [...changes.values()] };
}

/** A fence around it and the signature line of a mail are no part of a diff. */
const withoutSurroundings = (text: string): string => text.replace(/^\uFEFF/, '').replace(/^```[a-z]*\r?\n([\s\S]*?)\r?\n```\s*$/m, '$1\n').replace(/\n-- \r?\n[\d.]+[^\n]*\s*$/, '\n');

function changesOf(patch: StructuredPatch, files: Files): { changes: readonly FileChange[] } | { error: string } {
  const from = pathOf(patch.oldFileName, files);
  const to = pathOf(patch.newFileName, files);
  const name = to ?? from;
  if (name === undefined) return { error: 'A part of the diff names no file: "--- a/FILE" and "+++ b/FILE" are missing.' };
  if (patch.isBinary === true) return { error: `${name}: binary files cannot be changed.` };
  if (from === undefined) {
    if (files.has(name)) return { error: `${name}: the diff creates it, but it exists already.` };
    const after = applyPatch('', patch);
    return after === false ? { error: `${name}: the text of the new file could not be read from the diff.` } : { changes: [{ path: name, before: null, after }] };
  }
  const before = files.get(from);
  if (before === undefined) return { error: `${from}: there is no such file.` };
  if (to === undefined) return { changes: [{ path: from, before, after: null }] };
  const after = patch.hunks.length === 0 ? before : fit(before, patch);
  if (after === undefined) return { error: misfit(from, before, patch) };
  return { changes: from === to ? [{ path: to, before, after }] : [{ path: from, before, after: null }, { path: to, before: files.get(to) ?? null, after }] };
}

function fit(before: string, patch: StructuredPatch): string | undefined {
  for (const options of [{}, { fuzzFactor: MAX_CHANGED_CONTEXT_LINES }]) {
    const after = applyPatch(before, patch, options);
    if (after !== false) return after;
  }
  return undefined;
}

/** Which hunk does not fit, found by trying them one after the other. */
function misfit(path: string, before: string, patch: StructuredPatch): string {
  let text = before;
  for (const [index, hunk] of patch.hunks.entries()) {
    const after = fit(text, { ...patch, hunks: [hunk] });
    if (after === undefined) {
      const sought = hunk.lines.find((line) => line.startsWith('-') || line.startsWith(' '))?.slice(1).trim() ?? '';
      return `${path}: hunk ${index + 1} of ${patch.hunks.length} (line ${hunk.oldStart}) does not fit; no place there reads "${sought.slice(0, 80)}" with what follows it.`;
    }
    text = after;
  }
  return `${path}: its hunks fit one by one but not together; are they in order?`;
}

/** The file's path without the prefixes `a/`, `b/`; `undefined` for /dev/null. */
function pathOf(name: string | undefined, files: Files): string | undefined {
  const path = name?.replace(/\t.*$/, '').replace(/^"(.*)"$/, '$1');
  if (path === undefined || path === '' || path === '/dev/null') return undefined;
  if (files.has(path)) return path;
  return path.replace(/^[ab]\//, '').replace(/^\.\//, '');
}
