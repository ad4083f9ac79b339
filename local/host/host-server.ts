import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { adminAnswer, answerFailure, answerJson } from './admin-api.ts';
import type { FunctionHost } from './function-host.ts';
import { gatewayEvent } from './gateway-event.ts';
import { gatewayResponse } from './gateway-response.ts';
import { HostFailure } from './host-failure.ts';
import { readBody } from './read-body.ts';

/** Lambda's limit for a synchronous request. */
const EVENT_BYTES = 6 * 1024 * 1024;
/** A bundle of 50 MB and its map, base64. */
const ADMIN_BYTES = 256 * 1024 * 1024;

export type ServerOptions = { readonly host: FunctionHost; readonly token: string; readonly stop: () => void };

/** One server for both doors: `/<function>/<alias>/…` for the world, `/_host/…` for who has the token. */
export function hostServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    const [path, query] = split(request.url ?? '/', '?');
    const door = path === '/_host' || path.startsWith('/_host/') ? adminDoor : frontDoor;
    door(options, { request, response, path, query }).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else answerFailure(response, error);
    });
  });
}

type Exchange = { request: IncomingMessage; response: ServerResponse; path: string; query: string };

async function frontDoor({ host }: ServerOptions, { request, response, path, query }: Exchange): Promise<void> {
  const [, name = '', alias = '', ...rest] = path.split('/');
  const body = await readBody(request, EVENT_BYTES);
  const event = gatewayEvent({
    method: request.method ?? 'GET',
    path: `/${rest.join('/')}`,
    query,
    headers: request.headers,
    body,
    remoteAddress: request.socket.remoteAddress ?? '127.0.0.1',
    at: Date.now(),
  });
  const outcome = await host.invoke(name, alias.replace('%24', '$'), event);
  const answer = gatewayResponse(outcome);
  response.writeHead(answer.status, {
    ...answer.headers,
    'content-length': Buffer.byteLength(answer.body),
    'x-amzn-requestid': outcome.requestId,
    'x-amz-executed-version': outcome.executedVersion,
  });
  response.end(answer.body);
}

async function adminDoor({ host, token, stop }: ServerOptions, { request, response, path, query }: Exchange): Promise<void> {
  if (!sameText(request.headers.authorization ?? '', `Bearer ${token}`)) throw new HostFailure('unauthorised', 'The admin door wants the token from the state folder.');
  const method = request.method ?? 'GET';
  const [area, ...segments] = path.split('/').slice(2).map(decodeURIComponent);
  if (method === 'GET' && area === 'ping') return answerJson(response, 200, { pid: process.pid });
  if (method === 'POST' && area === 'stop') {
    answerJson(response, 200, {});
    return stop();
  }
  if (area !== 'functions') throw new HostFailure('not-found', `The function host has no ${path}.`);
  const body = parseBody(await readBody(request, ADMIN_BYTES));
  answerJson(response, 200, await adminAnswer(host, { method, segments, query: new URLSearchParams(query), body }));
}

function parseBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new HostFailure('bad-request', 'The body is not JSON.', { cause });
  }
}

function split(text: string, separator: string): [string, string] {
  const index = text.indexOf(separator);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
