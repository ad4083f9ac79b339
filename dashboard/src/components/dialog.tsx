import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

/** A question that has to be answered first. The browser keeps focus inside, gives it back afterwards, and closes it on Escape. */
export const Dialog = ({ title, onClose, children }: { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren }) => {
  const place = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    place.current?.showModal();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog ref={place} class="dialog" aria-labelledby={id} onClose={onClose} onClick={(event) => event.target === place.current && onClose()}>
      <div class="stack"><h2 id={id}>{title}</h2>{children}</div>
    </dialog>
  );
};
