import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCoverage } from '../../../../../shared/adapters/local/workshop-coverage.ts';
import { readResults } from '../../../../../shared/adapters/local/workshop-results.ts';

let results: string;
beforeEach(async () => { results = await mkdtemp(join(tmpdir(), 'pawl-results-')); });
afterEach(async () => { await rm(results, { recursive: true }); });

const jest = (text: unknown) => writeFile(join(results, 'tests.json'), typeof text === 'string' ? text : JSON.stringify(text));
const read = (runner: 'node' | 'jest', reported = '') => readResults(runner, { reported, results, service: '/service' });

describe('results of jest', () => {
  it('name suites, states and messages', async () => {
    await jest({ success: false, testResults: [{ name: '/service/src/a.test.js', status: 'failed', message: '', assertionResults: [
      { ancestorTitles: ['sums', 'small'], title: 'right', fullName: 'sums small right', status: 'passed', duration: 3, failureMessages: [] },
      { ancestorTitles: [], title: 'wrong', fullName: 'wrong', status: 'failed', duration: null, failureMessages: ['Expected 2'] },
      { ancestorTitles: [], title: 'later', fullName: 'later', status: 'pending' }, { ancestorTitles: [], title: 'some day', fullName: 'some day', status: 'todo' },
    ] }] });
    expect(await read('jest')).toEqual([
      { name: 'sums > small > right', file: 'src/a.test.js', status: 'passed', durationMs: 3 }, { name: 'wrong', file: 'src/a.test.js', status: 'failed', durationMs: 0, message: 'Expected 2' },
      { name: 'later', file: 'src/a.test.js', status: 'skipped', durationMs: 0 }, { name: 'some day', file: 'src/a.test.js', status: 'skipped', durationMs: 0 },
    ]);
  });

  it('count a file that could not be loaded as a failed test', async () => {
    await jest({ testResults: [{ name: '/service/a.test.js', status: 'failed', message: 'SyntaxError', assertionResults: [] }] });
    expect(await read('jest')).toEqual([{ name: 'a.test.js', file: 'a.test.js', status: 'failed', durationMs: 0, message: 'SyntaxError' }]);
  });

  it.each([['are missing', undefined], ['are cut off', '{"testResults": ['], ['are something else', '[1]']])('are none when they %s', async (_, text) => {
    if (text !== undefined) await jest(text);
    expect(await read('jest')).toEqual([]);
  });

  it('are none when they are a link to elsewhere', async () => {
    await symlink('/etc/hostname', join(results, 'tests.json'));
    expect(await read('jest')).toEqual([]);
  });

  it('come with coverage by line', async () => {
    const statement = (line: number) => ({ start: { line, column: 0 }, end: { line, column: 9 } });
    await mkdir(join(results, 'istanbul'));
    await writeFile(join(results, 'istanbul', 'coverage-final.json'), JSON.stringify({ '/service/src/a.js': { path: '/service/src/a.js', statementMap: { 0: statement(1), 1: statement(2), 2: statement(2) }, s: { 0: 0, 1: 0, 2: 5 } } }));
    expect(await readCoverage({ runner: 'jest', files: new Map() }, results, '/service')).toEqual(new Map([['src/a.js', { executable: new Set([1, 2]), covered: new Set([2]) }]]));
  });
});

describe('results of Node’s runner', () => {
  const event = { path: ['suite', 'test'], file: '/service/a.test.ts', passed: true, suite: false, skipped: false, todo: false, durationMs: 1 };

  it('leave out suites that say nothing new and files without tests, and keep hooks that failed', async () => {
    const reported = [event, { ...event, path: ['suite'], suite: true }, { ...event, path: ['suite'], suite: true, passed: false, failureType: 'subtestsFailed' }, { ...event, path: ['/service/a.test.ts'] }, { ...event, path: ['hooks'], suite: true, passed: false, failureType: 'hookFailed', message: 'before' }, { ...event, path: ['some day'], passed: false, todo: true }];
    expect((await read('node', reported.map((each) => `${JSON.stringify(each)}\n`).join(''))).map(({ name, status }) => [name, status])).toEqual([['suite > test', 'passed'], ['hooks', 'failed'], ['some day', 'skipped']]);
  });

  it('pass over lines that are not results', async () => {
    expect(await read('node', `garbage\n{"path":[]}\n${JSON.stringify(event)}\n{"path":["cut`)).toHaveLength(1);
  });

  it('believes a test file only that proved its end, once the runner has told everything', async () => {
    const passed = (file: string) => JSON.stringify({ path: ['adds'], file: `/service/${file}`, passed: true, suite: false, skipped: false, todo: false, durationMs: 1 });
    const told = [JSON.stringify({ proofs: true }), passed('a.test.js'), passed('b.test.js'), JSON.stringify({ ended: '/service/a.test.js', memoryMb: 50 })];
    const read = async (lines: readonly string[]) => (await readResults('node', { reported: lines.join('\n'), results: '/nowhere', service: '/service' })).map(({ file, status, memoryMb }) => [file, status, memoryMb]);
    expect(await read([...told, JSON.stringify({ done: true })])).toEqual([['a.test.js', 'passed', 50], ['b.test.js', 'failed', undefined]]);
    // Stopped: what had passed until then is told, and the run has not ended as it should.
    expect(await read(told)).toEqual([['a.test.js', 'passed', 50], ['b.test.js', 'passed', undefined]]);
  });
});
