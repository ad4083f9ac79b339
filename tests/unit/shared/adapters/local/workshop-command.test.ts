import { describe, expect, it } from 'vitest';
import { runnerCommand } from '../../../../../shared/adapters/local/workshop-command.ts';

const files = new Map([['package.json', JSON.stringify({ scripts: { test: 'node --test --test-reporter=dot test/*.test.js', unit: 'vitest' } })]]);
const PLACES = { results: '/results', reporter: '/reporter.mjs', hasVitestCoverage: true };
const argv = (command: readonly string[], runner: 'node' | 'vitest' | 'jest' = 'node', places = PLACES) => runnerCommand({ command, runner, files }, places).argv;

describe('the command of a test run', () => {
  it.each([
    ['as it stands', ['node', '--test', 'a b.test.js'], ['node', '--test', 'a b.test.js']], ['npm test', ['npm', 'test'], ['sh', '-c', 'node --test  test/*.test.js "$@"', 'sh']], ['npm run with words', ['npm', 'run', 'test', '--', '--only'], ['sh', '-c', 'node --test  test/*.test.js "$@"', 'sh', '--only']],
    ['npx', ['npx', '--yes', 'tsx', '--test'], ['tsx', '--test']], ['pnpm exec', ['pnpm', 'exec', 'tsx', '--test'], ['tsx', '--test']], ['a script that is not there', ['npm', 'run', 'gone'], ['npm', 'run', 'gone']],
    ['with the target’s own reporter', ['node', '--test', '--test-reporter', 'tap', '--test-reporter-destination=out'], ['node', '--test']], ['with tests in the runner’s process', ['node', '--test', '--test-isolation=none', 'tests'], ['node', '--test', 'tests']],
  ])('is taken %s', (_, command, expected) => {
    expect(argv(command)).toEqual(expected);
  });

  it('lets tests share the runner’s process only where that is allowed', () => {
    const command = ['node', '--test', '--test-isolation=none', '--test-reporter=tap'];
    expect(runnerCommand({ command, runner: 'node', files, mayShareProcess: true }, PLACES).argv).toEqual(['node', '--test', '--test-isolation=none']);
    expect(argv(command)).toEqual(['node', '--test']);
  });

  it('lets Node report through Pawl’s reporter and count what ran', () => {
    expect(runnerCommand({ command: ['node', '--test'], runner: 'node', files }, PLACES).environment).toMatchObject({ NODE_OPTIONS: expect.stringContaining('--test-reporter=/reporter.mjs'), NODE_V8_COVERAGE: '/results/coverage' });
  });

  it('runs vitest once, with coverage only where there is a provider', () => {
    expect(argv(['npm', 'run', 'unit'], 'vitest')).toEqual(expect.arrayContaining(['--run', '--reporter=json', '--coverage.enabled=true']));
    expect(argv(['vitest', 'run'], 'vitest', { ...PLACES, hasVitestCoverage: false }).filter((word) => /^--(run|coverage)/.test(word))).toEqual([]);
  });

  it('lets jest write its results as JSON, with coverage', () => {
    expect(argv(['jest'], 'jest')).toEqual(expect.arrayContaining(['jest', '--json', '--outputFile=/results/tests.json', '--coverage']));
  });

  it('does without a package.json that can be read', () => {
    expect(runnerCommand({ command: ['npm', 'test'], runner: 'node', files: new Map([['package.json', '{']]) }, PLACES).argv).toEqual(['npm', 'test']);
  });
});
