import type { CheckFinding } from '../../domain/check.ts';

/** A run of the target's tests, as far as its judge needs it. */
export type RanTests = {
  readonly ended: 'exited' | 'timed-out' | 'out-of-memory' | 'output-limit' | 'could-not-start';
  readonly exitCode: number | undefined;
  readonly tests: readonly { readonly name: string; readonly file?: string; readonly status: 'passed' | 'failed' | 'skipped'; readonly message?: string }[];
  readonly output: string;
};

const ENDINGS = {
  'timed-out': 'did not end in time', 'out-of-memory': 'used more memory or processes than allowed', 'output-limit': 'wrote more than allowed', 'could-not-start': 'could not be started',
} as const satisfies Record<Exclude<RanTests['ended'], 'exited'>, string>;

const SHOWN = 10;

/**
 * The judge of the tests: every test that passed on the old code must be among those that pass on the new, none may newly fail,
 * and the run must end by itself. Tests are counted by file and name, so one that vanished or is skipped now is a finding,
 * and what a test prints or an early exit with code 0 proves nothing.
 */
export function judgeTests(before: RanTests, after: RanTests): CheckFinding[] {
  if (after.ended !== 'exited') return [{ message: `The tests ${ENDINGS[after.ended]}.`, advice: `The end of their output: ${lastLines(after.output)}` }];
  const passedBefore = namesOf(before, 'passed');
  const passedNow = namesOf(after, 'passed');
  if (passedNow.size === 0) {
    return [{ message: passedBefore.size === 0 ? 'The target has no test that passes, so nothing shows that the change breaks nothing.' : 'No test passed.', advice: passedBefore.size === 0 ? 'Add tests to the target, and check "test.command" and "test.runner" in pawl.config.json.' : `The end of the output: ${lastLines(after.output)}` }];
  }
  const failedBefore = namesOf(before, 'failed');
  const failing = after.tests.filter((test) => test.status === 'failed' && countOf(failedBefore, test) === 0);
  const failingNames = new Set(failing.map(nameOf));
  const missing = [...passedBefore].filter(([name, count]) => (passedNow.get(name) ?? 0) < count && !failingNames.has(name)).map(([name]) => name);
  const findings: CheckFinding[] = [
    ...failing.slice(0, SHOWN).map((test) => ({ message: `The test "${test.name}" fails: ${(test.message ?? 'no message').trim()}`, advice: 'Keep what the test asserts true.', ...(test.file === undefined ? {} : { path: test.file }) })),
    ...missing.slice(0, SHOWN).map((name) => ({ message: `The test "${name}" passed before and did not pass now: it is gone, skipped or did not get to run.`, advice: 'Every test that passed must still pass.' })),
  ];
  const more = failing.length + missing.length - findings.length;
  if (more > 0) findings.push({ message: `${more} more tests fail or are missing.`, advice: 'See the output of the run.' });
  if (findings.length === 0 && after.exitCode !== 0 && before.exitCode === 0) return [{ message: `The test run ended with exit code ${after.exitCode ?? 'none (killed)'} though no test failed.`, advice: `The end of the output: ${lastLines(after.output)}` }];
  return findings;
}

const nameOf = ({ name, file }: RanTests['tests'][number]): string => (file === undefined ? name : `${file}: ${name}`);

const countOf = (counts: ReadonlyMap<string, number>, test: RanTests['tests'][number]): number => counts.get(nameOf(test)) ?? 0;

/** How often each name has that status: names may repeat. */
function namesOf(run: RanTests, status: RanTests['tests'][number]['status']): Map<string, number> {
  const counts = new Map<string, number>();
  for (const test of run.tests) if (test.status === status) counts.set(nameOf(test), countOf(counts, test) + 1);
  return counts;
}

const lastLines = (output: string): string => output.trim().split('\n').slice(-8).join('\n').slice(-1000) || '(none)';
