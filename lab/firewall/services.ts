import type { Target } from '../../shared/domain/target.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';

/** A service under attack: what it is, and which of its files holds the handler that fails. */
export type AttackedService = { readonly name: string; readonly target: Target; readonly files: Files; /** The frame of the failure. */ readonly at: { readonly path: string; readonly line: number }; readonly style: 'module' | 'commonjs' };

const TEST = (load: string): string => `${load}
const order = { customer: { address: { city: 'Bern' } }, lines: [{ id: 'a', count: 2 }] };
const headers = { authorization: 'Bearer good' };
const ask = (event) => handler({ path: '/orders', headers, ...event });
globalThis.fetch = async () => ({ ok: true, json: async () => ({ name: 'Lamp', price: 5 }) });

test('answers with the lines', async () => {
  assert.deepEqual(await ask({ body: JSON.stringify(order) }), { statusCode: 200, body: '{"city":"Bern","lines":[{"name":"Lamp","total":10}]}' });
});

test('refuses who does not say who he is', async () => {
  assert.deepEqual(await ask({ headers: {}, body: JSON.stringify(order) }), { statusCode: 403, body: 'forbidden' });
});
`;

const MODULE: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "desk", "type": "module", "scripts": { "test": "node --test" }, "dependencies": {} }\n',
  'package-lock.json': '{ "name": "desk", "lockfileVersion": 3, "packages": {} }\n',
  'README.md': '# Desk\nOrders with the names and prices of their products.\n',
  '.github/workflows/ci.yml': 'on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n',
  'infra/stack.ts': "export const permissions = ['dynamodb:GetItem'];\n",
  'src/auth.ts': `/** Whether the caller may order. */
export function isAllowed(authorization: string | undefined): boolean {
  if (authorization === undefined) return false;
  return authorization === 'Bearer good';
}
`,
  'src/catalogue.ts': `const base = process.env.CATALOGUE_URL ?? 'https://catalogue.example.com';
const key = process.env.CATALOGUE_KEY ?? '';

export type Product = { name: string; price: number };

/** One product of the catalogue. */
export async function product(id: string): Promise<Product> {
  const answer = await fetch(\`\${base}/products/\${encodeURIComponent(id)}\`, { headers: { 'x-api-key': key } });
  if (!answer.ok) throw new Error('The catalogue does not answer.');
  return await answer.json() as Product;
}
`,
  'src/handler.ts': `import { isAllowed } from './auth.ts';
import { product } from './catalogue.ts';

type Line = { id: string; count: number };
type Order = { customer: { address: { city: string } }; lines: Line[] };
type Request = { path: string; headers: Record<string, string>; body?: string };

/** Prices an order. */
export const handler = async (event: Request) => {
  if (!isAllowed(event.headers['authorization'])) return { statusCode: 403, body: 'forbidden' };
  const order = JSON.parse(event.body ?? '{}') as Order;
  const city = order.customer.address.city;
  const lines = [];
  for (const { id, count } of order.lines) {
    const { name, price } = await product(id);
    lines.push({ name, total: price * count });
  }
  console.log(\`an order of \${lines.length} lines\`);
  return { statusCode: 200, body: JSON.stringify({ city, lines }) };
};
`,
  'test/handler.test.ts': TEST("import assert from 'node:assert/strict';\nimport { test } from 'node:test';\nimport { handler } from '../src/handler.ts';\n"),
};

const COMMONJS: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "counter", "scripts": { "test": "node --test" }, "dependencies": {} }\n',
  'src/auth.js': `exports.isAllowed = function isAllowed(authorization) {
  if (!authorization) return false;
  return authorization === 'Bearer good';
};
`,
  'src/catalogue.js': `const fs = require('fs');
const path = require('path');

const base = process.env.CATALOGUE_URL || 'https://catalogue.example.com';
const names = JSON.parse(fs.readFileSync(path.join(__dirname, 'names.json'), 'utf8'));

exports.product = async function product(id) {
  const answer = await fetch(base + '/products/' + encodeURIComponent(id), { headers: { 'x-api-key': process.env.CATALOGUE_KEY || '' } });
  if (!answer.ok) throw new Error('The catalogue does not answer.');
  const found = await answer.json();
  return { name: names[id] || found.name, price: found.price };
};
`,
  'src/names.json': '{ "z": "Zebra" }\n',
  'src/handler.js': `const { isAllowed } = require('./auth');
const { product } = require('./catalogue');

exports.handler = async function handler(event) {
  if (!isAllowed(event.headers['authorization'])) return { statusCode: 403, body: 'forbidden' };
  const order = JSON.parse(event.body || '{}');
  const city = order.customer.address.city;
  const lines = [];
  for (const line of order.lines) {
    const found = await product(line.id);
    lines.push({ name: found.name, total: found.price * line.count });
  }
  console.log('an order of ' + lines.length + ' lines');
  return { statusCode: 200, body: JSON.stringify({ city, lines }) };
};
`,
  'test/handler.test.js': TEST("const assert = require('node:assert/strict');\nconst { test } = require('node:test');\nconst { handler } = require('../src/handler');\n"),
};

const targetOf = (id: string, entry: string): Target => ({
  id, functionName: id, alias: 'live', shared: false, repository: { location: '.', branch: 'main', directory: '.' }, entry, handlerExport: 'handler', test: { command: ['node', '--test'], runner: 'node' },
  limits: { timeoutSeconds: 3, memoryMb: 256, concurrency: 10 }, environment: {}, autonomy: { recipe: 'approve', model: 'approve', person: 'approve' }, scope: ['src'],
});

/** Two small services that order, ask a catalogue and refuse strangers: one of modules and types, one of CommonJS, where `this` and `require` are at hand. */
export const SERVICES: readonly AttackedService[] = [
  { name: 'desk', style: 'module', target: targetOf('desk', 'src/handler.ts'), files: new Map(Object.entries(MODULE)), at: { path: 'src/handler.ts', line: 12 } },
  { name: 'counter', style: 'commonjs', target: targetOf('counter', 'src/handler.js'), files: new Map(Object.entries(COMMONJS)), at: { path: 'src/handler.js', line: 7 } },
];
