/**
 * One thing that a line may begin with: where it ends in `line` from `at`, or -1 when it is not there. White space after it is not part
 * of it. `isWeak`: messages have it too, so it says nothing about the words before it.
 */
export type HeaderElement = { readonly name: string; readonly isWeak?: boolean; readonly endOf: (line: string, at: number) => number };

const byPattern = (name: string, pattern: RegExp, isWeak = false): HeaderElement => {
  const sticky = new RegExp(pattern.source, `${pattern.flags}y`);
  return {
    name,
    isWeak,
    endOf: (line, at) => {
      sticky.lastIndex = at;
      return sticky.exec(line) === null ? -1 : sticky.lastIndex;
    },
  };
};

const LONGEST_BRACKET = 200;

/** `[…]` with whatever brackets are in it, and a colon after it if there is one. */
const bracket: HeaderElement = {
  name: 'bracket',
  endOf: (line, at) => {
    if (line[at] !== '[') return -1;
    for (let end = at, depth = 0; end < Math.min(line.length, at + LONGEST_BRACKET); end += 1) {
      if (line[end] === '[') depth += 1;
      else if (line[end] === ']') depth -= 1;
      if (depth === 0) return line[end + 1] === ':' ? end + 2 : end + 1;
    }
    return -1;
  },
};

/** What headers are made of, most telling first. */
export const HEADER_ELEMENTS: readonly HeaderElement[] = [
  byPattern('column', /[^|\s]{1,80}\s?\|/),
  byPattern('level', /\[?(?:trace|debug|info|information|notice|warn|warning|error|err|fatal|critical|crit|severe|alert|emerg|panic|[VDIWEF])\]?[:,]?(?=\s|\||$)/i),
  // 2015-07-29, 17/06/09, 2005.11.09, 20171223-22:15:29:606, 18:05:29,570, 2024-01-01T00:00:00.000Z
  byPattern('time', /\d{1,8}[-/.:T]\d{1,2}[-/.:T]\d{1,6}[\d\-/.:,TZ+]*(?=\s|\||$)/),
  byPattern('day', /(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*[,.]?\s+\d{1,2}|\d{1,2}\s+(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*)(?=\s|,)/),
  byPattern('seconds since 1970', /\d{10}(?:\d{3})?(?:\.\d+)?(?=\s|\||$)/),
  byPattern('number', /-?\d+[:.]?\d*(?=\s|\||$)/, true),
  byPattern('dash', /[-–*](?=\s|$)/),
  bracket,
  // A source: one word and a colon, `dfs.DataNode:`, `sshd[123]:`, `crond(pam_unix)[2915]:`.
  byPattern('source', /[^\s:=,;"']{2,120}(?:\[\d+\])?:(?=\s|$)/),
];

/** A word that is part of a header only if something telling follows: a host, a label, a program. */
export const PLAIN: HeaderElement = byPattern('word', /\S{1,120}(?=\s)/);
/** A word in a table of fixed columns. */
export const WIDE: HeaderElement = byPattern('wide word', /\S{1,120}(?=\s{2}|\t)/);
