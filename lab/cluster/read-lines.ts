import { StringDecoder } from 'node:string_decoder';
import { openText } from '../open-text.ts';

/** Of one line no more is kept than this: what follows is read and left out. */
const LONGEST_LINE = 65_536;

/** Some lines of a file, and how many of its bytes have been read. */
export type LinePage = { readonly lines: readonly string[]; readonly bytes: number };

/**
 * The lines of a file of any size, a page at a time, in constant memory: parted by LF or CRLF; the last may have no end. gzip is
 * unpacked. What is neither UTF-8 nor UTF-16 is read as U+FFFD; a line longer than 64 Ki characters is cut.
 */
export async function* readLines(path: string): AsyncGenerator<LinePage> {
  const opened = await openText(path);
  const decoder = new StringDecoder(opened.encoding);
  let rest = '';
  let isFirst = true;
  const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line).slice(0, LONGEST_LINE);
  for await (const chunk of opened.bytes as AsyncIterable<Buffer>) {
    let text = decoder.write(chunk);
    if (isFirst && text.startsWith('\uFEFF')) text = text.slice(1);
    isFirst = false;
    const lines = text.split('\n');
    lines[0] = rest + (lines[0] ?? '');
    // One character over the limit says that the line is longer; a return at its end is still found in the part that follows.
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE + 1) rest = rest.slice(0, LONGEST_LINE) + (rest.endsWith('\r') ? '\r' : '');
    yield { lines: lines.map(withoutReturn), bytes: opened.bytesRead() };
  }
  rest += decoder.end();
  if (rest !== '') yield { lines: [withoutReturn(rest)], bytes: opened.bytesRead() };
}
