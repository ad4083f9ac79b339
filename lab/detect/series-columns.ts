/** How the rows of a series are read: `value` is a number as `Number` reads it, where it was written with other separators. */
export type SeriesColumns = { readonly cellsOf: (row: string) => { readonly timestamp: string; readonly value: string } };

const TIMES = ['timestamp', 'time', 'datetime', 'date', '@timestamp', '_time', 'ds', 'ts'];
const VALUES = ['value', '_value', 'y'];
const DELIMITERS = [',', ';', '\t'] as const;
type Delimiter = (typeof DELIMITERS)[number];

/**
 * The columns of a series from its header, parted by commas, semicolons or tabs: `timestamp` and `value` in any case, the usual other names
 * for them, and beside a time a single column whatever its name. Where commas do not part, they are decimal. A reason where there are none.
 */
export const seriesColumns = (header: string): SeriesColumns | string => {
  const [delimiter] = DELIMITERS.toSorted((a, b) => cells(header, b).length - cells(header, a).length);
  if (delimiter === undefined) return 'is empty';
  const names = cells(header, delimiter).map((name) => name.toLowerCase());
  const timestamp = placeOf(TIMES, names);
  const named = placeOf(VALUES, names);
  const value = named < 0 && names.length === 2 ? 1 - timestamp : named;
  if (timestamp < 0 || value < 0) return `The first line must be a header with the columns timestamp and value; it has ${names.map((name) => `"${name.slice(0, 40)}"`).slice(0, 8).join(', ')}.`;
  return { cellsOf: (row) => {
    const found = cells(row, delimiter);
    return { timestamp: found[timestamp] ?? '', value: plainNumber(found[value] ?? '', delimiter) };
  } };
};

const placeOf = (wanted: readonly string[], names: readonly string[]): number => names.indexOf(wanted.find((name) => names.includes(name)) ?? '\n');

const CELL = { ',': /("(?:[^"]|"")*"|[^,]*)(,|$)/g, ';': /("(?:[^"]|"")*"|[^;]*)(;|$)/g, '\t': /("(?:[^"]|"")*"|[^\t]*)(\t|$)/g } as const;

const quotedCells = (row: string, delimiter: Delimiter): string[] => {
  const found = [...row.matchAll(CELL[delimiter])];
  return found.slice(0, found.findIndex(([, , end]) => end === '') + 1).map(([, cell = '']) => cell);
};

const cells = (row: string, delimiter: Delimiter): string[] => {
  const parts = row.includes('"') ? quotedCells(row, delimiter) : row.split(delimiter);
  return parts.map((cell) => {
    const text = cell.trim();
    return text.length > 1 && text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  });
};

const plainNumber = (text: string, delimiter: Delimiter): string => {
  if (!text.includes(',')) return text;
  if (/^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(text) && (delimiter === ',' || text.includes('.'))) return text.replaceAll(',', '');
  return delimiter !== ',' && /^[-+]?(?:\d+|\d{1,3}(?:\.\d{3})+),\d+$/.test(text) ? text.replaceAll('.', '').replace(',', '.') : text;
};
