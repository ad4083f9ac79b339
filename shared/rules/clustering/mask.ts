/** The look-behind lets a long word without a sign fail at its first letter only, not at each. */
const EMAIL = /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}/g;

/** A message fit to be shown: mail addresses, secrets, tokens, long digits and control characters gone, at most `limit` characters. */
export const redactMessage = (message: string, limit: number): string =>
  message
    .slice(0, limit * 4)
    .replaceAll(EMAIL, '<email>')
    .replaceAll(/\b(bearer|token|password|passwd|secret|authorization|api[_-]?key)\b(["']?\s*[:=]?\s*["']?(?:(?:bearer|basic|digest)\s+)?)[^\s"',;]+/gi, '$1$2<secret>')
    .replaceAll(/\beyJ[\w-]{8,}\.[\w.-]+/g, '<token>')
    .replaceAll(/\d{6,}/g, '<digits>')
    // oxlint-disable-next-line no-control-regex -- control characters are what is being removed
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\ud800-\udfff]+/g, ' ')
    .slice(0, limit);
