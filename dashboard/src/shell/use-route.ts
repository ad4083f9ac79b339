import { useEffect, useState } from 'preact/hooks';
import { routeOf, type Route } from './route.ts';

/** The present route; changes with the address. */
export const useRoute = (): Route => {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(routeOf(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
};

/** Keeps what is asked beside (a filter, a tab) in the address without a new entry in the history. */
export const replaceAddress = (address: string): void => {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
};
