import { FormatError, type FormatPart, parseNotation } from './format-notation.ts';

/** Takes the message out of a line; undefined when the line is not of the format. */
export type LogFormat = (line: string) => string | undefined;

const MESSAGE_FIELD = 'Content';

/** A part of the format with all that follows it. */
type Step = {
  /** Where it could begin, at or after `from`; -1 when nowhere. */
  readonly beginning: (line: string, from: number) => number;
  readonly matches: (line: string, at: number) => boolean;
};

const END: Step = { beginning: (line, from) => (from <= line.length ? line.length : -1), matches: (line, at) => at === line.length };

const literal = (here: RegExp, anywhere: RegExp, next: Step): Step => {
  // What was looked for is what is matched next: it is not read twice.
  let foundIn = '';
  let foundAt = -1;
  let foundEnd = -1;
  return {
    beginning: (line, from) => {
      anywhere.lastIndex = from;
      foundIn = line;
      foundAt = anywhere.exec(line)?.index ?? -1;
      foundEnd = anywhere.lastIndex;
      return foundAt;
    },
    matches: (line, at) => {
      if (at === foundAt && line === foundIn) return next.matches(line, foundEnd);
      here.lastIndex = at;
      return here.test(line) && next.matches(line, here.lastIndex);
    },
  };
};

const optional = (inner: Step, next: Step): Step => ({
  beginning: (line, from) => {
    const [first, second] = [inner.beginning(line, from), next.beginning(line, from)];
    return first < 0 || (second >= 0 && second < first) ? second : first;
  },
  matches: (line, at) => inner.matches(line, at) || next.matches(line, at),
});

/** Where the fields of the line at hand were found, and from where on each is known not to match. */
type Found = { readonly begins: Int32Array; readonly ends: Int32Array; readonly failedFrom: Int32Array };

const field = (index: number, { begins, ends, failedFrom }: Found, next: Step): Step => ({
  beginning: (line, from) => (from <= line.length ? from : -1),
  matches: (line, at) => {
    // Whatever this field could end with from here, it could from further left: there it failed already.
    if (at >= (failedFrom[index] ?? 0)) return false;
    for (let end = next.beginning(line, at); end >= 0; end = next.beginning(line, end + 1)) {
      if (!next.matches(line, end)) continue;
      begins[index] = at;
      ends[index] = end;
      return true;
    }
    failedFrom[index] = at;
    return false;
  },
});

const fieldsOf = (parts: readonly FormatPart[]): readonly string[] => parts.flatMap((part) => (part.kind === 'field' ? [part.name] : part.kind === 'optional' ? fieldsOf(part.parts) : []));

/**
 * A format from its notation. Fields are as short as they can be, and the match spans the trimmed line, as with a regular expression
 * of lazy groups; but a field that found no end from one place is not tried again from a later one, so that a line that does not match
 * costs its length times the number of fields, and no more. Throws `FormatError`.
 */
export const logFormat = (notation: string): LogFormat => {
  const parts = parseNotation(notation);
  const fields = fieldsOf(parts);
  const message = fields.indexOf(MESSAGE_FIELD);
  if (message < 0) throw new FormatError(`it has no field <${MESSAGE_FIELD}>, which is the message`, notation, 0);
  const twice = fields.find((name, index) => fields.indexOf(name) !== index);
  if (twice !== undefined) throw new FormatError(`the field <${twice}> is there twice`, notation, notation.lastIndexOf(`<${twice}>`));

  const found: Found = { begins: new Int32Array(fields.length), ends: new Int32Array(fields.length), failedFrom: new Int32Array(fields.length) };
  const chain = (list: readonly FormatPart[], last: Step): Step =>
    list.reduceRight<Step>((next, part) => {
      if (part.kind === 'field') return field(fields.indexOf(part.name), found, next);
      return part.kind === 'literal' ? literal(part.here, part.anywhere, next) : optional(chain(part.parts, next), next);
    }, last);
  const first = chain(parts, END);

  return (text) => {
    const line = text.trim();
    found.failedFrom.fill(line.length + 1);
    found.begins.fill(0);
    found.ends.fill(0);
    return first.matches(line, 0) ? line.slice(found.begins[message], found.ends[message]) : undefined;
  };
};
