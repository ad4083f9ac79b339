/** What a character is to the scanner of messages. Everything above ASCII is part of a word. */
export const CLASS = { word: 0, space: 1, sign: 2, digit: 3, slash: 4 } as const;

const ASCII = new Uint8Array(128);
for (let code = 0; code <= 0x20; code += 1) ASCII[code] = CLASS.space;
ASCII[0x7f] = CLASS.space;
for (const sign of '=:,;()[]{}<>"\'`|') ASCII[sign.charCodeAt(0)] = CLASS.sign;
for (const digit of '0123456789') ASCII[digit.charCodeAt(0)] = CLASS.digit;
for (const slash of '/\\') ASCII[slash.charCodeAt(0)] = CLASS.slash;

/** The class of a UTF-16 code unit; what lies beyond the end of a text (NaN) is part of no word. */
export const classOf = (code: number): number => (code < 128 ? (ASCII[code] ?? CLASS.word) : code >= 128 ? CLASS.word : CLASS.space);

export const isHexDigit = (code: number): boolean => (code >= 48 && code <= 57) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);

const LONGEST_HEX = 64;

/** Where the run of hexadecimal digits from `at` ends; at most 64 are read. */
export const hexEnd = (text: string, at: number): number => {
  let end = at;
  while (end < at + LONGEST_HEX && isHexDigit(text.charCodeAt(end))) end += 1;
  return end;
};
