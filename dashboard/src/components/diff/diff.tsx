import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { counted } from '../numbers.ts';
import { useWidth } from '../../charts/use-width.ts';
import { DiffFileView } from './diff-file-view.tsx';
import { parseDiff } from './parse-diff.ts';
import './diff.css';

/** From this width on there is room for old beside new. */
const SPLIT_FROM = 900;
/** Files with more changed lines start folded, and all after so many open ones. */
const LONG = 160;
const OPEN_FILES = 12;

/** A patch, file by file: side by side where there is room, line by line on a phone; `n` and `p` go from change to change. */
export const Diff = ({ text }: { readonly text: string }): JSX.Element => {
  const files = useMemo(() => parseDiff(text), [text]);
  const { ref, width } = useWidth<HTMLDivElement>(0);
  const [chosen, setChosen] = useState<boolean>();
  const at = useRef(-1);
  const isSplit = chosen ?? width >= SPLIT_FROM;
  if (text.trim() === '') return <p class="quiet">There is no patch yet.</p>;
  if (files.length === 0) return <pre class="diff-plain" tabIndex={0} aria-label="Changes">{text}</pre>;
  const step = (event: KeyboardEvent): void => {
    const by = { n: 1, p: -1 }[event.key];
    if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const heads = [...ref.current?.querySelectorAll<HTMLElement>('.diff-hunk th') ?? []];
    at.current = Math.max(0, Math.min(heads.length - 1, at.current + by));
    heads[at.current]?.focus();
    event.preventDefault();
    event.stopPropagation();
  };
  const added = files.reduce((sum, file) => sum + file.added, 0);
  const removed = files.reduce((sum, file) => sum + file.removed, 0);
  return (
    <div ref={ref} class="diff-files" onKeyDown={step}>
      <div class="row diff-head">
        <span class="quiet small">{counted(files.length, 'file')}, <span class="diff-plus">+{added}</span> <span class="diff-minus">−{removed}</span> lines</span>
        <span class="push row">
          <span class="quiet small diff-keys">In here <kbd>n</kbd> and <kbd>p</kbd> go from change to change</span>
          <Button isSmall aria-pressed={isSplit} onClick={() => setChosen(!isSplit)}>Side by side</Button>
        </span>
      </div>
      {files.map((file, index) => <DiffFileView key={`${file.path}-${index}`} file={file} isSplit={isSplit} startsOpen={index < OPEN_FILES && file.added + file.removed <= LONG} />)}
    </div>
  );
};
