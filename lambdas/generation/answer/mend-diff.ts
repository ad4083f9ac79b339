import type { Files } from '../../../shared/rules/gate/apply-patch.ts';

/** `lines` with their marks; `wanted`: how many old and new lines its header promised. */
type Hunk = { readonly oldStart: number | undefined; readonly wanted: { old: number; new: number } | undefined; readonly lines: string[]; readonly blanks: Set<number> };

const GIT_LINE = /^(?:diff --git |index [\da-f]+\.\.|new file mode |deleted file mode |old mode |new mode |similarity index |rename from |rename to )/;
const HUNK = /^@@(?:\s*-(\d+)(?:,(\d+))?\s+\+(\d+)(?:,(\d+))?\s*@@)?/;

/**
 * A unified diff as models write it, made well-formed: counts are counted anew, missing line numbers looked up, lost blanks at the start of a line put
 * back. `within`: whether all of the text is the diff (a fenced block), or prose may stand around it. `path` is used where the diff names no file.
 * `text` is empty when there is no diff in it.
 */
export function mendDiff(text: string, files: Files, { within, path }: { readonly within: 'fence' | 'prose'; readonly path?: string | undefined }): { readonly text: string; readonly problems: readonly string[] } {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const written: string[] = [];
  const problems: string[] = [];
  let file: string | undefined;
  let shift = 0;
  let hunk: Hunk | undefined;
  const flush = (): void => {
    if (hunk !== undefined) shift += writeHunk(hunk, file, files, shift, written, problems);
    hunk = undefined;
  };
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const next = lines[index + 1] ?? '';
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      flush();
      [file, shift] = [nameOf(next) ?? nameOf(line), 0];
      written.push(line, next);
      index += 1;
    } else if (GIT_LINE.test(line)) {
      flush();
      written.push(line);
    } else if (HUNK.test(line) && (written.length > 0 || path !== undefined)) {
      flush();
      if (file === undefined && path !== undefined) {
        file = path;
        written.push(files.has(path) ? `--- a/${path}` : '--- /dev/null', `+++ b/${path}`);
      }
      const [, from, old, , added] = HUNK.exec(line) ?? [];
      hunk = { oldStart: from === undefined ? undefined : Number(from), wanted: from === undefined ? undefined : { old: Number(old ?? 1), new: Number(added ?? 1) }, lines: [], blanks: new Set() };
    } else if (hunk !== undefined) {
      if (/^[ +\-\\]/.test(line) && !(within === 'prose' && isFull(hunk) && line.startsWith('- '))) hunk.lines.push(line);
      else if (line === '' && !(within === 'prose' && isFull(hunk))) {
        hunk.blanks.add(hunk.lines.length);
        hunk.lines.push(' ');
      } else if (within === 'fence' && line !== '') hunk.lines.push(` ${line}`);
      else flush();
    }
  }
  flush();
  return { text: written.length === 0 ? '' : `${written.join('\n')}\n`, problems };
}

const counted = (lines: readonly string[], other: '+' | '-'): number => lines.filter((line) => !line.startsWith(other) && !line.startsWith('\\')).length;

const isFull = ({ wanted, lines }: Hunk): boolean => wanted !== undefined && counted(lines, '+') >= wanted.old && counted(lines, '-') >= wanted.new;

const nameOf = (header: string): string | undefined => {
  const name = header.slice(4).replace(/\t.*$/, '').trim();
  return name === '/dev/null' || name === '' ? undefined : name;
};

/** Writes the hunk with counts that are right; returns by how many lines it makes the file longer. */
function writeHunk({ oldStart, lines, blanks }: Hunk, file: string | undefined, files: Files, shift: number, written: string[], problems: string[]): number {
  while (lines.length > 0 && blanks.has(lines.length - 1)) lines.pop();
  if (lines.length === 0) return 0;
  const old = lines.filter((line) => /^[ -]/.test(line)).map((line) => line.slice(1));
  const [oldCount, newCount] = [counted(lines, '+'), counted(lines, '-')];
  let start = oldStart;
  if (start === undefined) {
    const places = placesOf(old, files.get(file ?? '') ?? files.get(file?.replace(/^[ab]\//, '') ?? ''));
    if (places.length > 1) problems.push(`${file ?? 'the diff'}: a hunk without line numbers fits in ${places.length} places; give "@@ -LINE,COUNT +LINE,COUNT @@" or more lines around it.`);
    start = places[0] ?? 1;
  }
  const from = oldCount === 0 && !files.has(file?.replace(/^[ab]\//, '') ?? '') ? 0 : start;
  written.push(`@@ -${from},${oldCount} +${Math.max(oldCount === 0 ? 1 : 0, from + shift)},${newCount} @@`, ...lines);
  return newCount - oldCount;
}

/** The lines (from 1) where a run of lines stands in a file, blanks at line ends aside. */
function placesOf(run: readonly string[], text: string | undefined): number[] {
  if (text === undefined || run.length === 0) return [];
  const lines = text.split(/\r?\n/).map((line) => line.trimEnd());
  const sought = run.map((line) => line.trimEnd());
  return lines.flatMap((_, start) => (sought.every((line, offset) => lines[start + offset] === line) ? [start + 1] : []));
}
