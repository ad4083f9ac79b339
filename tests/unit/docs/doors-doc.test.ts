import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../../lambdas/api/problem.ts';
import { command } from '../../../lambdas/trigger/command.ts';
import { commandsAtDoors, doorsTable, exitCodesTable, gapsList, kindsTable, mostPowerful, ownList, permissionsTable, refusalsTable } from '../../../scripts/doors-doc/door-tables.ts';
import { STATED_GAPS, type DoorName } from '../../../scripts/doors-doc/stated-gaps.ts';
import type { Answer } from '../../../shared/commands/answer.ts';
import type { CommandRow } from '../../../shared/commands/table/command-row.ts';
import { COMMANDS } from '../../../shared/commands/table/command-table.ts';
import { doorsWorld, type DoorsWorld } from '../../support/doors-world.ts';

const PAGE = 'docs/doors.md';
const DOORS: readonly DoorName[] = ['terminal', 'api', 'page', 'mcp', 'function'];

const written = (page: string, mark: string, text: string): string => {
  const place = new RegExp(`(<!-- ${mark} -->\\n?)[\\s\\S]*?(\\n?<!-- end -->)`);
  if (!place.test(page)) throw new Error(`${PAGE} has no place for ${mark}.`);
  return page.replace(place, (_, before: string, after: string) => `${before}${text}${before.endsWith('\n') && !after.startsWith('\n') ? '\n' : ''}${after}`);
};

const isStated = (door: DoorName, name: string): boolean => STATED_GAPS.some((gap) => gap.door === door && gap.commands.includes(name));

describe('docs/doors.md', () => {
  it('says what the code says (PAWL_WRITE_DOCS=1 writes it anew)', () => {
    const page = readFileSync(PAGE, 'utf8');
    const parts = { doors: doorsTable(), gaps: gapsList(), own: ownList(), kinds: kindsTable(), permissions: permissionsTable(), refusals: refusalsTable(), exits: exitCodesTable() };
    const expected = Object.entries(parts).reduce((text, [mark, part]) => written(text, mark, part), page);
    if (process.env['PAWL_WRITE_DOCS'] === '1') writeFileSync(PAGE, expected);
    else expect(page).toBe(expected);
    for (const part of Object.values(parts)) expect(expected).toContain(part);
  });

  it('has no gap but the stated ones, and names nothing that there is not', () => {
    const names = COMMANDS.map(({ name }) => name);
    const at = commandsAtDoors();
    for (const door of DOORS) {
      expect(names.filter((name) => !at[door].has(name) && !isStated(door, name)), `not at the door ${door}, without a reason`).toEqual([]);
      expect([...at[door].keys()].filter((name) => !names.includes(name)), `at the door ${door} only`).toEqual([]);
    }
    expect(STATED_GAPS.flatMap(({ commands }) => commands).filter((name) => !names.includes(name))).toEqual([]);
    expect(STATED_GAPS.filter(({ door }) => door === 'page' || door === 'mcp').flatMap(({ door, commands }) => commands.filter((name) => at[door].has(name)))).toEqual([]);
  });

  it('tells of every problem of HTTP with its status in docs/api.md', () => {
    const lines = readFileSync('docs/api.md', 'utf8').split('\n').filter((line) => line.startsWith('| `'));
    for (const [code, [status]] of Object.entries(PROBLEMS)) expect(lines.filter((line) => line.includes(`\`${code}\``) && line.split('|')[2]?.trim() === String(status)), code).toHaveLength(1);
  });
});

describe('at the door', () => {
  let world: DoorsWorld;
  beforeAll(async () => {
    world = await doorsWorld();
    await world.dependencies.switches.set({ flag: 'remedy:model', on: true, by: 'ada', at: world.clock.now(), reason: 'What an agent proposes is a model’s' });
  });
  afterAll(() => world.close());

  const ask = async (door: DoorName, { name, example }: CommandRow): Promise<Answer> => {
    const { ringAlarm: _, ...onAws } = world.dependencies;
    if (door !== 'function') return world.ask(mostPowerful(door), name, example.input);
    const answered = await command({ ...(example.input as object), command: name, by: 'doc' }, onAws);
    return answered.ok ? { ok: true, value: answered } : answered;
  };
  const isLetThrough = (answered: Answer): boolean => answered.ok || (answered.kind !== 'forbidden' && answered.kind !== 'off' && answered.kind !== 'invalid');

  // In one world, in the table's order: an act that was done at one door may be refused at the next as things stand then, which is let through as well.
  it.each(COMMANDS.map((row) => [row.name, row] as const))('%s is let through where the page says so, and nowhere else', async (name, row) => {
    for (const door of DOORS) {
      const answered = await ask(door, row);
      // The page leaves out what the API behind it would do.
      if (door === 'page' && isStated('page', name)) continue;
      expect(isLetThrough(answered), `${door}: ${JSON.stringify(answered)}`).toBe(!isStated(door, name));
    }
  });
});
