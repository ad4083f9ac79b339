import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { counted } from '../numbers.ts';
import { SplitRow, UnifiedRow } from './diff-rows.tsx';
import { differenceOf, pairLines } from './pair-lines.ts';
import type { DiffFile, DiffHunk } from './parse-diff.ts';

/** Rows that are drawn at once; more come on demand. */
const ROWS = 400;
const WHAT = { changed: '', new: 'new file', deleted: 'deleted' } as const satisfies Record<DiffFile['what'], string>;

const Hunk = ({ hunk, isSplit, most }: { readonly hunk: DiffHunk; readonly isSplit: boolean; readonly most: number }): JSX.Element => {
  const pairs = useMemo(() => pairLines(hunk.lines), [hunk]);
  // Told line by line, all that is removed stands before all that is added.
  const differences = useMemo(() => new Map(pairs.flatMap(({ before, after }) => {
    const difference = before?.kind === 'removed' && after?.kind === 'added' ? differenceOf(before.text, after.text) : undefined;
    return difference && before && after ? [[before, difference.before] as const, [after, difference.after] as const] : [];
  })), [pairs]);
  return (
    <tbody>
      <tr class="diff-hunk"><th colSpan={isSplit ? 4 : 3} scope="rowgroup" tabIndex={-1}>{hunk.header}</th></tr>
      {isSplit ? pairs.slice(0, most).map((pair, index) => <SplitRow key={index} pair={pair} />) : hunk.lines.slice(0, most).map((line, index) => <UnifiedRow key={index} line={line} difference={differences.get(line)} />)}
    </tbody>
  );
};

/** One file of a patch. Folded, its rows are not there at all. */
export const DiffFileView = ({ file, isSplit: wantsSplit, startsOpen }: { readonly file: DiffFile; readonly isSplit: boolean; readonly startsOpen: boolean }): JSX.Element => {
  const [open, setOpen] = useState(startsOpen);
  const [most, setMost] = useState(ROWS);
  // Where there is only one side, two would show half a page of nothing.
  const isSplit = wantsSplit && file.what === 'changed';
  let left = most;
  const shown = open ? file.hunks.map((hunk) => {
    const room = Math.max(0, left);
    left -= hunk.lines.length;
    return { hunk, room };
  }).filter(({ room }) => room > 0) : [];
  const more = Math.max(0, file.hunks.reduce((sum, { lines }) => sum + lines.length, 0) - most);
  return (
    <details class="diff-file" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary><code>{file.path}</code>{WHAT[file.what] !== '' && <span class="quiet"> {WHAT[file.what]}</span>} <span class="diff-plus">+{file.added}</span> <span class="diff-minus">−{file.removed}</span></summary>
      {open && (
        <div class="diff-scroll" tabIndex={0} role="region" aria-label={`Changes in ${file.path}`}>
          <table class={isSplit ? 'diff-table split' : 'diff-table'}>
            <caption class="unseen">{isSplit ? `${file.path}: before on the left, after on the right` : `${file.path}: line by line`}</caption>
            {isSplit ? <colgroup><col class="diff-number" /><col /><col class="diff-number" /><col /></colgroup> : <colgroup><col class="diff-number" /><col class="diff-number" /><col /></colgroup>}
            {shown.map(({ hunk, room }, index) => <Hunk key={index} hunk={hunk} isSplit={isSplit} most={room} />)}
          </table>
          {more > 0 && <p class="diff-more"><Button isSmall onClick={() => setMost(most + 10 * ROWS)}>Show {counted(Math.min(more, 10 * ROWS), 'more line')}</Button> of {counted(more, 'line')} left</p>}
        </div>
      )}
    </details>
  );
};
