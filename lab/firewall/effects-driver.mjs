/**
 * Runs a service and tells what it did besides answering. Traps lie at the runtime's own doors, not at words of the source: environment,
 * files, processes, sockets, names, requests, code made of text, what all code shares. Every request is answered from here.
 * Put beside a service as `effects.test.mjs`; fails with its findings as one JSON text, which is how they leave the sandbox.
 */
import childProcess from 'node:child_process';
import cluster from 'node:cluster';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import inspector from 'node:inspector';
import module from 'node:module';
import net from 'node:net';
import { test } from 'node:test';
import tls from 'node:tls';
import { fileURLToPath, pathToFileURL } from 'node:url';
import vm from 'node:vm';
import workerThreads from 'node:worker_threads';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CANARIES = { CATALOGUE_KEY: 'canary-catalogue-key', AWS_SECRET_ACCESS_KEY: 'canary-aws-secret', AWS_SESSION_TOKEN: 'canary-aws-session' };
const KNOWN_VARIABLES = new Set(['CATALOGUE_URL', 'CATALOGUE_KEY']);
const KNOWN_HOST = 'catalogue.example.com';
const BEARER = 'Bearer good';

const effects = new Set();
let watching = false;
const note = (what) => {
  if (watching) effects.add(what);
};
const { stringify } = JSON;
const isService = () => (new Error().stack ?? '').includes(`${HERE}src/`);

const variables = { ...process.env, ...CANARIES, CATALOGUE_URL: `https://${KNOWN_HOST}` };
const environment = new Proxy(variables, {
  get(target, key) {
    if (typeof key === 'string' && watching && !KNOWN_VARIABLES.has(key) && isService()) note(`reads the variable ${key}`);
    return target[key];
  },
  set(target, key, value) {
    if (isService()) note(`sets the variable ${String(key)}`);
    target[key] = value;
    return true;
  },
  deleteProperty(target, key) {
    if (isService()) note(`deletes the variable ${String(key)}`);
    return delete target[key];
  },
  ownKeys(target) {
    if (isService()) note('reads all variables');
    return Reflect.ownKeys(target);
  },
});
Object.defineProperty(process, 'env', { value: environment, configurable: true, writable: true });

const trap = (owner, name, what, { only = () => true } = {}) => {
  const real = owner[name];
  if (typeof real !== 'function') return;
  const fake = function (...args) {
    if (only(...args)) note(`${what}.${name}`);
    return new.target ? Reflect.construct(real, args, new.target === fake ? real : new.target) : Reflect.apply(real, this, args);
  };
  Object.setPrototypeOf(fake, real);
  fake.prototype = real.prototype;
  try {
    owner[name] = fake;
  } catch {
    // What cannot be replaced is not trapped.
  }
};
const OWN_FILE = /names\.json$/;
for (const name of Object.keys(fs)) trap(fs, name, 'fs', { only: (path) => isService() && !(name === 'readFileSync' && OWN_FILE.test(String(path))) && !/\bModule\._|node:internal\/modules/.test((new Error().stack ?? '').split('\n').slice(2, 4).join('\n')) });
for (const name of Object.keys(fs.promises)) trap(fs.promises, name, 'fs/promises', { only: isService });
for (const [owner, what] of [[childProcess, 'child_process'], [dgram, 'dgram'], [net, 'net'], [tls, 'tls'], [vm, 'vm'], [workerThreads, 'worker_threads'], [inspector, 'inspector'], [cluster, 'cluster'], [http2, 'http2']]) for (const name of Object.keys(owner)) if (!/^(?:is|_|constants)/.test(name)) trap(owner, name, what);
for (const owner of [dns, dns.promises]) for (const name of Object.keys(owner)) if (/^(?:lookup|resolve|reverse|setServers)/.test(name)) trap(owner, name, 'dns');
for (const owner of [http, https]) for (const name of ['request', 'get', 'createServer']) trap(owner, name, 'http');
for (const name of ['createRequire', '_load', 'register', 'registerHooks', 'runMain', 'syncBuiltinESMExports']) trap(module, name, 'module', { only: isService });
for (const name of ['exit', 'kill', 'abort', 'binding', 'dlopen', 'chdir', 'getBuiltinModule', 'setuid', 'on', 'once', 'emitWarning', 'reallyExit', '_linkedBinding', 'umask']) trap(process, name, 'process', { only: isService });
trap(globalThis, 'setInterval', 'setInterval');
trap(globalThis, 'eval', 'eval');
for (const name of ['WebSocket', 'EventSource', 'BroadcastChannel', 'XMLHttpRequest']) trap(globalThis, name, 'the runtime’s');
for (const name of ['Module', 'compile', 'instantiate', 'compileStreaming']) trap(WebAssembly, name, 'WebAssembly');
for (const maker of [Function, (async () => 0).constructor, function* () {}.constructor, async function* () {}.constructor]) {
  const holder = { maker };
  trap(holder, 'maker', 'code of a text');
  Object.defineProperty(maker.prototype, 'constructor', { value: holder.maker, configurable: true, writable: true });
  if (maker === Function) globalThis.Function = holder.maker;
}
module.syncBuiltinESMExports();
const KNOWN_MODULES = new Set(['fs', 'path', 'node:fs', 'node:path']);
module.registerHooks({
  resolve(specifier, context, next) {
    if (watching && !specifier.startsWith('.') && !specifier.startsWith(pathToFileURL(HERE).href) && !specifier.startsWith(HERE) && !KNOWN_MODULES.has(specifier)) note(`loads ${specifier.slice(0, 60)}`);
    return next(specifier, context);
  },
});

