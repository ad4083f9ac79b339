import type { Recorded } from './recorded-inputs.ts';

/** Tests of the driver are named `pawl <pass> <input> <part>`: each fails with one part of an answer as its message. */
export const ANSWER_NAME = /^pawl (\d+) (\d+) (\d+)$/;
export const LOADING = 'pawl load';
/** Every input is asked twice in one process: what the old code answers differently by itself says nothing; what a cache mixes up shows in the second pass. */
export const PASSES = 2;

const PART_CHARACTERS = 1800;
const MOST_PARTS = 8;
const ANSWER_TIMEOUT_MS = 5000;

/**
 * A test file that loads the service's handler, asks it every recorded input and reports each answer as the message of a failed test,
 * which is the one way in which a test run tells more than a name. Time stands still while an input is answered; upstreams answer as
 * recorded, and everything else cannot be reached.
 */
export const answerDriver = (recorded: Recorded, { entry, handlerExport }: { readonly entry: string; readonly handlerExport: string }): string =>
  `const RECORDED = ${JSON.stringify(recorded)};\nconst ENTRY = ${JSON.stringify(`./${entry}`)};\nconst EXPORT = ${JSON.stringify(handlerExport)};\nconst [PASSES, PART, MOST_PARTS, TIMEOUT_MS] = ${JSON.stringify([PASSES, PART_CHARACTERS, MOST_PARTS, ANSWER_TIMEOUT_MS])};\n${DRIVER}`;

