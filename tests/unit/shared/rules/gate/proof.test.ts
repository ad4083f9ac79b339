import { describe, expect, it } from 'vitest';
import { answersFailures } from '../../../../../shared/rules/gate/failure-evidence.ts';
import { judgeProof, newTestFiles } from '../../../../../shared/rules/gate/proof.ts';
import type { RanTests } from '../../../../../shared/rules/gate/test-results.ts';

type Status = RanTests['tests'][number]['status'];
const FILE = 'test/new.test.ts';
const run = (tests: Readonly<Record<string, Status>>, ended: RanTests['ended'] = 'exited'): RanTests => ({ ended, exitCode: 0, output: '', tests: Object.entries(tests).map(([name, status]) => ({ name, file: FILE, status })) });
const NOW = run({ guards: 'passed', counts: 'passed' });
const judge = (old: RanTests, mustProve = true, now = NOW) => judgeProof([FILE], old, now, mustProve);

describe('what new tests prove', () => {
  it.each([
    ['fails on the old code', run({ guards: 'failed', counts: 'passed' })],
    ['hangs on the old code, so that the run is ended', run({ counts: 'passed' }, 'timed-out')],
  ])('is what one of them shows that %s', (_, old) => {
    expect(judge(old)).toEqual({ proving: ['guards'], newTests: 2, onlyOfWhatIsNew: false, findings: [] });
  });

  it.each([
    ['pass there too', run({ guards: 'passed', counts: 'passed' }), /passes on the old code too/],
    ['are skipped there', run({ guards: 'skipped', counts: 'skipped' }), /is skipped on the old code/],
    ['cannot be loaded there', run({ [FILE]: 'failed' }), /cannot be loaded with the old code/],
    ['did not get to run there', run({}), /did not get to run/],
    ['did not get to run there before memory was gone', run({}, 'out-of-memory'), /did not get to run/],
  ])('is nothing where all of them %s, and each is named', (_, old, message) => {
    expect(judge(old).findings.map((finding) => finding.message)).toEqual([expect.stringMatching(message), expect.stringMatching(message)]);
    expect(judge(old, false).findings).toEqual([]);
  });

  it('tells tests of what is new from those of what was there', () => {
    expect(judge(run({ [FILE]: 'failed' })).onlyOfWhatIsNew).toBe(true);
    expect(judge(run({ guards: 'passed', counts: 'passed' })).onlyOfWhatIsNew).toBe(false);
  });

  it('is nothing, for any patch, where a file with tests was not run', () => {
    const elsewhere: RanTests = { ...NOW, tests: [{ name: 'old', file: 'test/old.test.ts', status: 'passed' }] };
    expect(judge(elsewhere, false, elsewhere).findings).toEqual([expect.objectContaining({ path: FILE, message: expect.stringContaining('did not run it') })]);
  });

  it('does not count a test that the new code skips', () => {
    expect(judge(run({ guards: 'failed' }), true, run({ guards: 'skipped' }))).toMatchObject({ proving: [], findings: [{ path: FILE }] });
  });
});

describe('the new tests of a patch', () => {
  const path = (name: string, after: string | null, before: string | null = null) => newTestFiles([{ path: name, before, after }]).length === 1;

  it('are new files of tests with tests in them', () => {
    expect([path('test/a.test.ts', "test('a', () => {});"), path('src/a.spec.js', "describe('a', () => {});"), path('test/a.ts', "it.each([1])('x', () => {});")]).toEqual([true, true, true]);
  });

  it('are none of what tests use, of changed tests and of the service', () => {
    expect([path('test/server.ts', 'export const isGood = (text) => /a/.test(text);'), path('test/a.test.ts', "test('a');", 'old'), path('src/a.ts', "test('a');"), path('test/data.json', 'test(1)')]).toEqual([false, false, false, false]);
  });
});

it('answers failures, by what it was found for or by what it promises', () => {
  expect([answersFailures({}, 'recurring-exception'), answersFailures({}, 'timeout'), answersFailures({ claim: { on: 'failures', gain: 0.5 } }, undefined)]).toEqual([true, true, true]);
  expect([answersFailures({}, 'n-plus-one'), answersFailures({ claim: { on: 'latency', gain: 0.5 } }, undefined)]).toEqual([false, false]);
});
