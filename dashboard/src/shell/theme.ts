import { watched } from '../api/watched.ts';

export type Theme = 'system' | 'light' | 'dark';
const KEY = 'pawl-theme';

const isTheme = (value: unknown): value is Theme => value === 'system' || value === 'light' || value === 'dark';

const kept = (): Theme => {
  try {
    const value = localStorage.getItem(KEY);
    return isTheme(value) ? value : 'system';
  } catch {
    return 'system';
  }
};

/** Light, dark, or as the system says. */
export const theme = watched<Theme>('system');

const show = (): void => {
  const chosen = theme.get();
  if (chosen === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = chosen;
};

/** Shows the theme that was chosen before, and every later choice. */
export const startTheme = (): void => {
  theme.set(kept());
  show();
  theme.watch(() => {
    show();
    try {
      localStorage.setItem(KEY, theme.get());
    } catch {
      // It lasts as long as the page.
    }
  });
};

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const satisfies Record<Theme, Theme>;
export const nextTheme = (): void => theme.set(NEXT[theme.get()]);
