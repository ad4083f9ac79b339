/** A word as people put it into a path: letters, perhaps a trailing version as in `v2` or `oauth2`. */
const PLAIN_SEGMENT = /^(v\d{1,2}|[A-Za-z][A-Za-z_.-]{0,30}|oauth2|ec2|s3|h2)$/;
/** A name as people give parameters; whatever else stands before a `=` may be data. */
const PLAIN_NAME = /^[A-Za-z_][A-Za-z_.[\]-]{0,30}\d{0,2}$/;
const MOST_NAMES = 12;
const LONGEST_PATH = 160;

/** `/users/42/orders` → `/users/{}/orders`: segments that look like identifiers give way to `{}`. */
export function pathTemplate(path: string): string {
  if (path === '' || path === '/') return '/';
  return path
    .slice(0, LONGEST_PATH)
    .split('/')
    .map((segment) => (segment === '' || PLAIN_SEGMENT.test(segment) ? segment : '{}'))
    .join('/');
}

/** What calls have in common that ask for different things: `GET host:port/path/{}?name={}`. */
export function callShape(method: string, { host, pathname, search }: { readonly host: string; readonly pathname: string; readonly search: string }): string {
  return `${method} ${host}${pathTemplate(pathname)}${queryTemplate(search)}`;
}

/** By hand, because this runs at every call and `URLSearchParams` takes several times as long. */
function queryTemplate(search: string): string {
  if (search === '') return '';
  const names = search.slice(1, 2_000).split('&').map((pair) => pair.split('=', 1)[0] ?? '');
  const plain = [...new Set(names.map((name) => (PLAIN_NAME.test(name) ? name : '{}')))].sort().slice(0, MOST_NAMES);
  return `?${plain.map((name) => `${name}={}`).join('&')}`;
}
