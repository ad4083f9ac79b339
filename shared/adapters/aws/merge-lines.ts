import { diffArrays } from 'diff';

/** Lines `from` (inclusive) to `to` (exclusive) of the base, replaced by `lines`. */
type Edit = { readonly from: number; readonly to: number; readonly lines: readonly string[] };

/**
 * Three texts merged by lines: what one side changed and the other left alone. `undefined` when both changed the same or
 * neighbouring lines differently, as git has it. Line ends belong to their lines, so they survive as they are.
 */
export const mergeLines = (base: string, ours: string, theirs: string): string | undefined => {
  const lines = linesOf(base);
  const [mine, other] = [editsOf(lines, linesOf(ours)), editsOf(lines, linesOf(theirs))];
  const edits = [...mine, ...other.filter((edit) => !mine.some((same) => isSame(edit, same)))].toSorted((a, b) => a.from - b.from || a.to - b.to);
  if (edits.some((edit, index) => index > 0 && edit.from <= (edits[index - 1]?.to ?? -1))) return undefined;
  const merged: string[] = [];
  let at = 0;
  for (const edit of edits) {
    merged.push(...lines.slice(at, edit.from), ...edit.lines);
    at = edit.to;
  }
  return [...merged, ...lines.slice(at)].join('');
};

const linesOf = (text: string): string[] => text.split(/(?<=\n)/);

const isSame = (a: Edit, b: Edit): boolean => a.from === b.from && a.to === b.to && a.lines.join('') === b.lines.join('');

function editsOf(base: string[], changed: string[]): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  let open: { from: number; to: number; lines: string[] } | undefined;
  for (const part of diffArrays(base, changed)) {
    if (!part.added && !part.removed) {
      if (open) edits.push(open);
      open = undefined;
      at += part.value.length;
      continue;
    }
    open ??= { from: at, to: at, lines: [] };
    if (part.removed) at = open.to = at + part.value.length;
    else open.lines.push(...part.value);
  }
  if (open) edits.push(open);
  return edits;
}
