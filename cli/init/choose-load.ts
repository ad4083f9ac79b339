import type { Survey } from './survey-repository.ts';
import type { Entry } from './find-entries.ts';
import { findRoutes, type Route } from './find-routes.ts';
import type { InitRequest } from './init-request.ts';
import { isServiceCode, within } from './source-files.ts';

/** Routes to ask for, and those found that need a body nobody here knows. */
export type RouteChoice = { readonly routes: readonly Route[]; readonly needBody: readonly Route[]; readonly guessed: boolean };

/** The routes that were told, or the reads found in the service's code and the templates; `GET /` when there is none. */
export function chooseRoutes({ routes: told = [] }: InitRequest, entry: Entry, { files }: Survey): RouteChoice {
  const own = within(entry.directory, files);
  const found = findRoutes(new Map([...files].filter(([path, text]) => own.has(path) || !isServiceCode(path, text))));
  if (told.length > 0) return { routes: told.map((text) => toldRoute(text, found)), needBody: [], guessed: false };

  const reads = found.filter(({ method }) => method === 'GET');
  const needBody = found.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
  return { routes: reads.length > 0 ? reads : [{ method: 'GET', path: '/', values: {} }], needBody, guessed: true };
}

function toldRoute(text: string, found: readonly Route[]): Route {
  const [method, path] = text.includes(' ') ? (text.trim().split(/\s+/, 2) as [string, string]) : (['GET', text] as const);
  const known = found.find((route) => route.path === path);
  return known === undefined ? { method: method.toUpperCase(), path, values: Object.fromEntries([...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, []])) } : { ...known, method: method.toUpperCase() };
}
