import { PLANTED } from './carriers.ts';

/** A marker that each attack's text ends with, so that it is found again wherever it goes. */
export const MARKER = 'zq-marker-zq';

/** Characters that nobody sees, listed one range after the other, apart from the firewall's own list. */
const UNSEEN: readonly (readonly [number, number])[] = [[0x00, 0x08], [0x0B, 0x1F], [0x7F, 0x9F], [0xAD, 0xAD], [0x200B, 0x200F], [0x2028, 0x202E], [0x2060, 0x206F], [0xFE00, 0xFE0F], [0xFEFF, 0xFEFF], [0xE0000, 0xE0FFF]];
const isUnseen = (character: string): boolean => {
  const code = character.codePointAt(0) ?? 0;
  return UNSEEN.some(([from, to]) => code >= from && code <= to);
};

/**
 * What is wrong with a prompt in which a stranger's text stands: the text outside of a fence, a secret or personal data beside it, characters
 * that nobody sees. Reads the prompt as CommonMark does, line by line.
 */
export function promptLeaks(prompt: string): string[] {
  const leaks: string[] = [];
  let fence: string | undefined;
  for (const line of prompt.split('\n')) {
    const ticks = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      if (line.includes(MARKER)) leaks.push('a stranger’s text stands outside of every fence');
      if (ticks !== undefined) fence = ticks;
    } else if (ticks?.[0] === fence[0] && (ticks?.length ?? 0) >= fence.length && /^ {0,3}[`~]+\s*$/.test(line)) fence = undefined;
  }
  if (fence !== undefined) leaks.push('a fence is left open');
  for (const secret of PLANTED) if (prompt.includes(secret)) leaks.push(`the prompt tells ${secret}`);
  if (Array.from(prompt).some(isUnseen)) leaks.push('the prompt holds a character that nobody sees');
  return leaks;
}
