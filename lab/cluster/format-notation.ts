/**
 * The header notation of log benchmarks, `<Date> <Time> <Level> <Component>: <Content>`: `<Name>` is a field, a run of blanks is one
 * or more white-space characters, the rest is a regular expression.
 */
export type FormatPart =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'literal'; readonly here: RegExp; readonly anywhere: RegExp }
  | { readonly kind: 'optional'; readonly parts: readonly FormatPart[] };

/** A notation that cannot be read; says what is wrong, and at which character (from 1). */
export class FormatError extends Error {
  readonly code = 'LOG_FORMAT';
  constructor(what: string, notation: string, at: number) {
    super(`The format cannot be read: ${what} (character ${at + 1} of ${JSON.stringify(notation)}).`);
    this.name = 'FormatError';
  }
}

const FIELD = /<([A-Za-z_]\w*)>/y;
const ANY_FIELD = /<[A-Za-z_]\w*>/;

/** Where the character class or group that begins at `open` ends; -1 when it does not. */
const closingOf = (notation: string, open: number): number => {
  let depth = 0;
  let inClass = false;
  for (let at = open; at < notation.length; at += 1) {
    const sign = notation[at];
    if (sign === '\\') at += 1;
    else if (inClass) {
      if (sign === ']') {
        inClass = false;
        if (depth === 0) return at;
      }
    } else if (sign === '[') inClass = true;
    else if (sign === '(') depth += 1;
    else if (sign === ')') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
};

/** Reads the notation; throws `FormatError`. A group with fields in it may be optional, not repeated and not a choice. */
export const parseNotation = (notation: string): readonly FormatPart[] => {
  const partsOf = (from: number, to: number): readonly FormatPart[] => {
    const parts: FormatPart[] = [];
    let literal = '';
    let literalAt = from;
    const flush = (): void => {
      if (literal === '') return;
      try {
        parts.push({ kind: 'literal', here: new RegExp(`(?:${literal})`, 'y'), anywhere: new RegExp(`(?:${literal})`, 'g') });
      } catch (error) {
        throw new FormatError(`${JSON.stringify(literal)} is no regular expression: ${error instanceof Error ? error.message : String(error)}`, notation, literalAt);
      }
      literal = '';
    };
    for (let at = from; at < to; ) {
      if (literal === '') literalAt = at;
      const sign = notation[at] ?? '';
      FIELD.lastIndex = at;
      const name = FIELD.exec(notation)?.[1];
      if (name !== undefined) {
        flush();
        if (parts.at(-1)?.kind === 'field') throw new FormatError(`nothing parts the field <${name}> from the one before`, notation, at);
        parts.push({ kind: 'field', name });
        at += name.length + 2;
      } else if (sign === '\\') {
        if (at + 1 >= to) throw new FormatError('a backslash at the end', notation, at);
        literal += notation.slice(at, at + 2);
        at += 2;
      } else if (/\s/.test(sign)) {
        while (at < to && /\s/.test(notation[at] ?? '')) at += 1;
        literal += String.raw`\s+`;
      } else if (sign === '(' || sign === '[') {
        const end = closingOf(notation, at);
        if (end < 0 || end >= to) throw new FormatError(`${sign} is never closed`, notation, at);
        const inner = notation.slice(at, end + 1);
        if (sign === '[' || !ANY_FIELD.test(inner)) {
          literal += inner;
          at = end + 1;
          continue;
        }
        flush();
        const begin = notation.startsWith('?:', at + 1) ? at + 3 : at + 1;
        const quantifier = notation[end + 1] ?? '';
        if (/[*+{]/.test(quantifier)) throw new FormatError('a group with fields in it cannot be repeated', notation, end + 1);
        const group = partsOf(begin, end);
        if (quantifier === '?') parts.push({ kind: 'optional', parts: group });
        else parts.push(...group);
        at = quantifier === '?' ? end + 2 : end + 1;
      } else if (sign === ')') {
        throw new FormatError(') without (', notation, at);
      } else if (sign === '|') {
        throw new FormatError('a choice needs brackets around it, without fields in them', notation, at);
      } else {
        literal += sign;
        at += 1;
      }
    }
    flush();
    return parts;
  };
  return partsOf(0, notation.length);
};
