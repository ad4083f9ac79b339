/** Where in the page one is: `#/improvements/imp-1?tab=diff` is the page `improvements`, the id `imp-1`, and what is asked beside. */
export type Route = { readonly page: string; readonly id?: string | undefined; readonly query: Readonly<Record<string, string>> };

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** Reads the part of the address after `#`. Anything that is no path is the page `now`. */
export const routeOf = (hash: string): Route => {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?', 2);
  if (!path.startsWith('/')) return { page: 'now', query: {} };
  const [page = '', ...rest] = path.slice(1).split('/');
  const id = decoded(rest.join('/'));
  return { page: page === '' ? 'now' : decoded(page), ...(id === '' ? {} : { id }), query: Object.fromEntries(new URLSearchParams(search)) };
};

/** The address of a page: what the links of the page point to. */
export const addressOf = (page: string, id?: string, query: Readonly<Record<string, string>> = {}): string => {
  const search = new URLSearchParams(query).toString();
  return `#/${page === 'now' ? '' : page}${id === undefined ? '' : `/${encodeURIComponent(id)}`}${search === '' ? '' : `?${search}`}`;
};
