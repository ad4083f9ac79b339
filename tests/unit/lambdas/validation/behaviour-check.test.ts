import { describe, expect, it } from 'vitest';
import { behaviourCheck } from '../../../../lambdas/validation/behaviour-check.ts';
import { bubblewrapWorkshop } from '../../../../shared/adapters/local/bubblewrap-workshop.ts';
import type { OpportunityKind } from '../../../../shared/domain/opportunity.ts';
import { RECORDED_INPUTS } from '../../../../shared/rules/gate/behaviour/recorded-inputs.ts';
import { patchOf, TARGET } from './small-service.ts';

const clock = { now: () => 0, sleep: async () => {} };
const workshop = bubblewrapWorkshop();
const SERVICE = (price: string) => `
import { get } from 'node:http';
import { randomUUID } from 'node:crypto';
import { label } from './label';

enum Currency { eur = 'EUR' }

const read = (url: string) => new Promise<string>((resolve, reject) => {
  get(url, (answer) => { let text = ''; answer.on('data', (chunk) => { text += chunk; }); answer.on('end', () => resolve(text)); }).on('error', reject);
});

export const handler = async (event: { rawPath: string; queryStringParameters?: { note: string } }) => {
  const found = await fetch(\`\${process.env['CATALOGUE']}\${event.rawPath}\`);
  if (!found.ok) return { statusCode: 404, body: '{}' };
  const product = await found.json() as { name: string; cents: number | null };
  const stock = await read(\`\${process.env['CATALOGUE']}/stock\`);
  if (event.queryStringParameters) await fetch(\`\${process.env['CATALOGUE']}/notes\`, { method: 'POST', body: event.queryStringParameters.note });
  return { statusCode: 200, body: JSON.stringify({ id: randomUUID(), at: new Date().toISOString(), luck: Math.random(), name: label(product.name), price: ${price}, currency: Currency.eur, stock: Number(stock) }) };
};
`;
const INPUTS = [
  { environment: { CATALOGUE: 'http://catalogue.test' }, upstreams: [{ url: 'http://catalogue.test/stock', body: '7' }, { url: 'http://catalogue.test/notes', method: 'POST', status: 204 }] },
  { name: 'a cup', request: { path: '/cup' }, upstreams: [{ url: 'http://catalogue.test/cup', body: { name: 'cup', cents: 700 } }] },
  { name: 'a gift', request: { path: '/gift?note=hi' }, upstreams: [{ url: 'http://catalogue.test/gift', body: { name: 'gift', cents: null } }] },
  { event: { rawPath: '/gone' }, upstreams: [{ url: 'http://catalogue.test/gone', status: 404 }] },
].map((line) => JSON.stringify(line)).join('\n');
const treeOf = (price: string, inputs: string | undefined) => new Map([
  ['package.json', '{ "type": "module" }'], ['src/handler.ts', SERVICE(price)], ['src/label.ts', 'export const label = (name: string): string => name.toUpperCase();\n'], ...(inputs === undefined ? [] : [[RECORDED_INPUTS, inputs] as const]),
]);
const OLD = 'product.cents!.toFixed(0)';
const compare = (price: string, { author = 'recipe', kind, before = treeOf(OLD, INPUTS) }: { author?: 'recipe' | 'person'; kind?: OpportunityKind; before?: ReadonlyMap<string, string> } = {}) =>
  behaviourCheck({ target: TARGET, patch: patchOf('', { author: { kind: author, name: 'x' } }), before, after: new Map([...before, ['src/handler.ts', SERVICE(price)]]), skipped: [], dependencies: undefined, opportunityKind: kind }, { workshop, clock });

describe('old and new side by side on recorded inputs', () => {
  it('answer alike, whatever is different each time anyway', async () => {
    expect(await compare('product.cents!.toFixed(0).trim()')).toMatchObject({ status: 'passed', summary: '3 of 3 recorded inputs are answered as before', findings: [] });
  });

  it('show each answer that differs, with the place in it', async () => {
    const { status, findings } = await compare("product.cents!.toFixed(1)");
    expect(status).toBe('failed');
    expect(findings).toEqual([expect.objectContaining({ message: '"a cup" is answered differently: returned.body.price: "700" → "700.0".' })]);
  });

  it('may answer what failed, where failures are the reason for the change', async () => {
    const mended = "(product.cents ?? 0).toFixed(0)";
    expect(await compare(mended, { kind: 'recurring-exception' })).toMatchObject({ status: 'passed', summary: expect.stringContaining('1 that failed are answered otherwise now') });
    expect(await compare(mended)).toMatchObject({ status: 'failed', findings: [{ message: expect.stringContaining('"a gift" is answered differently: threw.name: "TypeError" → nothing') }] });
  });

  it('are told to a person who changed the answers, and not held against the patch', async () => {
    expect(await compare("product.cents!.toFixed(1)", { author: 'person' })).toMatchObject({ status: 'passed', findings: [{}] });
  });

  it('are not compared where the new code asks an upstream for what was not recorded, and it says so', async () => {
    const batched = "(await fetch('http://catalogue.test/many').then((answer) => answer.text()))";
    expect(await compare(batched)).toMatchObject({ status: 'passed', summary: expect.stringMatching(/^1 of 3 .* others cannot be compared, since the new code calls what was not recorded: GET http:\/\/catalogue\.test\/many/) });
  });

  it.each([
    ['there are none, telling where to put them', treeOf(OLD, undefined), /add pawl\.inputs\.jsonl/],
    ['they cannot be read, telling which line', treeOf(OLD, `${INPUTS}\n{"evnt": 1}`), /line 5: .*evnt/],
    ['the old handler cannot be loaded', new Map([['src/handler.ts', "import 'gone';"], [RECORDED_INPUTS, INPUTS]]), /cannot be loaded by itself: .*gone/],
  ])('are not looked at where %s', async (_, before, expected) => {
    expect(await compare(OLD, { before })).toMatchObject({ status: 'skipped', summary: expect.stringMatching(expected) });
  });
});
