import { HEADER_ELEMENTS, type HeaderElement, PLAIN, WIDE } from './header-elements.ts';

const SAMPLE_LINES = 500;
/** So large a share of the lines must have an element for it to belong to the header. */
const MOST_LINES = 0.9;
/** Words that may stand before the next telling element. */
const MOST_PLAIN = 3;
const MOST_ELEMENTS = 16;
const MESSAGE_KEYS = ['msg', 'message', 'log', 'event'] as const;

const skipSpace = (line: string, at: number): number => {
  let end = at;
  while (end < line.length && (line[end] === ' ' || line[end] === '\t')) end += 1;
  return end;
};

const jsonMessage = (line: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return undefined;
    for (const key of MESSAGE_KEYS) {
      const text: unknown = Reflect.get(value, key);
      if (typeof text === 'string') return text;
    }
  } catch {
    // Not JSON: undefined says so.
  }
  return undefined;
};

/**
 * Where the message of a line begins, learnt from the first lines of a log: what nearly all of them begin with (times, levels, process
 * numbers, brackets, sources, columns), one element after the other, is header. JSON lines give their `msg` or `message`.
 * The function returned never fails: a line without an element of the header simply has none.
 */
export const findMessage = (sample: readonly string[]): ((line: string) => string | undefined) => {
  const lines = sample.slice(0, SAMPLE_LINES).map((line) => line.trim()).filter((line) => line !== '');
  const enough = Math.max(1, Math.ceil(lines.length * MOST_LINES));
  if (lines.length > 0 && lines.filter((line) => jsonMessage(line) !== undefined).length >= enough) return (line) => jsonMessage(line.trim());

  const header = headerOf(lines, enough);
  return (text) => {
    const line = text.trim();
    return line.slice(header.reduce((at, element) => after(element, line, at), 0));
  };
};

const after = (element: HeaderElement, line: string, at: number): number => {
  const end = element.endOf(line, at);
  return end < 0 ? at : skipSpace(line, end);
};

const headerOf = (lines: readonly string[], enough: number): readonly HeaderElement[] => {
  const header: HeaderElement[] = [];
  let starts = lines.map(() => 0);
  const past = (element: HeaderElement, from: readonly number[]): number[] => lines.map((line, index) => after(element, line, from[index] ?? 0));
  // What ends a line is its message, not its header.
  const isThere = (element: HeaderElement, from: readonly number[]): boolean =>
    lines.filter((line, index) => {
      const end = element.endOf(line, from[index] ?? 0);
      return end >= 0 && skipSpace(line, end) < line.length;
    }).length >= enough;

  for (let count = 0; count < MOST_ELEMENTS; count += 1) {
    let reached = starts;
    let found: HeaderElement[] | undefined;
    for (let plain = 0; plain <= MOST_PLAIN && found === undefined; plain += 1) {
      const telling = [...HEADER_ELEMENTS, WIDE].find((element) => (plain === 0 || element.isWeak !== true) && isThere(element, reached));
      if (telling !== undefined) {
        found = [...Array<HeaderElement>(plain).fill(PLAIN), telling];
        reached = past(telling, reached);
      } else if (isThere(PLAIN, reached)) reached = past(PLAIN, reached);
      else break;
    }
    if (found === undefined) break;
    header.push(...found);
    starts = reached;
  }
  return header;
};
