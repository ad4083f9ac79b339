/** How a file is written, so that what is added looks as if its authors had written it. */
export type SourceStyle = {
  readonly quote: "'" | '"';
  readonly indent: string;
  readonly semicolon: '' | ';';
  readonly newline: '\n' | '\r\n';
  /** Longest line that the authors seem to allow. */
  readonly width: number;
  readonly trailingComma: boolean;
  /** `{ a }` rather than `{a}`. */
  readonly spacedBraces: boolean;
};

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0;

/** Reads the style off the text by majority; an empty file gets the commonest style of TypeScript. */
export function sourceStyle(text: string): SourceStyle {
  const lines = text.split(/\r?\n/);
  const code = lines.filter((line) => !/^\s*(\/\/|\/?\*)/.test(line));
  const longest = code.filter((line) => !/['"`].{60,}['"`]/.test(line)).reduce((length, line) => Math.max(length, line.length), 0);
  const ends = code.filter((line) => /^\s*(const|let|return|import|export \*|await)\b.*[)\w'"`\]};]$/.test(line) && !/[{([,]$/.test(line));
  return {
    quote: count(text, /'/g) >= count(text, /"/g) ? "'" : '"',
    indent: indentUnit(code),
    semicolon: ends.length > 0 && ends.filter((line) => line.endsWith(';')).length * 2 < ends.length ? '' : ';',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    // A short file says little about it.
    width: Math.min(140, Math.max(code.length > 60 ? 80 : 100, longest)),
    trailingComma: count(text, /[^,;\s([{]\s*\n\s*[)\]]/g) === 0 || count(text, /,\s*\n\s*[)\]}]/g) > 0,
    spacedBraces: count(code.join('\n'), /(?<!\$)\{ \S/g) >= count(code.join('\n'), /(?<!\$)\{[^\s}]/g),
  };
}

/** The smallest step by which a line is indented more than the one before it. */
function indentUnit(lines: readonly string[]): string {
  const steps = new Map<string, number>();
  let previous = '';
  for (const line of lines.filter((candidate) => candidate.trim() !== '')) {
    const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (indent.length > previous.length && indent.startsWith(previous)) {
      const step = indent.slice(previous.length);
      steps.set(step, (steps.get(step) ?? 0) + 1);
    }
    previous = indent;
  }
  return [...steps].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0] ?? '  ';
}

/** The white space at the start of the line that holds `offset`. */
export function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? '';
}
