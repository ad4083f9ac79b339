import { CLASS, classOf, hexEnd, isHexDigit } from './character-class.ts';
import { isValueWord } from './value-words.ts';

/** A stretch of a message: a word as it stands, a sign, a value that is masked, or a short name with its number masked (`eth0`). */
export const KIND = { word: 0, sign: 1, value: 2, numbered: 3 } as const;

/** What the scanner found last: where the word ends, what it is, where its constant part ends, and that part's hash. */
export type FoundWord = { end: number; kind: number; constantEnd: number; hash: number };

const LESS = 0x3c;
const COLON = 0x3a;
const DOT = 0x2e;
const AT = 0x40;
/** From so many on, a word of nothing but hexadecimal digits is no name with a number. */
const LEAST_HEX = 6;
export const FNV_OFFSET = 0x811c9dc5 | 0;
export const FNV_PRIME = 0x01000193;
/** The hash of every masked value. */
export const VALUE_HASH = 0x5bd1e995;

/** Is there the mask of a value already (`<*>`), as in the text of a template? */
export const isMask = (text: string, at: number): boolean => text.charCodeAt(at) === LESS && text.charCodeAt(at + 1) === 0x2a && text.charCodeAt(at + 2) === 0x3e;

const urlEnd = (text: string, from: number, end: number): number => {
  let at = from;
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    // White space, quotes, angle brackets, comma and closing brackets end a URL in prose.
    if (code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x2c || code === 0x29 || code === 0x5d || code === LESS || code === 0x3e) break;
  }
  return at;
};

/** A word without digits before a colon that is an address all the same: `db.example.org:5432`, `ac:bc:32:de:ad:00`. */
const isAddressBeforeColon = (text: string, start: number, colon: number, dots: number, allHex: boolean): boolean => {
  if (dots > 0) return classOf(text.charCodeAt(colon + 1)) === CLASS.digit;
  if (!allHex || colon - start > 4) return false;
  const second = hexEnd(text, colon + 1);
  return second > colon + 1 && text.charCodeAt(second) === COLON && isHexDigit(text.charCodeAt(second + 1));
};

/**
 * Reads the word at `start`: up to white space or a sign. It is a value when it holds a digit (but a name with one digit keeps its
 * name: `eth0`), is a path (two slashes, a slash in front, a slash and a dot), a URL, an e-mail or network address, or a truth value, day or unit.
 */
export const scanWord = (text: string, start: number, end: number, afterValue: boolean, found: FoundWord): void => {
  let at = start;
  let hash = FNV_OFFSET;
  let digitAt = -1;
  let slashes = 0;
  let dots = 0;
  let isMail = false;
  let joints = 0;
  let hexDigits = 0;
  let isUrl = false;
  let atSign = -1;
  while (at < end) {
    const code = text.charCodeAt(at);
    const kind = classOf(code);
    if (kind === CLASS.space) break;
    if (kind === CLASS.sign) {
      if (code === LESS && isMask(text, at)) {
        if (digitAt < 0) digitAt = at;
        at += 3;
        continue;
      }
      const next = text.charCodeAt(at + 1);
      if (code === COLON && classOf(next) === CLASS.slash && (at === start + 1 || text.charCodeAt(at + 2) === next)) {
        // A drive letter, or the scheme of a URL.
        isUrl = true;
        at = urlEnd(text, at + 1, end);
      }
      break;
    }
    if (kind === CLASS.digit) {
      if (digitAt < 0) digitAt = at;
    } else if (kind === CLASS.slash) slashes += at === start || (at === start + 1 && text.charCodeAt(start) === DOT) ? 2 : 1;
    else if (code === DOT) {
      // Dots in a row lead the eye to what follows; they end the word.
      if (text.charCodeAt(at + 1) === DOT) {
        if (at > start) break;
        while (text.charCodeAt(at) === DOT && at < end) at += 1;
        hash = DOT;
        if (at >= end || classOf(text.charCodeAt(at)) !== CLASS.slash) break;
        slashes = 1; // `../`
        continue;
      }
      if (at > start) {
        dots += 1;
        if (atSign > start && at > atSign + 1) isMail = true;
      }
    } else if (code === AT) atSign = at;
    if (kind === CLASS.digit || isHexDigit(code)) hexDigits += 1;
    if (digitAt < 0) {
      if (code < 65 || code === 0x5f) joints += 1;
      hash = Math.imul(hash ^ code, FNV_PRIME);
    }
    at += 1;
  }
  const length = at - start;
  // `eth0` keeps its name; `fbbcaa9` has none.
  const isNumberedName = digitAt > start && joints === 0 && slashes === 0 && !(hexDigits === length && length >= LEAST_HEX) && (at - digitAt === 1 || (at - digitAt === 3 && text.charCodeAt(digitAt) === LESS));
  const isValue =
    isUrl ||
    isMail ||
    (slashes >= 2 && length > 1) ||
    (slashes === 1 && dots > 0) ||
    (digitAt >= 0 && !isNumberedName) ||
    (digitAt < 0 && ((text.charCodeAt(at) === COLON && isAddressBeforeColon(text, start, at, dots, hexDigits === length)) || isValueWord(text, start, at, afterValue)));
  found.end = at;
  found.kind = isValue ? KIND.value : isNumberedName ? KIND.numbered : KIND.word;
  found.constantEnd = isValue ? start : isNumberedName ? digitAt : at;
  found.hash = isValue ? VALUE_HASH : isNumberedName ? Math.imul(hash ^ VALUE_HASH, FNV_PRIME) : hash;
};
