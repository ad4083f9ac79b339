import { CLASS, classOf, hexEnd } from './character-class.ts';
import { FNV_OFFSET, FNV_PRIME, type FoundWord, isMask, KIND, scanWord } from './scan-word.ts';

/** What is looked at of one message: this bounds the work and the state that a line can cause. */
export const MOST_CHARACTERS = 1024;
export const MOST_TOKENS = 100;
const LONGEST_CUT_WORD = 64;

const COLON = 0x3a;
const COMMA = 0x2c;
const LESS = 0x3c;
const GREATER = 0x3e;
const EQUALS = 0x3d;

/** What the last scan found, in arrays that are used again for the next message. */
export type Scan = {
  count: number;
  readonly kind: Uint8Array;
  /** Where the token begins in the message, and where its constant part ends: a value has none. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly hash: Int32Array;
  /** 1 where white space stands before the token. */
  readonly spaced: Uint8Array;
  /** Two independent hashes of the masked message. */
  first: number;
  second: number;
  readonly word: FoundWord;
};

export const newScan = (): Scan => ({
  count: 0,
  kind: new Uint8Array(MOST_TOKENS),
  from: new Int32Array(MOST_TOKENS),
  to: new Int32Array(MOST_TOKENS),
  hash: new Int32Array(MOST_TOKENS),
  spaced: new Uint8Array(MOST_TOKENS),
  first: 0,
  second: 0,
  word: { end: 0, kind: 0, constantEnd: 0, hash: 0 },
});

/** Where to stop reading: a message that is too long ends at white space if there is some near, for half a word is another word. */
const endOf = (text: string): number => {
  if (text.length <= MOST_CHARACTERS) return text.length;
  for (let end = MOST_CHARACTERS; end > MOST_CHARACTERS - LONGEST_CUT_WORD; end -= 1) if (classOf(text.charCodeAt(end)) === CLASS.space) return end;
  return MOST_CHARACTERS;
};

/** A value goes on over a colon (in IPv6 two) and digits: a port, the minutes, the next group of an address. Returns `colon` when it does not. */
const continuedValueEnd = (text: string, colon: number, end: number): number => {
  const from = text.charCodeAt(colon + 1) === COLON ? colon + 2 : colon + 1;
  let at = hexEnd(text, from);
  const next = at < end ? classOf(text.charCodeAt(at)) : CLASS.space;
  if (at === from || (from > colon + 1 && at > from + 4) || (next !== CLASS.space && next !== CLASS.sign && text.charCodeAt(at) !== 0x2e)) return colon;
  while (at < end && classOf(text.charCodeAt(at)) !== CLASS.space && classOf(text.charCodeAt(at)) !== CLASS.sign) at += 1;
  return Math.min(at, end);
};

/** Does the token that was just read continue what stands before it: a list of values, or the same numbered name again? */
const continues = ({ kind, from, hash, word }: Scan, count: number, text: string, touching: boolean): boolean => {
  if (count === 0) return false;
  if (word.kind === KIND.numbered) return kind[count - 1] === KIND.numbered && hash[count - 1] === word.hash;
  if (word.kind !== KIND.value) return false;
  if (kind[count - 1] === KIND.value) return true;
  if (count < 2 || kind[count - 1] !== KIND.sign || kind[count - 2] !== KIND.value) return false;
  const sign = text.charCodeAt(from[count - 1] ?? 0);
  return sign === COMMA || (sign === COLON && touching);
};

/**
 * Splits a message into words and signs and masks its values, in one pass over its characters and without making strings.
 * Neighbouring values are one value, so that lists of any length and dates of any form are alike.
 */
export const scanMessage = (text: string, scan: Scan): void => {
  const end = endOf(text);
  const { kind, from, to, hash, spaced, word } = scan;
  let count = 0;
  let at = 0;
  let space = 0;
  /** The token before is a value that touches this one. */
  let valueTouches = false;
  while (at < end && count < MOST_TOKENS) {
    const code = text.charCodeAt(at);
    const kindOfCode = classOf(code);
    if (kindOfCode === CLASS.space) {
      at += 1;
      space = 1;
      valueTouches = false;
      continue;
    }
    const start = at;
    if (kindOfCode === CLASS.sign && !isMask(text, at)) {
      if (code === COLON && valueTouches) {
        at = continuedValueEnd(text, at, end);
        if (at > start) continue;
      }
      at += 1;
      // The padding of base64.
      if (code === EQUALS && valueTouches && kind[count - 1] === KIND.value && (at === end || text.charCodeAt(at) === EQUALS || classOf(text.charCodeAt(at)) === CLASS.space)) continue;
      // `<1 sec`, `> 5`: the comparison belongs to the value.
      if ((code === LESS || code === GREATER) && space === 1 && classOf(text.charCodeAt(at)) === CLASS.digit) continue;
      valueTouches = false;
      kind[count] = KIND.sign;
      to[count] = at;
      hash[count] = Math.imul(FNV_OFFSET ^ code, FNV_PRIME);
    } else {
      scanWord(text, at, end, count > 0 && kind[count - 1] === KIND.value, word);
      at = word.end;
      valueTouches = word.kind === KIND.value || word.kind === KIND.numbered;
      if (continues(scan, count, text, space === 0)) {
        if (kind[count - 1] === KIND.sign) count -= 1;
        space = 0;
        continue;
      }
      kind[count] = word.kind;
      to[count] = word.constantEnd;
      hash[count] = word.hash;
    }
    from[count] = start;
    spaced[count] = space;
    space = 0;
    count += 1;
  }
  scan.count = count;
  hashTokens(scan);
};

const hashTokens = (scan: Scan): void => {
  let first = FNV_OFFSET;
  let second = 0;
  for (let index = 0; index < scan.count; index += 1) {
    const token = scan.hash[index] ?? 0;
    // Each round a bijection of what went before: MurmurHash3's constants (Appleby), and a plain polynomial beside it.
    first = Math.imul(first ^ token, 0x85ebca6b);
    first ^= first >>> 13;
    second = (Math.imul(second, 0x01000193) + token) | 0;
  }
  scan.first = first;
  scan.second = second;
};
