import { html } from './html.ts';

/** The ratchet and its pawl. */
export const MARK = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M9.5 4.5L10.0 7.1L15.9 6.0L14.4 8.1L19.5 11.5L16.9 12.0L18.0 17.9L15.9 16.4L12.5 21.5L12.0 18.9L6.1 20.0L7.6 17.9L2.5 14.5L5.1 14.0L4.0 8.1L6.1 9.6ZM21.5 2.5L14.2 4.6"/><circle cx="11" cy="13" r="1.4"/><circle cx="21" cy="2.8" r=".8"/></svg>`;
