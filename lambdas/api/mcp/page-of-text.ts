import { pieceOf } from './read-more.ts';

const MOST_PAGE_BYTES = 15_000;

/** A resource in pieces: the text from `offset` on, ending in the address of the next piece. */
export const pageOfText = (text: string, uri: string, offset: number): string => {
  const piece = pieceOf(text, offset, MOST_PAGE_BYTES);
  const next = offset + piece.length;
  return next < text.length ? `${piece}\n\n[${text.length - next} characters more: ${uri}?offset=${next}]\n` : piece;
};
