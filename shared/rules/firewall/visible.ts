/** Escape sequences of terminals: CSI, OSC and the other string sequences with their ends, then what is left of two letters. */
// oxlint-disable-next-line no-control-regex -- escape sequences are what is being removed
const TERMINAL = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]|(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C\n]{0,400}(?:\u0007|\u001B\\|\u009C)?|\u001B[ -/]*[0-~]/g;

/**
 * What a person does not see and a model reads: control characters (but line break and tab), everything of Unicode's format class
 * (zero width, writing direction, tags), private use, unassigned, lone surrogates, variation selectors, fillers, blank Braille.
 */
const INVISIBLE = /(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0\u2028\u2029]/gu;

/** The text without terminal sequences and invisible characters; line ends become `\n`. */
export const withoutInvisible = (text: string): string =>
  text.replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replaceAll(TERMINAL, '').replaceAll(INVISIBLE, '');

/** Whether the text holds a character that is read and not seen. Emoji's own joiners and selectors count as well: code has no need of them outside of texts. */
export const hasInvisible = (text: string): boolean => text.replaceAll('\r\n', '\n').search(INVISIBLE) >= 0;

/** Invisible characters as escapes (`\u{202e}`), all else as it stands. */
export const escapeInvisible = (text: string): string => text.replaceAll(INVISIBLE, (character) => (character === '\r' ? character : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`));
