/** A field of a CSV row as RFC 4180 wants it: in quotes, with quotes doubled, when it holds a comma, a quote or a line break. */
export const csvField = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
