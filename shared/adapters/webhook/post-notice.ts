import { lookup as lookUp } from 'node:dns';
import { request as requestPlainly, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Posted, PostNotice } from '../../ports/notice-post.ts';
import { retryAfterMs } from '../model-retry-after.ts';
import { refusedAddress } from './refused-address.ts';

export type PostOptions = {
  /** From the first look-up of the name to the answer's status, in all. */
  readonly timeoutMs?: number;
  /** How names become addresses; the system's way unless given. */
  readonly lookup?: typeof lookUp;
};

class RefusedAddress extends Error {
  override name = 'RefusedAddress';
}

/** Looks a name up and refuses it when one of its addresses is not to be reached: what was checked is what is connected to, so a name cannot change in between. */
const checkedLookup = (privateAddresses: boolean, lookup: typeof lookUp): LookupFunction => (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    const why = found.map(({ address }) => refusedAddress(address, privateAddresses)).find((one) => one !== undefined);
    const [first] = found;
    if (why !== undefined || first === undefined) return callback(new RefusedAddress(`its host ${why ?? 'has no address'}`), '', 0);
    return options.all === true ? callback(null, found) : callback(null, first.address, first.family);
  });
};

/** Posts over HTTP. What is not private must be reached over TLS; of the answer only the status and `Retry-After` are read. */
export const postNotice = ({ timeoutMs = 10_000, lookup = lookUp }: PostOptions = {}): PostNotice => async ({ url, headers, body, privateAddresses }) => {
  const place = URL.canParse(url) ? new URL(url) : undefined;
  const why = place === undefined ? 'its address cannot be read' : whyNot(place, privateAddresses);
  if (place === undefined || why !== undefined) return { ok: false, problem: why ?? 'its address cannot be read' };
  return send(place, { method: 'POST', headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) }, lookup: checkedLookup(privateAddresses, lookup), agent: false }, body, timeoutMs);
};

const whyNot = ({ protocol, username, password, hostname }: URL, privateAddresses: boolean): string | undefined => {
  if (protocol !== 'https:' && protocol !== 'http:') return 'its address is not one of http or https';
  if (protocol === 'http:' && !privateAddresses) return 'its address is not https; say "privateAddresses": true for one in your own network';
  if (username !== '' || password !== '') return 'its address has a password in it';
  const host = hostname.replace(/^\[|\]$/g, '');
  const refused = isIP(host) === 0 ? undefined : refusedAddress(host, privateAddresses);
  return refused === undefined ? undefined : `its address ${refused}`;
};

const send = (place: URL, options: RequestOptions, body: string, timeoutMs: number): Promise<Posted> =>
  new Promise((resolve) => {
    const end = (posted: Posted): void => {
      clearTimeout(timer);
      resolve(posted);
      sent.destroy();
    };
    const timer = setTimeout(() => end({ ok: false, problem: `it did not answer within ${timeoutMs / 1000} s` }), timeoutMs);
    const sent: ClientRequest = (place.protocol === 'https:' ? requestSecurely : requestPlainly)(place, options);
    sent.on('error', (error: NodeJS.ErrnoException) => end({ ok: false, problem: error instanceof RefusedAddress ? error.message : `it cannot be reached (${error.code ?? error.name})` }));
    sent.on('response', (answer) => end(judged(answer)));
    sent.end(body);
  });

const judged = ({ statusCode = 0, headers }: IncomingMessage): Posted => {
  if (statusCode >= 200 && statusCode < 300) return { ok: true };
  if (statusCode >= 300 && statusCode < 400) return { ok: false, problem: `it answered with a redirect (${statusCode}), which is not followed: set the address that it leads to` };
  const askedMs = retryAfterMs((name) => (typeof headers[name] === 'string' ? headers[name] : undefined));
  return { ok: false, problem: `it answered ${statusCode}`, ...(askedMs === undefined ? {} : { askedMs }) };
};
