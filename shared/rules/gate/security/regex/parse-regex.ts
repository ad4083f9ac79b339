import { CLASSES, charSet, complement, type CharSet } from './char-set.ts';

/** A regular expression as a tree. `end` is an assertion that can fail where characters are left. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'end' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'sequence'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'choice'; readonly items: readonly RegexNode[] }
  | { readonly kind: 'repeat'; readonly item: RegexNode; readonly least: number; readonly most: number };

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, v: 11, f: 12, 0: 0 };

/** Reads the syntax of ECMAScript; undefined for what is not written in it. Look-arounds and back references count as nothing. */
export function parseRegex(source: string, flags: string): RegexNode | undefined {
  let at = 0;
  let depth = 0;
  const ignoresCase = flags.includes('i');
  const fold = (set: CharSet): CharSet => (ignoresCase ? charSet(set.flatMap(([from, to]) => [[from, to] as const, ...(from <= 122 && to >= 97 ? [[Math.max(from, 97) - 32, Math.min(to, 122) - 32] as const] : []), ...(from <= 90 && to >= 65 ? [[Math.max(from, 65) + 32, Math.min(to, 90) + 32] as const] : [])])) : set);
  const single = (code: number): CharSet => fold([[code, code]]);

  const choice = (): RegexNode => {
    if ((depth += 1) > 100) throw new SyntaxError('nested too deeply');
    const items = [sequence()];
    while (source[at] === '|') {
      at += 1;
      items.push(sequence());
    }
    depth -= 1;
    return items.length === 1 && items[0] !== undefined ? items[0] : { kind: 'choice', items };
  };
  const sequence = (): RegexNode => {
    const items: RegexNode[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') items.push(quantified(atom()));
    return { kind: 'sequence', items };
  };
  const quantified = (item: RegexNode): RegexNode => {
    const [least, most, length] = quantifier();
    if (length === 0) return item;
    at += length;
    if (source[at] === '?') at += 1;
    return { kind: 'repeat', item, least, most };
  };
  const quantifier = (): readonly [number, number, number] => {
    if (source[at] === '*') return [0, Infinity, 1];
    if (source[at] === '+') return [1, Infinity, 1];
    if (source[at] === '?') return [0, 1, 1];
    const braces = /^\{(\d+)(?:(,)(\d*))?\}/.exec(source.slice(at, at + 24));
    if (braces === null) return [1, 1, 0];
    const least = Number(braces[1]);
    return [least, braces[2] === undefined ? least : braces[3] === '' ? Infinity : Number(braces[3]), braces[0].length];
  };
  const atom = (): RegexNode => {
    const character = source[at];
    if (character === '(') return group();
    if (character === '[') return { kind: 'set', set: fold(bracket()) };
    if (character === '\\') return escape();
    if (character === ')') throw new SyntaxError('unbalanced');
    at += 1;
    if (character === '.') return { kind: 'set', set: (flags.includes('s') ? CLASSES['any'] : CLASSES['.']) ?? [] };
    if (character === '$') return { kind: 'end' };
    if (character === '^') return { kind: 'empty' };
    const code = source.codePointAt(at - 1) ?? 0;
    if (code > 0xFFFF) at += 1;
    return { kind: 'set', set: single(code) };
  };
  const group = (): RegexNode => {
    at += 1;
    const opening = /^\?(?::|<?[=!]|<[^>=!]+>)/.exec(source.slice(at, at + 60))?.[0] ?? '';
    at += opening.length;
    const inside = choice();
    if (source[at] !== ')') throw new SyntaxError('unbalanced');
    at += 1;
    return /^\?<?[=!]$/.test(opening) ? { kind: 'empty' } : inside;
  };
  const escape = (): RegexNode => {
    const next = source[at + 1] ?? '';
    if (next === 'b' || next === 'B') {
      at += 2;
      return { kind: 'empty' };
    }
    if (/[1-9k]/.test(next)) {
      at += next === 'k' ? (/^\\k<[^>]*>/.exec(source.slice(at))?.[0].length ?? 2) : (/^\\\d+/.exec(source.slice(at))?.[0].length ?? 2);
      return { kind: 'empty' };
    }
    return { kind: 'set', set: fold(escaped()) };
  };
  const escaped = (): CharSet => {
    const next = source[at + 1] ?? '';
    const known = CLASSES[next];
    if (known !== undefined && next !== '.') {
      at += 2;
      return known;
    }
    const coded = /^\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|u\{([0-9a-f]+)\}|c([a-z]))/i.exec(source.slice(at, at + 12));
    if (coded !== null) {
      at += coded[0].length;
      const code = coded[4] === undefined ? Number.parseInt(coded[1] ?? coded[2] ?? coded[3] ?? '0', 16) : coded[4].charCodeAt(0) % 32;
      return [[code, code]];
    }
    if (/[pP]/.test(next) && source[at + 2] === '{') {
      const property = /^\\[pP]\{[^}]*\}/.exec(source.slice(at, at + 60))?.[0] ?? '\\p';
      at += property.length;
      const set = /\{(?:Cc|Control|gc=Cc)\}/.test(property) ? charSet([[0, 31], [127, 159]]) : /\{(?:N|Nd|Number)\}/.test(property) ? charSet([[48, 57]]) : charSet([[65, 90], [97, 122], [0xC0, 0x10_FFFF]]);
      return next === 'P' ? complement(set) : set;
    }
    at += 2;
    const code = Object.hasOwn(ESCAPES, next) ? ESCAPES[next] ?? 0 : next.charCodeAt(0);
    return Number.isNaN(code) ? [] : [[code, code]];
  };
  const bracket = (): CharSet => {
    at += 1;
    const negated = source[at] === '^';
    if (negated) at += 1;
    const ranges: (readonly [number, number])[] = [];
    while (source[at] !== ']') {
      if (at >= source.length) throw new SyntaxError('unbalanced');
      const from = one();
      if (source[at] === '-' && source[at + 1] !== ']' && from.length === 1 && from[0]?.[0] === from[0]?.[1]) {
        at += 1;
        const to = one();
        ranges.push([from[0]?.[0] ?? 0, Math.max(from[0]?.[0] ?? 0, to.at(-1)?.[1] ?? 0)]);
      } else ranges.push(...from);
    }
    at += 1;
    const set = charSet(ranges);
    return negated ? complement(fold(set)) : set;
  };
  const one = (): CharSet => {
    if (source[at] === '\\') {
      if (source[at + 1] === 'b') {
        at += 2;
        return [[8, 8]];
      }
      return escaped();
    }
    const code = source.codePointAt(at) ?? 0;
    at += code > 0xFFFF ? 2 : 1;
    return [[code, code]];
  };

  try {
    const tree = choice();
    return at === source.length ? tree : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
