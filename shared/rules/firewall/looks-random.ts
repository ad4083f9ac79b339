const LONG = 64;

const classOf = (character: string): string => (/[a-z]/.test(character) ? 'a' : /[A-Z]/.test(character) ? 'A' : /\d/.test(character) ? '0' : '-');

/**
 * Whether a long word of letters, digits and `+/=_-` was drawn rather than written. A drawn base64 word changes between small letter,
 * capital, digit and sign at about 62 % of its places (1 - (26² + 26² + 10² + 2²)/64²), a name in camel case at 20 to 30 %: at least 42 %
 * is taken for drawn, given two digits and both cases. From 64 characters on, both cases and a digit are enough: no name is that long.
 */
export function looksRandom(word: string): boolean {
  const classes = Array.from(word).map(classOf);
  const count = (one: string) => classes.filter((each) => each === one).length;
  if (count('a') === 0 || count('0') === 0) return false;
  if (/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(word)) return false;
  if (word.length >= LONG && count('A') > 0 && count('-') < word.length / 10) return true;
  if (count('0') < 2) return false;
  const changes = classes.filter((each, index) => index > 0 && each !== classes[index - 1]).length;
  const share = changes / (word.length - 1);
  // Without capitals only what is as mixed as base36 counts: 2 × 26/36 × 10/36 = 40 %.
  return count('A') > 0 ? share >= 0.42 : count('-') === 0 && share >= 0.3 && word.length >= 24;
}
