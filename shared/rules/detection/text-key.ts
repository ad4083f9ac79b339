/** A string that is safe and short as a key or label: printable, at most `limit` characters, never a name that objects have by nature. */
export const textKey = (text: string, limit: number): string => {
  // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
  const short = text.slice(0, limit).replaceAll(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]/g, ' ');
  return short in Object.prototype ? `~${short}` : short;
};

/** FNV-1a, 32 bits, over UTF-16 code units (Fowler, Noll, Vo: offset basis 0x811c9dc5, prime 0x01000193). `seed` varies it. */
export const hash32 = (text: string, seed = 0): number => {
  let hash = 0x811c9dc5 ^ seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  // The low bits of FNV-1a mix poorly on short texts; one finalising round spreads them.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** 52 bits of hash as an integer that JSON keeps exactly. */
export const hash52 = (text: string): number => hash32(text) * 0x100000 + (hash32(text, 0x9e3779b9) & 0xfffff);

/** A short name for a text: the same text, the same name. */
export const hashName = (text: string): string => hash52(text).toString(36);
