import type { ComponentChildren } from 'preact';

/** Nothing is there, why that is fine, and what would change it. */
export const Empty = ({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) => (
  <div class="empty"><h2>{title}</h2>{children}</div>
);
