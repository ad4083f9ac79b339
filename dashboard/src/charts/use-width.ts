import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The width of an element in whole pixels, followed as it changes. Before it is known: `first`. */
export const useWidth = <Place extends HTMLElement>(first = 640): { readonly ref: RefObject<Place | null>; readonly width: number } => {
  const ref = useRef<Place>(null);
  const [width, setWidth] = useState(first);
  useLayoutEffect(() => {
    const place = ref.current;
    if (!place) return undefined;
    const read = (): void => {
      const now = Math.round(place.clientWidth);
      if (now > 0) setWidth(now);
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(place);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
};
