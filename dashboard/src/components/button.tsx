import type { ButtonHTMLAttributes } from 'preact';

type Looks = { readonly kind?: 'primary' | 'danger' | 'danger primary' | 'plain'; readonly isSmall?: boolean; readonly isBusy?: boolean };

/** A button. While busy it keeps its place and focus, says so, and cannot be pressed again. */
export const Button = ({ kind, isSmall, isBusy = false, children, onClick, ...rest }: Looks & Omit<ButtonHTMLAttributes, 'class' | 'size'>) => (
  <button type="button" {...rest} class={['button', kind, isSmall ? 'small' : undefined].filter(Boolean).join(' ')} aria-busy={isBusy} aria-disabled={isBusy} {...(isBusy || !onClick ? {} : { onClick })}>
    {children}{isBusy ? ' …' : null}
  </button>
);
