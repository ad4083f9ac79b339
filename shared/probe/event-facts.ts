import { pathTemplate } from './call-shape.ts';
import { sha256 } from './sha256.ts';

/** A field of a value that may be anything, by its path. */
export function fieldAt(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, name);
  }
  return current;
}

const LONGEST_ROUTE = 200;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Which kind of request it is: the gateway's route, else method and path with identifiers left out; for other events their source. */
export function routeOf(event: unknown): string | undefined {
  return route(event)?.slice(0, LONGEST_ROUTE);
}

function route(event: unknown): string | undefined {
  const routeKey = text(fieldAt(event, 'routeKey'));
  if (routeKey !== undefined && routeKey !== '$default') return routeKey;
  const http = fieldAt(event, 'requestContext', 'http');
  const path = text(fieldAt(event, 'rawPath')) ?? text(fieldAt(http, 'path'));
  if (path !== undefined) return `${methodName(fieldAt(http, 'method'))} ${pathTemplate(path)}`;
  const method = fieldAt(event, 'httpMethod');
  const resource = text(fieldAt(event, 'resource'));
  if (resource?.includes('{') === true) return `${methodName(method)} ${resource}`;
  const plainPath = resource ?? text(fieldAt(event, 'path'));
  if (plainPath !== undefined && method !== undefined) return `${methodName(method)} ${pathTemplate(plainPath)}`;
  // An event of one's own may hold anything under these names: only what AWS sends is taken.
  const source = text(fieldAt(event, 'Records', '0', 'eventSource'));
  if (source?.startsWith('aws:') === true) return source;
  return fieldAt(event, 'source') === undefined ? undefined : text(fieldAt(event, 'detail-type'));
}

const methodName = (method: unknown): string => (typeof method === 'string' && /^[A-Z]{1,10}$/.test(method) ? method : 'GET');

const callers = new Map<string, string>();
const MOST_CALLERS = 2_000;

/**
 * Who asks, as a hash that is the same in every environment: the authenticated subject, else the API key, else the address.
 * `salt` keeps outsiders from trying out addresses; with the function's name in its place it only separates functions.
 */
export function callerOf(event: unknown, salt: string): string | undefined {
  const authorizer = fieldAt(event, 'requestContext', 'authorizer');
  const caller =
    text(fieldAt(authorizer, 'jwt', 'claims', 'sub')) ??
    text(fieldAt(authorizer, 'claims', 'sub')) ??
    text(fieldAt(authorizer, 'lambda', 'principalId')) ??
    text(fieldAt(authorizer, 'principalId')) ??
    text(fieldAt(event, 'headers', 'x-api-key')) ??
    text(fieldAt(event, 'requestContext', 'http', 'sourceIp')) ??
    text(fieldAt(event, 'requestContext', 'identity', 'sourceIp'));
  if (caller === undefined) return undefined;
  const name = `${salt}\n${caller}`;
  const known = callers.get(name);
  if (known !== undefined) return known;
  const hash = sha256(name).slice(0, 16);
  if (callers.size >= MOST_CALLERS) callers.clear();
  callers.set(name, hash);
  return hash;
}
