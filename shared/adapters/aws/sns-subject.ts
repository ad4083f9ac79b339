/** SNS takes less than 100 characters. */
const LONGEST = 99;
const PLAIN: Readonly<Record<string, string>> = { '–': '-', '—': '-', '‘': "'", '’': "'", '“': '"', '”': '"', '…': '...', '×': 'x', '→': '->', '≤': '<=', '≥': '>=', '±': '+-' };

/**
 * A subject as SNS takes it and every mail program shows it: one line of printable ASCII, at most 99 characters, beginning with something visible.
 * Accents are dropped; what has no plain form becomes `?`. The whole subject is in the message.
 */
export const snsSubject = (text: string): string => {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^ -~]/gu, (character) => PLAIN[character] ?? (/[\s\p{Cc}]/u.test(character) ? ' ' : '?'));
  const line = plain.replace(/ +/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 3).trimEnd()}...` : line || 'Pawl';
};
