import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Answer } from '../../../../shared/commands/answer.ts';
import { COMMANDS } from '../../../../shared/commands/table/command-table.ts';
import { isPermitted, Permission, type Caller } from '../../../../shared/domain/caller.ts';
import { Credentials } from '../../../../shared/store/credentials.ts';
import { callerOf, doorsWorld, WORDS, type DoorsWorld } from '../../../support/doors-world.ts';

let world: DoorsWorld;
/** In which the examples happen, in the order of the table. */
let examples: DoorsWorld;
beforeAll(async () => {
  [world, examples] = [await doorsWorld(), await doorsWorld()];
});
afterAll(() => {
  world.close();
  examples.close();
});

/** Acts of which every further one would find the world changed for good. */
const ENDS_THINGS = new Set(['remove-target', 'stop-everything']);

const OWN = { targetId: ['shop', 'billing'], improvementId: ['imp-acme', 'imp-billing'], cycleId: ['cyc-acme'], tenantId: ['acme'] } as const;
const FOREIGN = { targetId: ['orders'], improvementId: ['imp-1', 'imp-2', 'imp-promoted', 'imp-globex', 'imp-shop'], cycleId: ['cyc-1', 'cyc-all', 'cyc-globex', 'cyc-running'], tenantId: ['globex'] } as const;
type IdName = keyof typeof OWN;
const ID_NAMES = Object.keys(OWN) as IdName[];

const hostile = fc.oneof(
  fc.constantFrom('../', '../../etc/passwd', '#', 'shop#x', '%2e%2e%2f', "' or 1=1 --", '__proto__', 'constructor', 'toString', '\u0000', 'ünïcode-💥', '\u202eevil', '@pawl', '', ' ', 'x'.repeat(10_000), '{"$gt":""}'),
  fc.string({ maxLength: 60 }),
);
const idOf = (name: IdName) => fc.oneof(fc.constantFrom(...OWN[name]), fc.constantFrom(...FOREIGN[name]), hostile);

const caller: fc.Arbitrary<Caller> = fc.record({
  name: fc.constantFrom('ada', 'bob', 'maria'),
  kind: fc.constantFrom('person', 'agent', 'program'),
  door: fc.constantFrom('api', 'page', 'mcp', 'function', 'terminal'),
  may: fc.subarray([...Permission.options]),
  tenants: fc.oneof(fc.constant('all' as const), fc.subarray(['acme', 'globex', 'nobody'])),
  groups: fc.subarray(['owners', 'acme']),
  // Whose name is a word of acme's acts for acme only: who acts for others is told to them by name.
}).map((one) => ({ ...one, name: one.name === 'maria' && one.tenants !== 'all' && !one.tenants.includes('globex') ? 'maria-apricot' : one.name }));

const row = fc.constantFrom(...COMMANDS);

/** An input near enough to the row's example that much of it gets through, with any id in any place. */
const asked = fc.tuple(row, fc.record({ targetId: idOf('targetId'), improvementId: idOf('improvementId'), cycleId: idOf('cycleId'), tenantId: idOf('tenantId'), id: fc.oneof(fc.constantFrom('opp-acme', 'opp-globex', 'opp-1', 'opp', 'imp', 'imp-acme', 'imp-globex'), hostile), after: hostile, noise: fc.jsonValue({ maxDepth: 2 }) }), fc.record({ ids: fc.boolean(), after: fc.nat(9), noise: fc.nat(9), whole: fc.nat(15) })).map(([one, values, chance]) => {
  const input: Record<string, unknown> = { ...one.example.input };
  for (const name of [...ID_NAMES, 'id'] as const) if (chance.ids && Object.hasOwn(one.input.shape, name)) input[name] = values[name];
  if (chance.after === 0 && Object.hasOwn(one.input.shape, 'after')) input['after'] = values.after;
  if (chance.noise === 0) input['__proto__x'] = values.noise;
  return { row: one, input: chance.whole === 0 ? values.noise : input };
});

/** An answer without what the asker said himself. */
const textOf = (answer: Answer, input: unknown): string => {
  const said = new Set<string>();
  JSON.stringify(input, (_, value: unknown) => (typeof value === 'string' && value.length > 2 ? said.add(JSON.stringify(value).slice(1, -1)) && value : value));
  return [...said].sort((a, b) => b.length - a.length).reduce((text, one) => text.replaceAll(one, '…'), JSON.stringify(answer));
};

