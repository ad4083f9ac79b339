import { tokenInHash } from './token-in-hash.ts';
import { watched } from './watched.ts';

const KEY = 'pawl-token';

const kept = (): string | undefined => {
  try {
    return sessionStorage.getItem(KEY) ?? undefined;
  } catch {
    return undefined;
  }
};

/** The credential of this tab, and why there is none where it was taken back. It lives as long as the tab, and is sent to nobody but Pawl. */
export const session = watched<{ readonly token?: string; readonly ended?: string }>({});

/** Keeps a token for this tab. */
export const signIn = (token: string): void => {
  try {
    sessionStorage.setItem(KEY, token);
  } catch {
    // Storage is off: the token lasts until the page is loaded again.
  }
  session.set({ token });
};

/** Forgets the token. `why` is shown where one signs in again. */
export const signOut = (why?: string): void => {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was kept.
  }
  session.set(why === undefined ? {} : { ended: why });
};

/** At the start: takes the token out of the address at once, before anything can copy the address, or goes on with the one of this tab. */
export const beginSession = (): void => {
  const handed = tokenInHash(location.hash);
  if (handed !== undefined) {
    history.replaceState(null, '', `${location.pathname}${location.search}#/`);
    signIn(handed);
    return;
  }
  const token = kept();
  if (token !== undefined) session.set({ token });
};
