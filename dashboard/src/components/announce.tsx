import { useEffect } from 'preact/hooks';
import { useWatched } from '../api/use-watched.ts';
import { watched } from '../api/watched.ts';

const said = watched<{ readonly text: string; readonly seen: boolean } | undefined>(undefined);

/** Says something politely to a screen reader, and shows it for some seconds to everybody else unless `seen` is false. */
export const announce = (text: string, { seen = true }: { readonly seen?: boolean } = {}): void => said.set({ text, seen });

const SHOWN_MS = 6000;

/** Where announcements appear; stands once on the page. */
export const Announcements = () => {
  const present = useWatched(said);
  useEffect(() => {
    if (present === undefined) return undefined;
    const timer = setTimeout(() => said.set(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [present]);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {present ? <p class={present.seen ? 'toast' : 'unseen'}>{present.text}</p> : null}
    </div>
  );
};
