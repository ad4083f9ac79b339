import { redactMessage } from '../../clustering/mask.ts';
import { newScan, scanMessage } from '../../clustering/scan-message.ts';
import { readableText, templateTokens, WILDCARD } from '../../clustering/template-tokens.ts';
import { textKey } from '../text-key.ts';

const LONGEST = 300;
const scan = newScan();

/** A message as words, with its values masked: fit to be shown, since what has been seen once only is all words. */
export const messageWords = (message: string): string[] => {
  scanMessage(message, scan);
  return textKey(redactMessage(readableText(templateTokens(message, scan)), LONGEST), LONGEST).split(' ');
};

/** Where two messages of one length agree; of different lengths, how far they agree from both ends. */
const agreement = (a: readonly string[], b: readonly string[]): { readonly same: number; readonly head: number; readonly tail: number } => {
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const same = a.length === b.length ? a.filter((word, index) => word === b[index]).length : head + tail;
  return { same, head, tail };
};

/** The share (0–1) of words that two messages have in common, in their places. */
export const similarity = (a: readonly string[], b: readonly string[]): number => agreement(a, b).same / Math.max(a.length, b.length);

/** What both messages say, with a wildcard where they differ. */
export const commonWords = (a: readonly string[], b: readonly string[]): string[] => {
  if (a.length === b.length) return a.map((word, index) => (word === b[index] ? word : WILDCARD));
  const { head, tail } = agreement(a, b);
  const joined = [...a.slice(0, head), WILDCARD, ...a.slice(a.length - tail)];
  return joined.filter((word, index) => word !== WILDCARD || joined[index - 1] !== WILDCARD);
};
