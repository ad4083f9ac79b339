/** Replaces the characters from `start` up to, not including, `end` with `text`. `start === end` inserts. Offsets are UTF-16 code units. */
export type TextEdit = { readonly start: number; readonly end: number; readonly text: string };

/**
 * The text with all edits made at once; offsets refer to the text as it was.
 * Insertions at the same place keep the order in which they are given; one at the start of a replacement goes before it.
 * Throws when two edits touch the same characters or an edit lies outside the text.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.map((edit, index) => ({ edit, index })).sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end || a.index - b.index);
  let result = '';
  let position = 0;
  for (const { edit } of ordered) {
    if (edit.start < position) throw new RangeError(`Two edits touch the same characters at offset ${edit.start}.`);
    if (edit.end < edit.start || edit.end > text.length) throw new RangeError(`The edit ${edit.start}–${edit.end} lies outside the text of ${text.length} characters.`);
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}
