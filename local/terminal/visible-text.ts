import { stripVTControlCharacters } from 'node:util';

const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
const NO_WIDTH = /\p{Mark}|\p{Cf}/u;
// oxlint-disable-next-line no-control-regex -- finds the colour sequences that we write ourselves
const SEQUENCE_OR_CHARACTER = /\u001B\[[\d;]*m|[^]/gu;

const widthOf = (character: string): number => {
  if (character.length > 1 && character.startsWith('\u001B')) return 0;
  if (NO_WIDTH.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
};

/** Columns that a text takes in a terminal; colour sequences take none. */
export const visibleWidth = (text: string): number => (text.match(SEQUENCE_OR_CHARACTER) ?? []).reduce((sum, character) => sum + widthOf(character), 0);

/** Cuts to at most `columns`, an ellipsis in place of what is missing. Colours that are open at the cut are closed. */
export const cut = (text: string, columns: number): string => {
  if (visibleWidth(text) <= columns) return text;
  let taken = '';
  let left = Math.max(0, columns - 1);
  for (const character of text.match(SEQUENCE_OR_CHARACTER) ?? []) {
    left -= widthOf(character);
    if (left < 0) break;
    taken += character;
  }
  return `${taken}${taken.includes('\u001B') ? '\u001B[0m' : ''}${columns > 0 ? '…' : ''}`;
};

export const padRight = (text: string, columns: number): string => text + ' '.repeat(Math.max(0, columns - visibleWidth(text)));
export const padLeft = (text: string, columns: number): string => ' '.repeat(Math.max(0, columns - visibleWidth(text))) + text;

/**
 * Text from anywhere, made safe to print: no escape sequences and no control characters but line breaks, tabs as two blanks.
 * Log lines and error messages pass through here, and a terminal obeys what is printed on it.
 */
export const printable = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll('\t', '  ')
    // oxlint-disable-next-line no-control-regex -- these characters are what is being removed
    .replaceAll(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g, '');

/** The same on one line, for what stands beside other things: nobody's words begin a line that looks like ours. */
export const oneLine = (text: string): string => printable(text).replaceAll(/\s+/g, ' ');

/** Breaks at blanks so that no line is wider than `columns`; a single longer word stays whole. Line breaks are kept. */
export const wrap = (text: string, columns: number): string[] =>
  text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (line !== '' && visibleWidth(longer) > columns) {
        lines.push(line);
        line = word;
      } else line = longer;
    }
    return [...lines, line];
  });
