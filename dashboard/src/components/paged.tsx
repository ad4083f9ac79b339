import { useState } from 'preact/hooks';
import { Button } from './button.tsx';

/** Where in a long list one is: the cursors of the pages before, so that one can go back. */
export type Paged = { readonly after: string | undefined; readonly page: number; readonly forward: (next: string) => void; readonly back: () => void; readonly restart: () => void };

export const usePaged = (): Paged => {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  return {
    after: cursors.at(-1),
    page: cursors.length + 1,
    forward: (next) => setCursors((before) => [...before, next]),
    back: () => setCursors((before) => before.slice(0, -1)),
    restart: () => setCursors([]),
  };
};

const toTop = (): void => document.getElementById('page-title')?.scrollIntoView({ block: 'center' });

/** From page to page of a list that may have many thousands of rows; only one page is ever drawn. */
export const Pager = ({ of: { page, forward, back }, next }: { readonly of: Paged; readonly next: string | undefined }) =>
  page === 1 && next === undefined ? null : (
    <nav class="pager" aria-label="Pages of the list">
      <Button isSmall disabled={page === 1} onClick={() => { back(); toTop(); }}>Newer</Button>
      <span>Page {page}{next === undefined ? ', the last' : ''}</span>
      <Button isSmall disabled={next === undefined} onClick={() => { if (next !== undefined) forward(next); toTop(); }}>Older</Button>
    </nav>
  );
