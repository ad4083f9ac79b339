/** The look-behind lets a long word without a sign fail at its first letter only, not at each. */
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}/g;

/** What a value is replaced by before messages are compared, most specific first. */
const MASKS: readonly (readonly [pattern: RegExp, mask: string])[] = [
  [/\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>]+/gi, '<url>'],
  [EMAIL, '<email>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<uuid>'],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b/g, '<ip>'],
  [/(?<![\w.])(?:\/[\w.@-]+){2,}/g, '<path>'],
  [/\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)(?=\d*[a-f])[0-9a-f]{8,}\b/gi, '<hex>'],
  [/(?<![\w<])[-+]?\d+(?:[.,]\d+)*(?:ms|s|kb|mb|gb|%)?(?![\w>])/gi, '<number>'],
  [/\b\w*\d\w*\b(?!>)/g, '<id>'],
];

/** A message with its variable parts replaced by what they are. Looks at the first 600 characters. */
export const maskMessage = (message: string): string => MASKS.reduce((text, [pattern, mask]) => text.replace(pattern, mask), message.slice(0, 600));

/** A message fit to be shown: addresses, identifiers and long digits gone, at most `limit` characters. */
export const redactMessage = (message: string, limit: number): string =>
  message
    .slice(0, limit * 4)
    .replaceAll(EMAIL, '<email>')
    .replaceAll(/\b(bearer|token|password|secret|authorization|api[_-]?key)\b(["']?\s*[:=]?\s*["']?)[^\s"',;]+/gi, '$1$2<secret>')
    .replaceAll(/\beyJ[\w-]{8,}\.[\w.-]+/g, '<token>')
    .replaceAll(/\d{6,}/g, '<digits>')
    // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]+/g, ' ')
    .slice(0, limit);
