import { useEffect, useRef } from 'preact/hooks';
import { fillFrame } from './fill-frame.ts';

/** A report of ours, shown in a frame where nothing can run. */
export const ReportFrame = ({ html, title }: { readonly html: string; readonly title: string }) => {
  const place = useRef<HTMLIFrameElement>(null);
  useEffect(() => (place.current === null ? undefined : fillFrame(place.current, html)), [html]);
  return <iframe ref={place} class="frame" title={title} sandbox="allow-same-origin" />;
};