describe('whatever is asked, by whomever', () => {
  it('is answered without an exception, as the permission says, and with nobody else’s words', { timeout: 60_000 }, async () => {
    const seen = { ok: 0, no: 0 };
    await fc.assert(fc.asyncProperty(caller, asked, async (who, { row: { name, permission, output, kind }, input }) => {
      if (ENDS_THINGS.has(name) && isPermitted(who, permission)) return;
      const answered = await world.ask(who, name, input);
      seen[answered.ok ? 'ok' : 'no'] += 1;
      if (!isPermitted(who, permission)) expect(answered).toMatchObject({ ok: false, kind: 'forbidden' });
      if (answered.ok) expect(z.safeParse(output, JSON.parse(JSON.stringify(answered.value))).error).toBeUndefined();
      if (who.tenants === 'all') return;
      const foreign = [WORDS.orders, WORDS.shop, ...(['acme', 'globex'] as const).flatMap((tenant) => (who.tenants.includes(tenant) ? [] : [WORDS[tenant], tenant]))];
      const told = textOf(answered, { input, name: who.name, groups: who.groups });
      expect(foreign.filter((word) => told.includes(word)), `${name} (${kind}) by ${JSON.stringify(who.tenants)}: ${told.slice(0, 2000)}`).toEqual([]);
    }), { numRuns: 900 });
    expect(Math.min(seen.ok, seen.no)).toBeGreaterThan(100);
  });
});

describe('what belongs to somebody else', () => {
  const acme = callerOf({ name: 'bob', tenants: ['acme'] });
  const withIds = COMMANDS.flatMap((one) => ID_NAMES.filter((name) => Object.hasOwn(one.input.shape, name)).map((name) => ({ one, name })));

  it.each(withIds.map(({ one, name }) => [one.name, name, one] as const))('is answered by %s like what is not there, asked for by %s', async (command, name, { example, input: { shape } }) => {
    // Where two ids may be said, the other one is the caller's.
    const base = Object.fromEntries(ID_NAMES.filter((other) => other !== name && Object.hasOwn(shape, other) && Object.hasOwn(example.input, other)).map((other) => [other, OWN[other][0]]));
    const ask = async (id: string): Promise<string> => JSON.stringify(await world.ask(acme, command, { ...example.input, ...base, [name]: id })).replaceAll(id, '…');
    const nothing = await ask('nonexistent-9');
    expect(nothing).toContain('"not-found"');
    for (const id of FOREIGN[name]) expect(await ask(id)).toBe(nothing);
  });

  it('cannot be explained by its id or the beginning of it', async () => {
    const told = async (id: string) => JSON.stringify(await world.ask(acme, 'explain', { id })).replaceAll(`"${id}`, '"…').replaceAll(`\\"${id}`, '\\"…');
    expect(await told('imp-globex')).toBe(await told('imp-nobody'));
    expect(await told('opp-globex')).toBe(await told('opp-nobody'));
    expect(await world.ask(acme, 'explain', { id: 'opp-a' })).toMatchObject({ ok: true, value: { explanation: { opportunityId: 'opp-acme' } } });
  });
});

/** Ids of credentials are nobody's to choose. */
const aCredential = async (): Promise<string> => {
  const { store, clock } = examples.dependencies;
  return (await new Credentials(store).create({ name: 'reporter', kind: 'program', may: ['read'], tenants: 'all' }, { by: 'ada', at: clock.now() })).id;
};

describe('every row', () => {
  it.each(COMMANDS.map((one) => [one.name, one] as const))('%s has an example that parses and is what it answers', async (name, { example, input, output, kind }) => {
    expect(input.safeParse(example.input).error).toBeUndefined();
    expect(output.safeParse(example.output).error).toBeUndefined();
    const who = callerOf({ door: /credential/.test(name) ? 'terminal' : 'api' });
    const asking = name === 'revoke-credential' ? { ...example.input, credentialId: await aCredential() } : example.input;
    const answered = await examples.ask(who, name, asking, 'request-1');
    expect(answered).toMatchObject({ ok: true });
    if (!answered.ok) return;
    expect(output.safeParse(JSON.parse(JSON.stringify(answered.value))).error).toBeUndefined();
    if (kind === 'read') expect(JSON.stringify(await examples.ask(who, name, example.input))).toBe(JSON.stringify(answered));
  });

  it('is named once, in kebab case, and says what it does', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, title, summary } of COMMANDS) {
      expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect([title.length > 2, summary.endsWith('.')]).toEqual([true, true]);
    }
  });
});