const DRIVER = String.raw`
import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { test } from 'node:test';

Object.assign(process.env, RECORDED.environment);

const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '/index.ts', '/index.js', '/index.mjs', '/index.cjs'];
const attempts = (specifier) => [...ENDINGS.map((ending) => specifier + ending), ...(/\.[cm]?js$/.test(specifier) ? [specifier.replace(/js$/, 'ts')] : [])];
registerHooks({
  resolve(specifier, context, next) {
    if (!/^\.{1,2}\//.test(specifier)) return next(specifier, context);
    let problem;
    for (const each of attempts(specifier)) {
      try {
        return next(each, context);
      } catch (error) {
        problem ??= error;
      }
    }
    throw problem;
  },
});

let upstreams = [];
let writes = [];
let unrecorded = [];
const textOf = (body) => (body === undefined || body === null ? '' : typeof body === 'string' ? body : JSON.stringify(body));
const canonical = (text) => { try { return JSON.stringify(JSON.parse(text)); } catch { return text; } };
const sameUrl = (a, b) => { try { const [x, y] = [new URL(a), new URL(b)]; x.searchParams.sort(); y.searchParams.sort(); return x.href === y.href; } catch { return a === b; } };
const answerOf = (method, url, body) => {
  if (method !== 'GET' && method !== 'HEAD') writes.push(method + ' ' + url + ' ' + canonical(body).slice(0, 300));
  const found = upstreams.find((each) => each.method === method && sameUrl(each.url, url) && (each.requestBody === undefined || canonical(textOf(each.requestBody)) === canonical(body)));
  if (found === undefined) unrecorded.push((method + ' ' + url).slice(0, 300));
  return found;
};
const contentType = ({ headers, body }) => (body !== undefined && typeof body !== 'string' && !Object.keys(headers).some((name) => name.toLowerCase() === 'content-type') ? { 'content-type': 'application/json', ...headers } : headers);

globalThis.fetch = async (resource, init) => {
  const request = new Request(resource, init);
  request.signal.throwIfAborted();
  const found = answerOf(request.method, request.url, await request.text());
  if (found === undefined) throw new TypeError('fetch failed', { cause: new Error('nothing recorded for ' + request.method + ' ' + request.url) });
  return new Response([204, 205, 304].includes(found.status) ? null : textOf(found.body), { status: found.status, headers: contentType(found) });
};

const realRequest = http.request;
const server = http.createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const found = answerOf(request.method, request.headers['x-recorded-url'], Buffer.concat(chunks).toString());
  if (found === undefined) return request.socket.destroy();
  response.writeHead(found.status, contentType(found)).end(textOf(found.body));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
server.unref();
const redirected = (protocol) => (...args) => {
  const callback = typeof args.at(-1) === 'function' ? args.pop() : undefined;
  const from = typeof args[0] === 'string' || args[0] instanceof URL ? new URL(args.shift()) : undefined;
  const { host, hostname, port, path, agent, socketPath, lookup, createConnection, servername, ...options } = args[0] ?? {};
  const url = new URL(path ?? (from ? from.pathname + from.search : '/'), from?.origin ?? protocol + '//' + (hostname ?? String(host ?? 'localhost').replace(/:\d+$/, '')) + (port ? ':' + port : ''));
  return realRequest({ ...options, protocol: 'http:', host: '127.0.0.1', port: server.address().port, path: '/', agent: new http.Agent({ keepAlive: false }), headers: { ...options.headers, 'x-recorded-url': url.href } }, callback);
};
for (const [module, protocol] of [[http, 'http:'], [https, 'https:']]) {
  module.request = redirected(protocol);
  module.get = (...args) => { const request = module.request(...args); request.end(); return request; };
}
syncBuiltinESMExports();

const RealDate = Date;
const START = RealDate.UTC(2026, 0, 5, 12);
let now = START;
globalThis.Date = class Date extends RealDate {
  constructor(...args) { if (args.length === 0) super(now); else super(...args); }
  static now() { return now; }
};
let seed = 1;
Math.random = () => { seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; return seed / 4294967296; };

const clean = (value) => { const text = JSON.stringify(value); return text === undefined ? null : JSON.parse(text); };
const opened = (value) => {
  if (typeof value !== 'object' || value === null || typeof value.body !== 'string') return value;
  try { return { ...value, body: JSON.parse(value.body) }; } catch { return value; }
};
const called = (handler, event, context) => (handler.length < 3 ? Promise.resolve(handler(event, context)) : new Promise((resolve, reject) => {
  const answered = handler(event, context, (error, value) => (error ? reject(error) : resolve(value)));
  if (answered instanceof Promise) answered.then(resolve, reject);
}));
const ask = async (handler, { event, upstreams: own }, number) => {
  upstreams = [...own, ...RECORDED.upstreams];
  writes = [];
  unrecorded = [];
  now = START + number * 1000;
  seed = number + 1;
  const context = { awsRequestId: 'recorded', functionName: 'recorded', functionVersion: '1', invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:recorded:live', memoryLimitInMB: '256', callbackWaitsForEmptyEventLoop: true, getRemainingTimeInMillis: () => TIMEOUT_MS };
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(Object.assign(new Error('no answer within ' + TIMEOUT_MS / 1000 + ' s'), { name: 'NoAnswer' })), TIMEOUT_MS); });
  try {
    const returned = opened(clean(await Promise.race([called(handler, structuredClone(event), context), late])));
    return { returned, writes: writes.toSorted(), unrecorded };
  } catch (error) {
    return { threw: { name: String(error?.name ?? 'Error'), message: String(error?.message ?? error).slice(0, 500) }, writes: writes.toSorted(), unrecorded };
  } finally {
    clearTimeout(timer);
  }
};
const tell = (name, text) => test(name, () => { throw new Error(text); });

let handler;
try {
  const loaded = await import(ENTRY);
  handler = loaded[EXPORT] ?? loaded.default?.[EXPORT];
  if (typeof handler !== 'function') throw new Error('it exports no function ' + EXPORT);
} catch (error) {
  tell('pawl load', String(error?.message ?? error).slice(0, 1000));
}
// All tests are told of at once, at the end: the runner takes a file for done when the tests it knows of are.
const told = [];
if (handler !== undefined) {
  for (let pass = 0; pass < PASSES; pass += 1) {
    for (const [index, input] of RECORDED.inputs.entries()) {
      const text = JSON.stringify(await ask(handler, input, pass * RECORDED.inputs.length + index));
      const parts = text.length > PART * MOST_PARTS ? [JSON.stringify({ bytes: text.length, digest: createHash('sha256').update(text).digest('hex') })] : text.match(new RegExp('[^]{1,' + PART + '}', 'g'));
      for (const [part, each] of parts.entries()) told.push(['pawl ' + pass + ' ' + index + ' ' + part, each]);
    }
  }
}
server.close();
for (const [name, text] of told) tell(name, text);
`;
