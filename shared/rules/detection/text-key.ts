// oxlint-disable-next-line no-control-regex -- control characters are what is being removed
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/;
const EACH_UNPRINTABLE = new RegExp(UNPRINTABLE, 'g');
const NATURAL = new Set(Object.getOwnPropertyNames(Object.prototype));

/** A string that is safe and short as a key or label: printable, at most `limit` characters, never a name that objects have by nature. */
export const textKey = (text: string, limit: number): string => {
  const short = text.length > limit ? text.slice(0, limit) : text;
  const plain = UNPRINTABLE.test(short) ? short.replaceAll(EACH_UNPRINTABLE, ' ') : short;
  return NATURAL.has(plain) ? `~${plain}` : plain;
};

/** The low bits of FNV-1a mix poorly on short texts; one finalising round spreads them. */
const finish = (hash: number): number => {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (mixed ^ (mixed >>> 13)) >>> 0;
};

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** FNV-1a, 32 bits, over UTF-16 code units (Fowler, Noll, Vo: offset basis 0x811c9dc5, prime 0x01000193). `seed` varies it. */
export const hash32 = (text: string, seed = 0): number => {
  let hash = OFFSET ^ seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
  return finish(hash);
};

/** 52 bits of hash as an integer that JSON keeps exactly: two hashes of different seed, in one pass. */
export const hash52 = (text: string): number => {
  let high = OFFSET;
  let low = OFFSET ^ 0x9e3779b9;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, PRIME);
    low = Math.imul(low ^ code, PRIME);
  }
  return finish(high) * 0x100000 + (finish(low) & 0xfffff);
};

/** A short name for a text: the same text, the same name. */
export const hashName = (text: string): string => hash52(text).toString(36);