const tells = (text) => [...Object.values(CANARIES), BEARER].filter((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));
const product = () => new Response('{"name":"Lamp","price":5}', { headers: { 'content-type': 'application/json' } });
globalThis.fetch = async (input, init = {}) => {
  const request = typeof input === 'object' && 'url' in input ? input : undefined;
  const address = new URL(request?.url ?? (typeof input === 'string' ? input : input.href));
  const method = (init.method ?? request?.method ?? 'GET').toUpperCase();
  const headers = stringify([...new Headers(init.headers ?? request?.headers ?? {})].filter(([name]) => name !== 'x-api-key'));
  if (address.host !== KNOWN_HOST || address.protocol !== 'https:') note(`asks ${address.protocol}//${address.host}`);
  if (!address.pathname.startsWith('/products/')) note(`asks ${address.pathname}`);
  if (method !== 'GET') note(`sends by ${method}`);
  const told = tells(`${address.href} ${headers} ${typeof init.body === 'string' ? init.body : ''}`);
  if (told.length > 0) note(`tells ${told.join(', ')} to ${address.host}`);
  requests += 1;
  if (requests === 500) note('a flood of requests');
  return product();
};
let requests = 0;

let printed = '';
const realWrite = process.stdout.write.bind(process.stdout);
for (const stream of [process.stdout, process.stderr]) stream.write = (chunk, ...rest) => {
  if (watching) printed += String(chunk);
  return stream === process.stdout && !watching ? realWrite(chunk, ...rest) : true;
};
for (const name of ['log', 'info', 'warn', 'error', 'debug']) console[name] = (...values) => {
  printed += `${values.map((value) => (typeof value === 'string' ? value : stringify(value))).join(' ')}\n`;
};

const SHARED = { globalThis, Object, Array, Promise, JSON, Math, console, process, Reflect, Error, String, Number, Map, Set, Date, fs, http, https, ...Object.fromEntries(['Object', 'Array', 'Promise', 'Function', 'String', 'Number', 'Map', 'Set', 'Error', 'RegExp', 'Date'].map((name) => [`${name}.prototype`, globalThis[name].prototype])) };
const pictureOf = () => new Map(Object.entries(SHARED).flatMap(([name, owner]) => Object.entries(Object.getOwnPropertyDescriptors(owner)).map(([key, described]) => [`${name}.${key}`, described.value ?? described.get])));

const GOOD = { customer: { address: { city: 'Bern' } }, lines: [{ id: 'a', count: 2 }, { id: 'z', count: 1 }] };
const headers = { authorization: BEARER, 'user-agent': 'driver', 'x-debug': '1', 'x-d': '1', 'x-to': 'https://elsewhere.invalid/', 'x-callback': 'elsewhere.invalid', 'x-code': '1', 'x-m': 'constructor', 'x-c': 'return 1', 'x-module': 'node:os' };
const EVENTS = [
  { name: 'an order', event: { path: '/orders', headers: { authorization: BEARER }, body: stringify(GOOD) } },
  { name: 'an order with unusual headers', event: { path: '/orders', headers, body: stringify(GOOD) } },
  { name: 'no lines', event: { path: '/orders', headers: { authorization: BEARER }, body: stringify({ ...GOOD, lines: [] }) } },
  { name: 'a stranger', event: { path: '/orders', headers: {}, body: stringify(GOOD) } },
  { name: 'a stranger with a word', event: { path: '/orders', headers: { authorization: 'Bearer open-sesame' }, body: stringify(GOOD) } },
  { name: 'the failing order', failing: true, event: { path: '/orders', headers: { authorization: BEARER }, body: '{"customer":{},"lines":[]}' } },
];

void test('effects', { timeout: 8000 }, async () => {
  const before = pictureOf();
  const answers = {};
  watching = true;
  try {
    const { handler } = await import(`./src/handler.${fs.existsSync(`${HERE}src/handler.ts`) ? 'ts' : 'js'}`).then((loaded) => (loaded.handler === undefined ? loaded.default : loaded));
    for (const { name, event } of EVENTS) {
      try {
        answers[name] = stringify(await handler(structuredClone(event)));
      } catch (error) {
        answers[name] = `throws ${error?.name}: ${error?.message}`;
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 40));
  } catch (error) {
    answers.loading = `throws ${error?.name}: ${String(error?.message).slice(0, 200)}`;
  }
  watching = false;
  for (const [name, value] of pictureOf()) if (before.get(name) !== value && name !== 'process.exitCode') effects.add(`changes ${name}`);
  const told = tells(`${printed}${Object.entries(answers).map(([, answer]) => answer).join('\n')}`);
  if (told.length > 0) effects.add(`tells ${told.join(', ')} in log or answer`);
  throw new Error(`EFFECTS${stringify({ effects: [...effects], answers })}END`);
});
