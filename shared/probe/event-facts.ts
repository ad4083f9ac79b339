import { createHash } from 'node:crypto';
import { pathTemplate } from './call-shape.ts';

/** A field of a value that may be anything, by its path. */
function at(value: unknown, ...path: string[]): unknown {
  let current = value;
  for (const name of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Reflect.get(current, name);
  }
  return current;
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** Which kind of request it is: the gateway's route, else method and path with identifiers left out; for other events their source. */
export function routeOf(event: unknown): string | undefined {
  const routeKey = text(at(event, 'routeKey'));
  if (routeKey !== undefined && routeKey !== '$default') return routeKey;
  const http = at(event, 'requestContext', 'http');
  const path = text(at(event, 'rawPath')) ?? text(at(http, 'path'));
  if (path !== undefined) return `${text(at(http, 'method')) ?? 'GET'} ${pathTemplate(path)}`;
  const resource = text(at(event, 'resource')) ?? text(at(event, 'path'));
  if (resource !== undefined) return `${text(at(event, 'httpMethod')) ?? 'GET'} ${resource.includes('{') ? resource : pathTemplate(resource)}`;
  return text(at(event, 'Records', '0', 'eventSource')) ?? text(at(event, 'detail-type')) ?? text(at(event, 'source'));
}

/** Size of what was sent in, in bytes where it is known, in characters of JSON otherwise. */
export function inputBytes(event: unknown): number {
  const body = at(event, 'body');
  if (typeof body === 'string') return Buffer.byteLength(body);
  if (at(event, 'requestContext') !== undefined) return 0;
  const records = at(event, 'Records');
  if (Array.isArray(records)) {
    const bodies = records.map((record) => at(record, 'body'));
    if (bodies.every((each) => typeof each === 'string')) return bodies.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  }
  return event === undefined ? 0 : (JSON.stringify(event)?.length ?? 0);
}

const callers = new Map<string, string>();
const MOST_CALLERS = 2_000;

/**
 * Who asks, as a hash that is the same in every environment: the authenticated subject, else the API key, else the address.
 * `salt` keeps outsiders from trying out addresses; with the function's name in its place it only separates functions.
 */
export function callerOf(event: unknown, salt: string): string | undefined {
  const authorizer = at(event, 'requestContext', 'authorizer');
  const caller =
    text(at(authorizer, 'jwt', 'claims', 'sub')) ??
    text(at(authorizer, 'claims', 'sub')) ??
    text(at(authorizer, 'lambda', 'principalId')) ??
    text(at(authorizer, 'principalId')) ??
    text(at(event, 'headers', 'x-api-key')) ??
    text(at(event, 'requestContext', 'http', 'sourceIp')) ??
    text(at(event, 'requestContext', 'identity', 'sourceIp'));
  if (caller === undefined) return undefined;
  const known = callers.get(caller);
  if (known !== undefined) return known;
  const hash = createHash('sha256').update(`${salt}\n${caller}`).digest('hex').slice(0, 16);
  if (callers.size >= MOST_CALLERS) callers.clear();
  callers.set(caller, hash);
  return hash;
}
