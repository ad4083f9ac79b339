import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../../shared/commands/table/command-table.ts';
import { alike, besieged, foreignWords } from './besieged.ts';

const siege = besieged();

/** What is somebody else's for who acts for acme; and what nobody has. */
const FOREIGN = { targetId: 'orders', improvementId: 'imp-globex', cycleId: 'cyc-globex', tenantId: 'globex' } as const;
const OWN = { targetId: 'shop', improvementId: 'imp-acme', cycleId: 'cyc-acme', tenantId: 'acme' } as const;
const NOBODYS = 'nonexistent-9';
type IdName = keyof typeof FOREIGN;
const ID_NAMES = Object.keys(FOREIGN) as IdName[];
const WITH_IDS = COMMANDS.flatMap((row) => ID_NAMES.filter((name) => Object.hasOwn(row.input.shape, name)).map((name) => ({ command: row.name, name, row })));

type Row = (typeof WITH_IDS)[number]['row'];
const inputOf = ({ example, input: { shape } }: Row, name: IdName, id: string): Record<string, unknown> => ({
  ...example.input,
  ...Object.fromEntries(ID_NAMES.filter((other) => other !== name && Object.hasOwn(shape, other) && Object.hasOwn(example.input, other)).map((other) => [other, OWN[other]])),
  [name]: id,
});
const queryOf = (input: Record<string, unknown>): string => new URLSearchParams(Object.entries(input).flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]))).toString();

/** Asks through the API as acme's. */
const rest = async (row: Row, input: Record<string, unknown>): Promise<{ readonly status: number; readonly text: string }> => {
  const { api, tokens } = siege();
  const response = row.kind === 'read' ? await api.ask(`/v1/${row.name}?${queryOf(input)}`, tokens.acme) : await api.act(row.name, tokens.acme, input);
  return { status: response.status, text: await response.text() };
};

describe('over the API, who acts for acme', () => {
  it.each(WITH_IDS)('gets from $command with another’s $name what there is of nobody’s', async ({ row, name }) => {
    const { store } = siege();
    store.forget();
    const foreign = await rest(row, inputOf(row, name, FOREIGN[name]));
    const readsOfForeign = store.reads();
    const nothing = await rest(row, inputOf(row, name, NOBODYS));
    // Nor is it told by how much is looked up; a second note in the same chain may need one look more.
    expect(Math.abs(store.reads() - 2 * readsOfForeign)).toBeLessThanOrEqual(2);
    expect([foreign.status, nothing.status]).toEqual([404, 404]);
    expect(alike(foreign.text, FOREIGN[name])).toBe(alike(nothing.text, NOBODYS));
    expect(foreignWords(foreign.text.replaceAll(FOREIGN[name], ''))).toEqual([]);
  });
});

const LISTS = COMMANDS.filter(({ kind, permission, input: { shape } }) => kind === 'read' && permission === 'read' && !['improvementId', 'cycleId', 'id'].some((name) => Object.hasOwn(shape, name)));

describe('in a list, who acts for acme', () => {
  it.each(LISTS.map((row) => ({ command: row.name, row })))('reads nobody else’s words: $command', async ({ row }) => {
    const required = Object.hasOwn(row.example.input, 'targetId') ? { targetId: 'shop' } : {};
    const { status, text } = await rest(row, required);
    expect(foreignWords(text)).toEqual([]);
    // What only says something about everybody is not one tenant's to ask.
    expect(status).toBe(row.name === 'verify-audit' ? 403 : 200);
  });

  it.each(['list-improvements', 'list-opportunities', 'list-cycles', 'list-audit', 'list-targets'])('comes to nobody else’s by the place in %s where somebody who sees more left off', async (command) => {
    const { api, tokens } = siege();
    const target = command === 'list-audit' ? '&targetId=shop' : '';
    const { next } = (await (await api.ask(`/v1/${command}?limit=1${target}`, tokens.owner)).json()) as { next?: string };
    expect(next).toBeDefined();
    let after = next;
    for (let pages = 0; after !== undefined && pages < 60; pages++) {
      const response = await api.ask(`/v1/${command}?limit=2&after=${encodeURIComponent(after)}${target}`, tokens.acme);
      const text = await response.text();
      const own = text.replaceAll(/"next":"[^"]*"/g, '');
      expect([response.status, foreignWords(own)]).toEqual([200, []]);
      after = (JSON.parse(text) as { next?: string }).next;
    }
  });

  it.each(['../../etc', '%00', 'W10=', '{"$gt":""}', '999999999999999999', 'x'.repeat(599)])('comes to nothing by a place that was made up: %s', async (after) => {
    const { api, tokens } = siege();
    const response = await api.ask(`/v1/list-improvements?after=${encodeURIComponent(after)}`, tokens.acme);
    expect(response.status).toBe(422);
    expect(foreignWords(await response.text())).toEqual([]);
  });
});
