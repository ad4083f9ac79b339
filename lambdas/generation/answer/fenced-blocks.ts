/** A fenced block of an answer: what stands behind its opening fence, the line of prose before it, and its text (LF, with a final newline unless empty). */
export type FencedBlock = { readonly info: string; readonly above: string | undefined; readonly text: string; readonly closed: boolean };

const FENCE = /^([ \t]{0,8})(`{3,}|~{3,})([^\n]*)$/;

type Open = { readonly indent: number; readonly mark: string; readonly info: string; readonly above: string | undefined; readonly lines: string[]; depth: number };

/**
 * The fenced blocks of a text and what stands outside of them. As in CommonMark a fence is closed by one of its kind that is as long; beyond that, inner
 * fences that say a language are taken for nested ones, an opening that names a file ends what was left open before it, and the last fence may be missing.
 */
export function fencedBlocks(text: string, namesFile: (info: string) => boolean): { readonly blocks: readonly FencedBlock[]; readonly prose: readonly string[] } {
  const blocks: FencedBlock[] = [];
  const prose: string[] = [];
  let open: Open | undefined;
  const close = (closed: boolean): void => {
    if (open) blocks.push({ info: open.info, above: open.above, text: open.lines.map((line) => `${line}\n`).join(''), closed });
    open = undefined;
  };
  for (const line of text.replaceAll('\r\n', '\n').split('\n')) {
    const fence = fenceOf(line);
    if (open === undefined) {
      if (fence === undefined) prose.push(line);
      else open = { ...fence, above: prose.findLast((each) => each.trim() !== ''), lines: [], depth: 0 };
      continue;
    }
    const rivals = fence !== undefined && fence.mark.startsWith(open.mark) && fence.indent <= open.indent + 3;
    if (rivals && fence.info === '' && open.depth === 0) close(true);
    else if (rivals && namesFile(fence.info) && open.depth === 0) {
      close(false);
      open = { ...fence, above: undefined, lines: [], depth: 0 };
    } else {
      if (rivals) open.depth += fence.info === '' ? -1 : 1;
      open.lines.push(unindented(line, open.indent));
    }
  }
  // A text's own last newline is no line of the block that was left open.
  if (open?.lines.at(-1) === '') open.lines.pop();
  close(false);
  return { blocks, prose };
}

function fenceOf(line: string): { indent: number; mark: string; info: string } | undefined {
  const [, indent = '', mark, rest = ''] = FENCE.exec(line) ?? [];
  const info = rest.trim();
  if (mark === undefined || (mark.startsWith('`') && info.includes('`'))) return undefined;
  return { indent: indent.length, mark, info };
}

const unindented = (line: string, indent: number): string => {
  const own = line.length - line.trimStart().length;
  return line.slice(Math.min(indent, own));
};
