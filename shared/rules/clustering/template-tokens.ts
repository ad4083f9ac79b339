import { CLASS, classOf } from './character-class.ts';
import { MOST_CHARACTERS, MOST_TOKENS, type Scan } from './scan-message.ts';
import { KIND } from './scan-word.ts';

/** Stands for a masked value and for a place where messages of a template differ. */
export const WILDCARD = '<*>';
/** What is kept of one word and of one template, in characters: the state that any message can cause. */
const LONGEST_TOKEN = 60;
const LONGEST_TEMPLATE = 300;
const LONGEST_REPEAT = 6;

const QUOTES = new Set(['"', "'", '`']);
const MOST_QUOTED = 8;
/** No-break space: what parts words in one token. */
const INNER_SPACE = '\u00a0';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The tokens of a template; `spaced[i]`: white space stands before token `i`. */
export type Tokens = { readonly texts: string[]; readonly spaced: boolean[] };

export const isSign = (token: string): boolean => token.length === 1 && classOf(token.charCodeAt(0)) === CLASS.sign;

const tokenText = (text: string, scan: Scan, index: number): string => {
  const kind = scan.kind[index];
  if (kind === KIND.value) return WILDCARD;
  const constant = text.slice(scan.from[index], scan.to[index]).slice(0, LONGEST_TOKEN).toWellFormed();
  return kind === KIND.numbered ? constant + WILDCARD : constant;
};

/** An empty pair of brackets or quotes, and a key with nothing after its `=`, hold an empty value. */
const fillEmpty = ({ texts, spaced }: Tokens): void => {
  for (let at = 0; at < texts.length; at += 1) {
    const sign = texts[at] ?? '';
    const next = texts[at + 1];
    const touchesNext = next !== undefined && spaced[at + 1] !== true;
    const isEmptyPair = spaced[at] === true && touchesNext && next === (CLOSING[sign] ?? (sign === '"' ? '"' : undefined));
    const isEmptyKey = sign === '=' && spaced[at] !== true && at > 0 && !isSign(texts[at - 1] ?? '') && (next === undefined || (!touchesNext && !next.includes(WILDCARD)) || (touchesNext && /^[,;)\]}]$/.test(next)));
    if (!isEmptyPair && !isEmptyKey) continue;
    texts.splice(at + 1, 0, WILDCARD);
    spaced.splice(at + 1, 0, false);
  }
};

/** What is in quotes is one token however many words it has: a title, a request line. */
const joinQuoted = ({ texts, spaced }: Tokens): void => {
  for (let open = 0; open < texts.length; open += 1) {
    const quote = texts[open] ?? '';
    if (!QUOTES.has(quote) || (open > 0 && spaced[open] !== true && !isSign(texts[open - 1] ?? ''))) continue;
    const close = texts.indexOf(quote, open + 1);
    if (close < 0 || close > open + 1 + MOST_QUOTED) continue;
    if (close > open + 2) {
      const inner = texts.slice(open + 1, close).map((token, index) => (index > 0 && spaced[open + 1 + index] === true ? INNER_SPACE : '') + token);
      texts.splice(open + 1, close - open - 1, inner.join('').slice(0, LONGEST_TOKEN).toWellFormed());
      spaced.splice(open + 2, close - open - 2);
      open += 2;
    } else open = close;
  }
};

/** A name with a value in brackets, `LOCAL(0)`, is one token: another form of a value. */
const closeBrackets = ({ texts, spaced }: Tokens): void => {
  for (let open = 1; open + 2 < texts.length; open += 1) {
    const [name = '', bracket = '', value, closing] = texts.slice(open - 1, open + 3);
    if (value !== WILDCARD || closing === undefined || CLOSING[bracket] !== closing || isSign(name) || name === WILDCARD) continue;
    if (spaced[open] === true || spaced[open + 1] === true || spaced[open + 2] === true) continue;
    texts.splice(open - 1, 4, name + bracket + value + closing);
    spaced.splice(open, 3);
  }
};

/** A stretch with a value in it that follows itself is there once: lists of records are alike whatever their length. */
const dropRepeats = ({ texts, spaced }: Tokens): void => {
  for (let period = 1; period <= LONGEST_REPEAT; period += 1) {
    for (let at = 0; at + 2 * period <= texts.length; ) {
      let isRepeat = true;
      let hasValue = false;
      for (let index = at; index < at + period && isRepeat; index += 1) {
        isRepeat = texts[index] === texts[index + period];
        hasValue ||= texts[index]?.includes(WILDCARD) === true;
      }
      if (isRepeat && hasValue) {
        texts.splice(at + period, period);
        spaced.splice(at + period, period);
      } else at += 1;
    }
  }
};

const limitLength = ({ texts, spaced }: Tokens): void => {
  let length = 0;
  const cut = texts.findIndex((token, index) => (length += token.length + 1) > LONGEST_TEMPLATE || index === MOST_TOKENS);
  if (cut > 0) texts.length = spaced.length = cut;
};

// A slice keeps the whole string alive that it was cut from, ten megabytes perhaps; this makes a string of its own.
const copyOf = (text: string): string => ` ${text}`.slice(1);

/** The scanned message as the tokens of a template. */
export const templateTokens = (message: string, scan: Scan): Tokens => {
  const text = copyOf(message.slice(0, MOST_CHARACTERS));
  const tokens: Tokens = { texts: [], spaced: [] };
  for (let index = 0; index < scan.count; index += 1) {
    tokens.texts.push(tokenText(text, scan, index));
    tokens.spaced.push(scan.spaced[index] === 1);
  }
  joinQuoted(tokens);
  fillEmpty(tokens);
  closeBrackets(tokens);
  dropRepeats(tokens);
  limitLength(tokens);
  return tokens;
};

/** A template as people read it. */
export const readableText = ({ texts, spaced }: Tokens): string => texts.map((token, index) => (index > 0 && spaced[index] === true ? ` ${token}` : token)).join('').replaceAll(INNER_SPACE, ' ');

// In what is kept, a line feed parts tokens that touch: no token has white space in it.
const TOUCHING = '\n';

/** One string from which the same tokens are read again: `tokensOfForm(formOf(tokens))` is `tokens`. */
export const formOf = ({ texts, spaced }: Tokens): string => texts.map((token, index) => (index === 0 ? '' : spaced[index] === true ? ' ' : TOUCHING) + token).join('');

export const tokensOfForm = (form: string): Tokens => {
  const parts = form.split(/([ \n])/);
  return {
    texts: parts.filter((_, index) => index % 2 === 0),
    spaced: parts.filter((_, index) => index % 2 === 0).map((_, index) => index > 0 && parts[index * 2 - 1] === ' '),
  };
};
