import { ICON_PATHS, type IconName } from './icon-paths.ts';

/** A small drawing beside a word; never instead of one, so it is hidden from screen readers. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill={name === 'dot' || name === 'play' ? 'currentColor' : 'none'} stroke="currentColor" stroke-width={name === 'dots' ? 2.4 : 1.8} stroke-linecap="round" stroke-linejoin="round">
    <path d={ICON_PATHS[name]} />
  </svg>
);
