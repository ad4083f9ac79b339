/**
 * A text from telemetry, fit to be kept and shown anywhere: control characters, reversed writing and broken characters become blanks,
 * and what is longer than `limit` characters ends in an ellipsis. Markup is left as it stands: each face escapes what it shows.
 */
export const cleanText = (text: string, limit: number): string => {
  const start = text
    .slice(0, limit + 1)
    // oxlint-disable-next-line no-control-regex -- these characters are what is being removed
    .replaceAll(/\u001B\[[\d;?]*[A-Za-z]/g, '')
    // oxlint-disable-next-line no-control-regex -- these characters are what is being removed
    .replaceAll(/[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]+/g, ' ')
    .replaceAll(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '');
  return text.length <= limit ? start : `${start.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
};
