import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTests, type RanTests } from '../../../../../shared/rules/gate/test-results.ts';

type Test = RanTests['tests'][number];
const test = (name: string, status: Test['status'] = 'passed'): Test => ({ name, status, file: 'a.test.ts' });
const run = (tests: readonly Test[], rest: Partial<RanTests> = {}): RanTests => ({ ended: 'exited', exitCode: tests.some(({ status }) => status === 'failed') ? 1 : 0, tests, output: '', ...rest });
const BEFORE = run([test('one'), test('two')]);

describe('judging the tests', () => {
  it('is content when everything that passed still passes, and with more', () => {
    expect(judgeTests(BEFORE, BEFORE)).toEqual([]);
    expect(judgeTests(BEFORE, run([test('two'), test('three'), test('one')]))).toEqual([]);
  });

  it.each([
    ['fails', run([test('one'), { ...test('two', 'failed'), message: '1 !== 2' }]), '"two" fails: 1 !== 2'], ['is gone', run([test('one')]), '"a.test.ts: two" passed before'], ['is skipped', run([test('one'), test('two', 'skipped')]), '"a.test.ts: two" passed before'],
    ['is in another file', run([test('one'), { ...test('two'), file: 'b.test.ts' }]), 'a.test.ts: two'], ['is new and fails', run([test('one'), test('two'), test('new', 'failed')]), '"new" fails'],
  ])('finds a test that %s', (_, after, message) => {
    expect(judgeTests(BEFORE, after)).toEqual([expect.objectContaining({ message: expect.stringContaining(message) })]);
  });

  it('counts tests that share a name', () => {
    expect(judgeTests(run([test('one'), test('one')]), run([test('one')]))).toHaveLength(1);
  });

  it('does not mind a test that failed before, and is glad when it passes', () => {
    const before = run([test('one'), test('old', 'failed')]);
    expect(judgeTests(before, before)).toEqual([]);
    expect(judgeTests(before, run([test('one'), test('old')]))).toEqual([]);
  });

  it.each(['timed-out', 'out-of-memory', 'output-limit', 'could-not-start'] as const)('believes nothing of a run that %s', (ended) => {
    expect(judgeTests(BEFORE, { ...BEFORE, ended, output: 'last words' })).toEqual([expect.objectContaining({ advice: expect.stringContaining('last words') })]);
  });

  it('finds a run that went wrong though no test failed', () => {
    expect(judgeTests(BEFORE, { ...BEFORE, exitCode: 7 })).toHaveLength(1);
    expect(judgeTests({ ...BEFORE, exitCode: 7 }, { ...BEFORE, exitCode: 7 })).toEqual([]);
  });

  it('tells apart a target without tests and a change that stops them all', () => {
    expect(judgeTests(run([]), run([]))[0]?.message).toContain('no test that passes');
    expect(judgeTests(BEFORE, run([]))[0]?.message).toBe('No test passed.');
  });

  it('never accepts a run in which something that passed does not pass', () => {
    const tests = fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), status: fc.constantFrom<Test['status']>('passed', 'failed', 'skipped') }), { selector: ({ name }) => name });
    fc.assert(fc.property(tests, tests, (before, after) => {
      const lost = before.some(({ name, status }) => status === 'passed' && !after.some((each) => each.name === name && each.status === 'passed'));
      if (lost) expect(judgeTests(run(before), run(after)).length).toBeGreaterThan(0);
    }));
  });
});
