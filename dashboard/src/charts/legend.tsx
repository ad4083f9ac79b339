import type { JSX } from 'preact';

/** How something is drawn: by colour and by shape, so that neither is needed alone. */
export type LegendItem = { readonly className: string; readonly shape: 'line' | 'dashed' | 'dotted' | 'area' | 'dot' | 'limit'; readonly text: string };

const SHAPES = {
  line: <path d="M1 6H23" class="line" />,
  dashed: <path d="M1 6H23" class="line dashed" />,
  dotted: <path d="M1 6H23" class="line dotted" />,
  limit: <path d="M1 6H23" class="line limit" />,
  area: <rect x="1" y="1" width="22" height="10" class="area" />,
  dot: <circle cx="12" cy="6" r="3" class="dot" />,
} as const satisfies Record<LegendItem['shape'], JSX.Element>;

/** What is drawn how. */
export const Legend = ({ items }: { readonly items: readonly LegendItem[] }): JSX.Element => (
  <ul class="chart-legend">
    {items.map(({ className, shape, text }) => (
      <li key={text} class={className}><svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">{SHAPES[shape]}</svg>{text}</li>
    ))}
  </ul>
);
