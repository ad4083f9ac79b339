import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { describe, expect, it } from 'vitest';
import { bashCompletion } from '../../../../cli/completion/bash-completion.ts';
import { completionTree } from '../../../../cli/completion/completion-tree.ts';
import { fishCompletion } from '../../../../cli/completion/fish-completion.ts';
import { zshCompletion } from '../../../../cli/completion/zsh-completion.ts';

const program = (): Command =>
  new Command('pawl')
    .option('--json', 'one line of JSON a message')
    .option('--config <file>', "the service's configuration")
    .addCommand(new Command('start-cycle').alias('cycle').description('start a cycle: now').option('--dry-run', 'list only'))
    .addCommand(new Command('lab').description('try').addCommand(new Command('judge').description('the judge').addOption(new Option('--format <kind>', 'how').choices(['text', 'csv']))));

const TREE = completionTree(program());

/** What a shell offers after these words, the last of them unfinished. */
const inBash = (...words: string[]): string[] => {
  const file = join(mkdtempSync(join(tmpdir(), 'pawl-completion-')), 'pawl.bash');
  writeFileSync(file, bashCompletion('pawl', TREE));
  const asked = `source ${file}; COMP_WORDS=(pawl ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _pawl; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asked], { encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
};

describe.skipIf(spawnSync('bash', ['--version']).status !== 0)('completion in bash', () => {
  it.each([
    ['commands and their other names at the beginning', [''], ['start-cycle', 'cycle', 'lab', '--json', '--config', '--help', '-h']],
    ['what begins as written', ['st'], ['start-cycle']],
    ['options of the command, and those that hold everywhere', ['cycle', '--'], ['--dry-run', '--json', '--config', '--help']],
    ['commands within commands', ['lab', 'j'], ['judge']],
    ['the choices of an option', ['lab', 'judge', '--format', ''], ['text', 'csv']],
    ['nothing of its own where a file is wanted', ['--config', ''], []],
    ['the same after an option of the program', ['--json', 'lab', 'ju'], ['judge']],
  ])('offers %s', (_, words, offered) => expect(inBash(...words)).toEqual(offered));
});

describe('completion for other shells', () => {
  it.each([['zsh', zshCompletion], ['fish', fishCompletion]] as const)('%s names every command and option of the program, with descriptions that hold quotes', (_, script) => {
    const text = script('pawl', TREE);
    for (const word of ['start-cycle', 'cycle', 'judge', 'dry-run', 'text', 'csv']) expect(text).toContain(word);
    expect(text).toMatch(/the service'?\\'/);
  });

  it.each([['zsh', zshCompletion, ['-n']], ['fish', fishCompletion, ['--no-execute']]] as const)('%s can read its script (where that shell is installed)', (shell, script, flags) => {
    const file = join(mkdtempSync(join(tmpdir(), 'pawl-completion-')), `pawl.${shell}`);
    writeFileSync(file, script('pawl', TREE));
    const { status, error, stderr } = spawnSync(shell, [...flags, file], { encoding: 'utf8' });
    if (error === undefined) expect([status, stderr]).toEqual([0, '']);
  });
});
