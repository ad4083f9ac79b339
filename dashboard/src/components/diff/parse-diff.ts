/** A line of a hunk; `before` and `after` are its numbers in the old and the new file. */
export type DiffLine = { readonly kind: 'same' | 'added' | 'removed' | 'note'; readonly text: string; readonly before?: number; readonly after?: number };
export type DiffHunk = { readonly header: string; readonly lines: readonly DiffLine[] };
export type DiffFile = { readonly path: string; readonly what: 'changed' | 'new' | 'deleted'; readonly added: number; readonly removed: number; readonly hunks: readonly DiffHunk[] };

type Open = { path: string; what: DiffFile['what']; hunks: { header: string; lines: DiffLine[] }[] };

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/u;
const pathOf = (line: string): string => line.slice(4).replace(/\t.*$/u, '').replace(/^"(.*)"$/u, '$1').replace(/^[ab]\//u, '');

const closed = ({ path, what, hunks }: Open): DiffFile => {
  const lines = hunks.flatMap((hunk) => hunk.lines);
  return { path, what, added: lines.filter(({ kind }) => kind === 'added').length, removed: lines.filter(({ kind }) => kind === 'removed').length, hunks };
};

/**
 * Reads a unified diff as git and others write it. Lines are counted by the hunk's header, so that a removed line that begins with `--` is not taken for a
 * heading; what belongs to no hunk is passed over. Never fails: what is no diff is no file.
 */
export const parseDiff = (text: string): readonly DiffFile[] => {
  const files: Open[] = [];
  let file: Open | undefined;
  let hunk: { header: string; lines: DiffLine[] } | undefined;
  let [before, after, oldLeft, newLeft] = [0, 0, 0, 0];
  let from = '';
  for (const line of text.split(/\r?\n/u)) {
    if (hunk && (oldLeft > 0 || newLeft > 0)) {
      const sign = line[0];
      const rest = line.slice(1);
      if (sign === '+' && newLeft > 0) {
        hunk.lines.push({ kind: 'added', text: rest, after });
        after += 1;
        newLeft -= 1;
        continue;
      }
      if (sign === '-' && oldLeft > 0) {
        hunk.lines.push({ kind: 'removed', text: rest, before });
        before += 1;
        oldLeft -= 1;
        continue;
      }
      if (sign === ' ' || line === '') {
        hunk.lines.push({ kind: 'same', text: rest, before, after });
        before += 1;
        after += 1;
        oldLeft -= 1;
        newLeft -= 1;
        continue;
      }
    }
    if (line.startsWith('\\')) {
      hunk?.lines.push({ kind: 'note', text: line.slice(1).trim() });
      continue;
    }
    if (line.startsWith('--- ')) {
      from = line;
      continue;
    }
    if (line.startsWith('+++ ')) {
      const [old, next] = [pathOf(from), pathOf(line)];
      file = { path: next === '/dev/null' ? old : next, what: old === '/dev/null' ? 'new' : next === '/dev/null' ? 'deleted' : 'changed', hunks: [] };
      files.push(file);
      hunk = undefined;
      continue;
    }
    const head = HUNK.exec(line);
    if (!head || !file) continue;
    const [, oldStart, oldCount = '1', newStart, newCount = '1', where] = head;
    [before, after, oldLeft, newLeft] = [Number(oldStart), Number(newStart), Number(oldCount), Number(newCount)];
    hunk = { header: `Line ${after || before}${where ? ` · ${where}` : ''}`, lines: [] };
    file.hunks.push(hunk);
  }
  return files.map(closed);
};
