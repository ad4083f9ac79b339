import { diffArrays } from 'diff';
import type { FileChange } from '../../domain/remedy.ts';

/** Lines (from 1) of the new text that are new or different, and how many lines of the old text are gone. */
export type ChangedLines = { readonly added: ReadonlySet<number>; readonly removed: number };

export function changedLines({ before, after }: Pick<FileChange, 'before' | 'after'>): ChangedLines {
  const added = new Set<number>();
  let removed = 0;
  let line = 1;
  for (const part of diffArrays(linesOf(before), linesOf(after))) {
    if (part.removed) removed += part.count;
    else {
      if (part.added) for (let offset = 0; offset < part.count; offset += 1) added.add(line + offset);
      line += part.count;
    }
  }
  return { added, removed };
}

/** Lines added plus lines removed over all files. */
export const sizeOfPatch = (files: readonly FileChange[]): number =>
  files.reduce((sum, file) => {
    const { added, removed } = changedLines(file);
    return sum + added.size + removed;
  }, 0);

function linesOf(text: string | null): string[] {
  if (text === null || text === '') return [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}
