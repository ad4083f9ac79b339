import { useState } from 'preact/hooks';
import { Button } from './button.tsx';

/** Where in a long list one is: the cursors of the pages before, so that one can go back. */
export type Paged = { readonly after: string | undefined; readonly page: number; readonly forward: (next: string) => void; readonly back: () => void };

type Kept = { readonly list: string; readonly cursors: readonly string[] };
const keptHere = (): Kept | undefined => (history.state as { readonly paged?: Kept } | null)?.paged;

/**
 * Pages of the list that `list` names (what it is filtered by): another list begins at its first page. It is kept with the entry of the browser's history,
 * so that whoever opens a row and goes back is where they were.
 */
export const usePaged = (list = ''): Paged => {
  const [kept, setKept] = useState(keptHere);
  if (kept && kept.list !== list) setKept(undefined);
  const cursors = kept?.list === list ? kept.cursors : [];
  const turn = (to: readonly string[]): void => {
    const paged = { list, cursors: to };
    setKept(paged);
    history.replaceState({ ...(history.state as object | null), paged }, '');
  };
  return { after: cursors.at(-1), page: cursors.length + 1, forward: (next) => turn([...cursors, next]), back: () => turn(cursors.slice(0, -1)) };
};

const toTop = (): void => document.getElementById('page-title')?.scrollIntoView({ block: 'center' });

/** From page to page of a list that may have many thousands of rows; only one page is ever drawn. */
export const Pager = ({ of: { page, forward, back }, next }: { readonly of: Paged; readonly next: string | undefined }) =>
  page === 1 && next === undefined ? null : (
    <nav class="pager" aria-label="Pages of the list">
      <Button isSmall disabled={page === 1} onClick={() => { back(); toTop(); }}>Previous</Button>
      <span>Page {page}{next === undefined ? ', the last' : ''}</span>
      <Button isSmall disabled={next === undefined} onClick={() => { if (next !== undefined) forward(next); toTop(); }}>Next</Button>
    </nav>
  );
