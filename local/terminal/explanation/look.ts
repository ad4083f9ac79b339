import type pico from 'picocolors';
import { printable } from '../visible-text.ts';

/** How a page is drawn: its width in columns, its colours (or none), and whether only plain ASCII may be used. */
export type PageLook = { readonly width: number; readonly colours: ReturnType<typeof pico.createColors>; readonly ascii: boolean };

/** Signs that ASCII does not have, and what stands for them. */
const PLAIN: Readonly<Record<string, string>> = {
  '\u202f': ' ', '\u00a0': ' ', '×': 'x', '÷': '/', '→': '->', '←': '<-', '−': '-', '–': '-', '—': '-', '·': '-', '…': '...', '‘': "'", '’': "'", '“': '"', '”': '"',
};

/** One line of text from anywhere: nothing that a terminal would obey, and no line breaks. */
export const oneLine = (text: string, look: Pick<PageLook, 'ascii'>): string => shown(printable(text).replaceAll(/\s*\n\s*/g, ' '), look);

/** A text as it may be shown: what ASCII lacks is spelled out or becomes a question mark. */
export const shown = (text: string, { ascii }: Pick<PageLook, 'ascii'>): string =>
  // oxlint-disable-next-line no-control-regex -- everything outside ASCII is what is being looked for
  ascii ? text.replaceAll(/[^\u0000-\u007F]/gu, (sign) => PLAIN[sign] ?? '?') : text;
