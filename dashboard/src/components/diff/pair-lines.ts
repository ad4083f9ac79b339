import type { DiffLine } from './parse-diff.ts';

/** Old and new side by side: what was removed beside what was put in its place. */
export type DiffPair = { readonly before?: DiffLine; readonly after?: DiffLine; readonly note?: string };

/** Lays a hunk's lines side by side: each run of removed lines beside the run of added lines that follows it. */
export const pairLines = (lines: readonly DiffLine[]): readonly DiffPair[] => {
  const pairs: DiffPair[] = [];
  let removed: DiffLine[] = [];
  let added: DiffLine[] = [];
  const flush = (): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      const [before, after] = [removed[index], added[index]];
      pairs.push({ ...(before ? { before } : {}), ...(after ? { after } : {}) });
    }
    removed = [];
    added = [];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === 'added') added.push(line);
    else {
      flush();
      pairs.push(line.kind === 'note' ? { note: line.text } : { before: line, after: line });
    }
  }
  flush();
  return pairs;
};

/** A text in three parts: what both lines begin with, what differs, what both end with. */
export type Difference = readonly [same: string, different: string, same: string];

/** What differs within two lines that stand for each other, cut at the edges of words; nothing when they have little in common. */
export const differenceOf = (before: string, after: string): { readonly before: Difference; readonly after: Difference } | undefined => {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < least - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const isWord = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
  while (start > 0 && isWord(before[start - 1]) && (isWord(before[start]) || isWord(after[start]))) start -= 1;
  while (end > 0 && isWord(before[before.length - end]) && (isWord(before[before.length - end - 1]) || isWord(after[after.length - end - 1]))) end -= 1;
  const shared = before.slice(0, start).trim().length + (end === 0 ? 0 : before.slice(-end).trim().length);
  if (shared < Math.max(before.trim().length, after.trim().length) / 3) return undefined;
  const cut = (text: string): Difference => [text.slice(0, start), text.slice(start, text.length - end), text.slice(text.length - end)];
  return { before: cut(before), after: cut(after) };
};
