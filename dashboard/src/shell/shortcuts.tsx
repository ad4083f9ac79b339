import { useEffect, useState } from 'preact/hooks';
import { useWatched } from '../api/use-watched.ts';
import { watched } from '../api/watched.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { turnClock } from '../components/time.tsx';
import { PLACES } from './places.ts';
import { addressOf } from './route.ts';
import { nextTheme } from './theme.ts';

const KEY = 'pawl-keys';

/** Whether single letters do something. Who speaks to the machine, or rests a hand on the keyboard, switches them off (WCAG 2.2, 2.1.4). */
const areOn = watched(true);
try {
  areOn.set(localStorage.getItem(KEY) !== 'off');
} catch {
  // Nothing is kept here.
}
const switchKeys = (on: boolean): void => {
  areOn.set(on);
  try {
    localStorage.setItem(KEY, on ? 'on' : 'off');
  } catch {
    // It lasts as long as the page.
  }
};

const isTyping = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.matches('input, select, textarea'));

/** Two keys that belong together come within this time. */
const TOGETHER_MS = 1500;

/** Listens for keys, and explains them on `?`. */
export const Shortcuts = ({ isOpen, setOpen }: { readonly isOpen: boolean; readonly setOpen: (open: boolean) => void }) => {
  const [, setPrefix] = useState(0);
  useEffect(() => {
    let prefixAt = -Infinity;
    const pressed = (event: KeyboardEvent): void => {
      if (!areOn.get() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) return;
      const followsG = event.timeStamp - prefixAt < TOGETHER_MS;
      prefixAt = -Infinity;
      const place = followsG ? PLACES.find(({ key }) => key === event.key) : undefined;
      if (place) location.hash = addressOf(place.page);
      else if (event.key === 'g') prefixAt = event.timeStamp;
      else if (event.key === '?') setOpen(true);
      else if (event.key === 't') turnClock();
      else if (event.key === 'm') nextTheme();
      // From anywhere on the page to its first row; from there on the list listens itself.
      else if (event.key === 'j' || event.key === 'k') document.querySelector<HTMLElement>('main tbody th a, main tbody th button')?.focus();
      else return;
      setPrefix((n) => n + 1);
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  }, [setOpen]);
  const on = useWatched(areOn);
  if (!isOpen) return null;
  return (
    <Dialog title="Keys" onClose={() => setOpen(false)}>
      <dl class="shortcuts">
        {PLACES.map(({ page, name, key }) => [<dt key={`${page}-key`}><kbd>g</kbd> <kbd>{key}</kbd></dt>, <dd key={page}>{name}</dd>])}
        <dt><kbd>↓</kbd> <kbd>↑</kbd> or <kbd>j</kbd> <kbd>k</kbd></dt><dd>from row to row of a list</dd>
        <dt><kbd>t</kbd></dt><dd>times as “4 min ago”, or as on the clock</dd>
        <dt><kbd>m</kbd></dt><dd>light, dark, or as the system says</dd>
        <dt><kbd>?</kbd></dt><dd>this list</dd>
      </dl>
      <label class="tick"><input type="checkbox" checked={on} onChange={(event) => switchKeys(event.currentTarget.checked)} /><span>Single keys do this; without the tick only arrows, Tab and Enter do anything</span></label>
      <div class="row end"><Button kind="primary" onClick={() => setOpen(false)}>Close</Button></div>
    </Dialog>
  );
};
