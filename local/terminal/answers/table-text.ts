import { printable } from '../visible-text.ts';

/** Rows of cells as lines, columns padded to their widest cell; the last column is as long as it is. An empty cell shows nothing. */
export const tableText = (rows: readonly (readonly string[])[]): string => {
  const clean = rows.map((row) => row.map((cell) => printable(cell).replaceAll(/\s+/g, ' ')));
  const widths = clean.reduce<number[]>((all, row) => row.map((cell, index) => Math.max(all[index] ?? 0, cell.length)), []);
  return clean.map((row) => row.map((cell, index) => (index === row.length - 1 ? cell : cell.padEnd(widths[index] ?? 0))).join('  ').trimEnd()).join('\n');
};
