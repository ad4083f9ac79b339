/** A word as people put it into a path: letters, perhaps a trailing version as in `v2` or `oauth2`. */
const PLAIN_SEGMENT = /^(v\d{1,2}|[A-Za-z][A-Za-z_.-]{0,30}|oauth2|ec2|s3|h2)$/;

/** `/users/42/orders` → `/users/{}/orders`: segments that look like identifiers give way to `{}`. */
export function pathTemplate(path: string): string {
  if (path === '' || path === '/') return '/';
  return path
    .split('/')
    .map((segment) => (segment === '' || PLAIN_SEGMENT.test(segment) ? segment : '{}'))
    .join('/');
}

/** What calls have in common that ask for different things: `GET host:port/path/{}?name={}`. */
export function callShape(method: string, { host, pathname, search }: URL): string {
  return `${method} ${host}${pathTemplate(pathname)}${queryTemplate(search)}`;
}

/** By hand, because this runs at every call and `URLSearchParams` takes several times as long. */
function queryTemplate(search: string): string {
  if (search === '') return '';
  const names = search.slice(1).split('&').map((pair) => pair.split('=', 1)[0] ?? '');
  return `?${[...new Set(names)].sort().map((name) => `${name}={}`).join('&')}`;
}
