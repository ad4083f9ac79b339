import type { JSX } from 'preact';
import type { Difference, DiffPair } from './pair-lines.ts';
import { differenceOf } from './pair-lines.ts';
import type { DiffLine } from './parse-diff.ts';

const SIGNS = { added: '+', removed: '−', same: ' ', note: ' ' } as const;
const SAID = { added: 'added: ', removed: 'removed: ' } as const;

const Text = ({ line, difference }: { readonly line: DiffLine; readonly difference?: Difference | undefined }): JSX.Element => (
  <code>
    {(line.kind === 'added' || line.kind === 'removed') && <span class="unseen">{SAID[line.kind]}</span>}
    {difference === undefined ? line.text : <>{difference[0]}<b>{difference[1]}</b>{difference[2]}</>}
  </code>
);

const Side = ({ line, number, difference }: { readonly line: DiffLine | undefined; readonly number: number | undefined; readonly difference?: Difference | undefined }): JSX.Element =>
  line === undefined
    ? <><td class="diff-number nothing" /><td class="diff-text nothing" /></>
    : <><td class={`diff-number ${line.kind}`}>{number}</td><td class={`diff-text ${line.kind}`} data-sign={SIGNS[line.kind]}><Text line={line} difference={difference} /></td></>;

const isChange = ({ before, after }: DiffPair): boolean => before?.kind === 'removed' && after?.kind === 'added';

/** One row of old beside new. */
export const SplitRow = ({ pair }: { readonly pair: DiffPair }): JSX.Element => {
  if (pair.note !== undefined) return <tr><td colSpan={4} class="diff-note">{pair.note}</td></tr>;
  const difference = isChange(pair) ? differenceOf(pair.before?.text ?? '', pair.after?.text ?? '') : undefined;
  return <tr><Side line={pair.before} number={pair.before?.before} difference={difference?.before} /><Side line={pair.after} number={pair.after?.after} difference={difference?.after} /></tr>;
};

/** One row of a change told one line after the other; `difference` is what of it is new or gone. */
export const UnifiedRow = ({ line, difference }: { readonly line: DiffLine; readonly difference?: Difference | undefined }): JSX.Element =>
  line.kind === 'note'
    ? <tr><td colSpan={3} class="diff-note">{line.text}</td></tr>
    : <tr><td class={`diff-number ${line.kind}`}>{line.kind === 'added' ? '' : line.before}</td><td class={`diff-number ${line.kind}`}>{line.kind === 'removed' ? '' : line.after}</td><td class={`diff-text ${line.kind}`} data-sign={SIGNS[line.kind]}><Text line={line} difference={difference} /></td></tr>;
