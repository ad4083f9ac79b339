import { isSign, WILDCARD } from './template-tokens.ts';

/** So many different words at one place make it a variable: fewer may be the states of something. */
const ENOUGH_WORDS = 5;
/** Where a value was seen already, or the word before says that a name follows, two are enough. */
const ENOUGH_VALUES = 2;
const NAME_FOLLOWS = new Set(['user', 'username', 'ruser', 'host', 'hostname', 'rhost']);

/** More differences than this make two messages different things. */
const MOST_PLACES = 4;
const MOST_WORD_PLACES = 2;
/** Drain's similarity: the share of words that must agree. */
const SIMILARITY = 0.4;

/** A template as it is compared: `open[i]`: any word fits at `i`. */
export type Pattern = { readonly texts: readonly string[]; readonly open: ReadonlySet<number> };

const isName = (texts: readonly string[], index: number): boolean => NAME_FOLLOWS.has(texts[texts[index - 1] === '=' ? index - 2 : index - 1] ?? '');

/** Does every message of `narrow` fit `wide`? Both have as many tokens. */
export const covers = (wide: Pattern, narrow: Pattern): boolean => wide.texts.every((token, index) => wide.open.has(index) ? !isSign(narrow.texts[index] ?? '') : token === narrow.texts[index] && !narrow.open.has(index));

/** The places where two patterns of one leaf differ, or undefined when they have too little in common ever to become one. */
export const differingPlaces = (a: Pattern, b: Pattern): readonly number[] | undefined => {
  const places: number[] = [];
  let wordPlaces = 0;
  let same = 0;
  for (let index = 0; index < a.texts.length; index += 1) {
    const left = a.texts[index] ?? '';
    const right = b.texts[index] ?? '';
    const isOpen = a.open.has(index) || b.open.has(index);
    if (left === right && !isOpen) {
      if (left !== WILDCARD && !isSign(left)) same += 1;
      continue;
    }
    if (isSign(left) || isSign(right)) return undefined;
    if (isOpen) continue;
    places.push(index);
    if (left !== WILDCARD && right !== WILDCARD && !isName(a.texts, index)) wordPlaces += 1;
    if (places.length > MOST_PLACES || wordPlaces > MOST_WORD_PLACES) return undefined;
  }
  return same > 0 && same >= SIMILARITY * (same + places.length) ? places : undefined;
};

/** Have the patterns, alike but for `places`, shown enough different words there that those are variables? */
export const varies = (patterns: readonly Pattern[], places: readonly number[]): boolean => {
  const seen = places.map((index) => new Set(patterns.map(({ texts }) => texts[index] ?? '')));
  const masked = places.filter((_, at) => seen[at]?.has(WILDCARD) === true);
  // Values show that words are values too if one message has them at all those places: the others are then instances of it.
  const isInstance = patterns.some(({ texts }) => masked.every((index) => texts[index] === WILDCARD));
  const isValue = places.map((index) => (isInstance && masked.includes(index)) || isName(patterns[0]?.texts ?? [], index));
  const wordPlaces = isValue.filter((is) => !is).length;
  return seen.every((words, at) => words.size >= (isValue[at] === true ? ENOUGH_VALUES : ENOUGH_WORDS * wordPlaces));
};
