/** Instants in milliseconds since 1970 from 2001 on; nothing else that is answered is so large. */
const FIRST_INSTANT_MS = 1_000_000_000_000;
const LATEST_INSTANT_MS = 10_000_000_000_000;
const SHORT_LIST_CHARACTERS = 100;

/** A value as indented lines that read well: instants as ISO 8601, empty things left out, texts of several lines as blocks. */
export const outline = (value: unknown): string => linesOf(value, '').join('\n');

const linesOf = (value: unknown, indent: string): string[] => {
  if (Array.isArray(value)) return value.length === 0 ? [`${indent}(none)`] : value.flatMap((one) => itemLines(one, indent));
  if (typeof value !== 'object' || value === null) return [`${indent}${plain(value)}`];
  const lines = Object.entries(value).flatMap(([key, inner]) => entryLines(key, inner, indent));
  return lines.length === 0 ? [`${indent}(nothing)`] : lines;
};

const entryLines = (key: string, inner: unknown, indent: string): string[] => {
  if (inner === undefined || inner === null || inner === '') return [];
  if (typeof inner === 'string' && inner.includes('\n')) return [`${indent}${key}:`, ...inner.replace(/\n$/, '').split('\n').map((line) => `${indent}  | ${line}`)];
  if (typeof inner !== 'object') return [`${indent}${key}: ${plain(inner)}`];
  const short = oneLine(inner);
  return short === undefined ? [`${indent}${key}:`, ...linesOf(inner, `${indent}  `)] : [`${indent}${key}: ${short}`];
};

const itemLines = (one: unknown, indent: string): string[] => {
  const short = oneLine(one);
  if (short !== undefined) return [`${indent}- ${short}`];
  const [first = '', ...rest] = linesOf(one, `${indent}  `);
  return [`${indent}- ${first.trimStart()}`, ...rest];
};

/** Lists of numbers and words, and small flat things, on one line. */
const oneLine = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null) return plain(value);
  const parts = Array.isArray(value) ? value : Object.values(value);
  if (parts.some((part) => (typeof part === 'object' && part !== null) || (typeof part === 'string' && part.includes('\n')))) return undefined;
  const text = Array.isArray(value)
    ? value.map(plain).join(', ')
    : Object.entries(value).filter(([, part]) => part !== undefined && part !== null && part !== '').map(([key, part]) => `${key} ${plain(part)}`).join(', ');
  return text.length <= SHORT_LIST_CHARACTERS ? text || '(none)' : undefined;
};

const plain = (value: unknown): string => {
  if (typeof value !== 'number') return typeof value === 'string' ? value : JSON.stringify(value) ?? 'null';
  if (Number.isInteger(value)) return value >= FIRST_INSTANT_MS && value < LATEST_INSTANT_MS ? new Date(value).toISOString().replace('.000Z', 'Z') : String(value);
  return String(Number(value.toPrecision(4)));
};
