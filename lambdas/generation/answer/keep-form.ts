import type { Files } from '../../../shared/rules/gate/apply-patch.ts';

/** The text of a whole file in the form that the file has already: its line ends, its byte-order mark, with or without a last newline. A new file takes the line ends of the others. */
export function inFormOf(text: string, before: string | null, files: Files): string {
  const plain = text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
  const endsOpen = before !== null && before !== '' && !before.endsWith('\n');
  const body = plain.replace(/\n*$/, '');
  const whole = body === '' ? '' : before?.endsWith('\n\n') === true || endsOpen ? body + (/\n*$/.exec(before.replaceAll('\r\n', '\n'))?.[0] ?? '') : `${body}\n`;
  const lines = hasCarriageReturns(before ?? sample(files)) ? whole.replaceAll('\n', '\r\n') : whole;
  return before?.startsWith('\uFEFF') === true ? `\uFEFF${lines}` : lines;
}

const hasCarriageReturns = (text: string): boolean => text.split('\r\n').length * 2 > text.split('\n').length + 1;

const sample = (files: Files): string => [...files.values()].find((text) => text.includes('\n')) ?? '';
