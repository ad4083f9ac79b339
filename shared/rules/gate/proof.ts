import type { CheckFinding } from '../../domain/check.ts';
import type { FileChange } from '../../domain/remedy.ts';
import { isCodePath, isTestPath } from './source-path.ts';
import type { RanTests } from './test-results.ts';

type RanTest = RanTests['tests'][number];

/** How a new test went on the old code. `not-loaded`: its file could not even be read there; `absent`: the run tells nothing of it. */
type OnOldCode = 'failed' | 'hung' | 'passed' | 'skipped' | 'not-loaded' | 'absent';

export type Proof = {
  /** Names of new tests that fail on the old code and pass on the new. */
  readonly proving: readonly string[];
  readonly newTests: number;
  /** All new tests are of files that the old code cannot load: they test what is new, and nothing that failed. */
  readonly onlyOfWhatIsNew: boolean;
  readonly findings: readonly CheckFinding[];
};

/** The files of a patch that bring tests: new ones, by the names that test runners look for, with a test in them. */
export const newTestFiles = (files: readonly FileChange[]): string[] =>
  files.flatMap(({ path, before, after }) => (before === null && after !== null && isTestPath(path) && isCodePath(path) && /(?<![.\w])(?:test|it|describe|suite)(?:\.\w+)*\s*\(/.test(after) ? [path] : []));

/** Whether a run tells anything of these test files: one that does not was not asked to run them. */
export const tellsOf = (run: RanTests, paths: readonly string[]): boolean => run.ended !== 'exited' || run.tests.some(({ file }) => file !== undefined && paths.includes(file));

/**
 * What new tests prove: run on the old code as well, those that fail there and pass on the new code show what the change does.
 * `mustProve`: where requests failed, one of them at least has to. A test whose file cannot be loaded with the old code, because it
 * imports what is new, says nothing about the old. Tests of how fast something is, or that it stays as it was, may pass on both.
 * That new tests pass on the new code is for the judge of the tests; here, that they ran at all.
 */
export function judgeProof(paths: readonly string[], old: RanTests, now: RanTests, mustProve: boolean): Proof {
  const fresh = now.tests.filter(({ name, file, status }) => status === 'passed' && file !== undefined && paths.includes(file) && name !== file);
  const idle = paths.filter((path) => fresh.every(({ file }) => file !== path));
  const unrun = idle.map((path) => ({ message: `No test of ${path} passed: the target's test command did not run it, or all of it is skipped.`, advice: 'Put it where the command looks for tests, and let each test assert something.', path }));
  const went = fresh.map((test) => ({ test, onOld: onOldCode(test, old) }));
  const proving = went.filter(({ onOld }) => onOld === 'failed' || onOld === 'hung').map(({ test }) => test.name);
  const idling = mustProve && proving.length === 0 && unrun.length === 0 ? went.slice(0, SHOWN).map(({ test, onOld }) => provesNothing(test, onOld)) : [];
  return { proving, newTests: fresh.length, onlyOfWhatIsNew: unrun.length === 0 && went.length > 0 && went.every(({ onOld }) => onOld === 'not-loaded'), findings: [...unrun, ...idling] };
}

const SHOWN = 5;

function onOldCode({ name, file }: RanTest, old: RanTests): OnOldCode {
  const alike = old.tests.filter((test) => test.file === file && test.name === name);
  if (alike.some(({ status }) => status === 'failed')) return 'failed';
  if (alike.length > 0) return alike.some(({ status }) => status === 'passed') ? 'passed' : 'skipped';
  if (old.ended !== 'exited') return old.ended === 'timed-out' ? 'hung' : 'absent';
  return old.tests.some((test) => test.file === file && test.status === 'failed') ? 'not-loaded' : 'absent';
}

const REASONS = {
  passed: 'passes on the old code too, so it proves nothing about what failed',
  skipped: 'is skipped on the old code, so it proves nothing about what failed',
  'not-loaded': 'cannot be loaded with the old code, so it says nothing about what failed there',
  absent: 'did not get to run on the old code, so it says nothing about what failed there',
  failed: '', hung: '',
} as const satisfies Record<OnOldCode, string>;

const provesNothing = ({ name, file }: RanTest, onOld: OnOldCode): CheckFinding => ({
  message: `The new test "${name}" ${REASONS[onOld]}.`,
  advice: 'Add a test that does what failed, by what the old code exports too: it must fail on the old code and pass on the new.',
  ...(file === undefined ? {} : { path: file }),
});
