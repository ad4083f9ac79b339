import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

/** A page's heading, which is also the document's title. What stands in `actions` goes to the right. */
export const PageHead = ({ title, says, actions }: { readonly title: string; readonly says?: ComponentChildren; readonly actions?: ComponentChildren }) => {
  useEffect(() => {
    document.title = `${title} · Pawl`;
  }, [title]);
  return (
    <header class="page-head">
      <div><h1 tabIndex={-1} id="page-title">{title}</h1>{says ? <p>{says}</p> : null}</div>
      {actions ? <div class="row end">{actions}</div> : null}
    </header>
  );
};
