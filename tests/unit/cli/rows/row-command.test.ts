import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { FACES } from '../../../../cli/rows/faces.ts';
import { inputFields } from '../../../../cli/rows/input-fields.ts';
import { rowCommand } from '../../../../cli/rows/row-command.ts';
import type { RowRequest } from '../../../../cli/rows/ask-row.ts';
import type { CommandRow } from '../../../../shared/commands/table/command-row.ts';
import { COMMANDS, COMMANDS_BY_NAME } from '../../../../shared/commands/table/command-table.ts';

const DEPENDENCIES = { targets: { all: async () => [{ id: 'orders' }] } } as unknown as Parameters<RowRequest['input']>[0];

/** What is asked for when these words are said. */
const asked = async (row: CommandRow, words: readonly string[]): Promise<Record<string, unknown>> => {
  let request: RowRequest | undefined;
  const program = new Command('pawl').exitOverride().configureOutput({ writeErr: () => {} });
  const command = rowCommand(row, FACES[row.name], async (_, __, given) => {
    request = given;
  });
  command.copyInheritedSettings(program);
  program.addCommand(command);
  await program.parseAsync(['node', 'pawl', row.name, ...words]);
  if (!request) throw new Error('Nothing was asked.');
  return request.input(DEPENDENCIES);
};

/** An input as a person would write it. */
const wordsFor = (row: CommandRow, input: Readonly<Record<string, unknown>>): string[] => {
  const face = FACES[row.name] ?? {};
  const { words = [], names = {} } = face;
  const fields = inputFields(row);
  const single = words.flatMap((name) => (input[name] === undefined ? [] : [JSON.stringify(input[name]).replaceAll('"', '')]));
  const options = fields.filter(({ name }) => !words.includes(name) && input[name] !== undefined).flatMap(({ name, long, kind, isList }) => {
    const flag = `--${names[name] ?? long}`;
    const value = input[name];
    if (name === 'claim' && row.name === 'propose') {
      const { on, gain } = value as { on: string; gain: number };
      return ['--claim', `${on}=${gain}`];
    }
    if (name === 'change') {
      const file = join(mkdtempSync(join(tmpdir(), 'pawl-patch-')), 'a.patch');
      writeFileSync(file, 'a diff');
      return ['--patch', file];
    }
    if (name === 'targetId' && row.name === 'deploy') return ['--target', String(value)];
    if (kind === 'flag') return value === true ? [flag] : [];
    if ((isList || name === 'tenants') && Array.isArray(value)) return [flag, ...value.map(String)];
    return [flag, kind === 'json' ? JSON.stringify(value) : String(value)];
  });
  return [...single, ...options];
};

describe('a command for each row of the table', () => {
  it.each(COMMANDS.map((row) => [row.name, row] as const))('%s can be said as its example says it', async (_, row) => {
    const input = row.example.input;
    const said = await asked(row, wordsFor(row, input));
    const wanted = row.input.parse('change' in input ? { ...input, change: { diff: 'a diff' } } : input);
    expect(row.input.parse(said)).toEqual(wanted);
  });

  it('gives every face to a row that there is', () => {
    expect(Object.keys(FACES).filter((name) => !COMMANDS_BY_NAME.has(name))).toEqual([]);
  });

  it('gives no option a name that means something else before every command', () => {
    const everywhere = new Set(['--config', '--state', '--preset', '--json', '--verbose', '--help']);
    const taken = COMMANDS.flatMap((row) => rowCommand(row, FACES[row.name]).options.filter(({ long }) => everywhere.has(long ?? '')).map(({ long }) => `${row.name} ${long}`));
    expect(taken).toEqual([]);
  });

  it.each([[['--tenants', 'all'], 'all'], [['--tenants', 'acme'], ['acme']], [['--tenants', 'acme', 'globex'], ['acme', 'globex']]])('takes the tenants of a credential as words: %o', async (words, tenants) => {
    const row = COMMANDS_BY_NAME.get('create-credential') ?? never();
    expect(await asked(row, ['grace', '--kind', 'person', '--may', 'read', ...words])).toMatchObject({ name: 'grace', tenants });
  });

  it('says what every word and option is for', () => {
    const unsaid = COMMANDS.flatMap((row) => {
      const command = rowCommand(row, FACES[row.name]);
      const own = (FACES[row.name]?.words ?? []);
      return [...command.options.filter(({ description }) => description === '').map(({ long }) => `${row.name} ${long}`), ...inputFields(row).filter(({ name, description }) => own.includes(name) && description === '').map(({ name }) => `${row.name} ${name}`)];
    });
    expect(unsaid).toEqual([]);
  });

  it('names no two commands alike', () => {
    const names = COMMANDS.flatMap(({ name }) => [name, ...(FACES[name]?.aliases ?? [])]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  const startCycle = COMMANDS_BY_NAME.get('start-cycle') ?? never();
  const propose = COMMANDS_BY_NAME.get('propose') ?? never();
  const deploy = COMMANDS_BY_NAME.get('deploy') ?? never();

  it.each([
    ['a number that is none', startCycle, ['--window', 'soon']],
    ['an option that there is not', startCycle, ['--frobnicate']],
    ['a word that is missing', propose, ['--patch', '/nowhere']],
    ['a claim that cannot be read', propose, ['orders', '--patch', '/nowhere', '--claim', 'fast']],
  ])('refuses %s before anything is asked', async (_, row, words) => {
    await expect(asked(row, words)).rejects.toThrow();
  });

  it('names a patch that cannot be read', async () => {
    await expect(asked(propose, ['orders', '--patch', '/nowhere/a.patch'])).rejects.toThrow(/\/nowhere\/a\.patch cannot be read/);
  });

  it('deploys to the only target without its being named', async () => {
    expect(await asked(deploy, ['main'])).toMatchObject({ targetId: 'orders', ref: 'main' });
  });
});

const never = (): never => {
  throw new Error('The table has no such row.');
};
