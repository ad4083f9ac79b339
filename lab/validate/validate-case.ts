import { checkSecrets } from '../../lambdas/validation/check-secrets.ts';
import type { CheckFinding, CheckName } from '../../shared/domain/check.ts';
import type { Exerciser, StepRun } from '../../shared/ports/exercise.ts';
import { checkComplexity } from '../../shared/rules/gate/complexity.ts';
import { measureFunctions } from '../../shared/rules/gate/cyclomatic.ts';
import { newSecurityFindings } from '../../shared/rules/gate/security/new-findings.ts';
import { isCodePath, isTestPath } from '../../shared/rules/gate/source-path.ts';
import { checkSyntax } from '../../shared/rules/gate/syntax.ts';
import type { CandidateCase } from './candidate-case.ts';
import { checkCandidateScope } from './candidate-scope.ts';
import { placeTests, type PlacedTests } from './place-tests.ts';

export type CaseFinding = CheckFinding & { readonly check: CheckName };

export type CaseVerdict = {
  readonly id: string;
  readonly verdict: 'accept' | 'reject';
  /** Why it is rejected: each something to act on. */
  readonly findings: readonly CaseFinding[];
  /** Worth doing, and no reason to reject. */
  readonly advice: readonly CaseFinding[];
  readonly checks: Readonly<Partial<Record<CheckName, 'passed' | 'failed' | 'skipped'>>>;
  readonly seconds: number;
};

/** A test that has not ended by then fails. */
export const CASE_TIMEOUT_SECONDS = 20;
const CASE_MEMORY_MB = 1024;

/**
 * Judges one candidate by the gate's own checks: scope, parse, secrets, security and complexity against the old files, then the tests in the
 * sandbox. Code is never run without one. Complexity decides where there is old code to compare with; of a program written from
 * nothing it is advice, as nobody can say what the task needs.
 */
export async function validateCase(example: CandidateCase, { exerciser, isolation }: { readonly exerciser: Exerciser; readonly isolation: { readonly kind: 'sandbox' | 'none'; readonly detail: string } }): Promise<CaseVerdict> {
  const startedAt = performance.now();
  const placed = placeTests(example);
  const after = new Map([...example.files, ...example.candidate]);
  const changed = [...example.candidate.keys()].filter((path) => example.files.get(path) !== example.candidate.get(path));
  const fileChanges = changed.map((path) => ({ path, before: example.files.get(path) ?? null, after: example.candidate.get(path) ?? null }));
  const complexity = of('complexity', checkComplexity(example.files, after, changed).findings);
  const isCompared = [...example.files].some(([path, text]) => isWorkedOn(path, text));
  const cheap = [
    ...of('scope', checkCandidateScope(example)),
    ...of('parse', checkSyntax(after, changed.length > 0 ? changed : [...example.candidate.keys()])),
    ...of('secrets', await checkSecrets(fileChanges)),
    ...of('security', newSecurityFindings(example.files, after, changed)),
    ...(isCompared ? complexity : []),
  ];
  const tested = cheap.length > 0 ? undefined : await runTests(example, placed, exerciser, isolation);
  const findings = [...cheap, ...(tested?.findings ?? [])];
  const failed = new Set(findings.map(({ check }) => check));
  const checks = Object.fromEntries((['scope', 'parse', 'secrets', 'security', 'complexity', 'tests'] as const).map((name) => [name, failed.has(name) ? 'failed' : name === 'tests' && tested === undefined ? 'skipped' : 'passed']));
  return { id: example.id, verdict: findings.length === 0 ? 'accept' : 'reject', findings, advice: isCompared ? [] : complexity, checks, seconds: Math.round(performance.now() - startedAt) / 1000 };
}

const of = (check: CheckName, findings: readonly CheckFinding[]): CaseFinding[] => findings.map((finding) => ({ check, ...finding }));

/** Whether there is code to compare with: not a test, readable, and more than a stub to be filled in. */
function isWorkedOn(path: string, text: string): boolean {
  if (!isCodePath(path) || isTestPath(path) || checkSyntax(new Map([[path, text]]), [path]).length > 0) return false;
  return measureFunctions(path, text).some((each) => each.complexity > 1 || each.text.split('\n').length > STUB_LINES);
}

const STUB_LINES = 3;

async function runTests({ language, candidate }: CandidateCase, placed: PlacedTests, exerciser: Exerciser, isolation: { readonly kind: 'sandbox' | 'none'; readonly detail: string }): Promise<{ readonly findings: readonly CaseFinding[] }> {
  if (isolation.kind === 'none') return { findings: of('tests', [{ message: `Candidates only run in a sandbox, and this machine has none: ${isolation.detail}`, advice: 'Install bubblewrap; "pawl doctor" says how.' }]) };
  const isScript = language === 'javascript' || language === 'typescript';
  const { steps } = await exerciser.exercise({ language, files: placed.files, tests: placed.tests, steps: isScript ? ['tests'] : ['syntax', 'tests'], dependencies: undefined, timeoutSeconds: CASE_TIMEOUT_SECONDS, memoryMb: CASE_MEMORY_MB });
  return { findings: steps.flatMap((run) => findingsOf(run, candidate)) };
}

const FOREIGN_RUNNER = 'Write the test for node:test and node:assert, or as a plain program: packages are not installed for cases.';

function findingsOf({ step, status, detail, findings, tests }: StepRun, candidate: CandidateCase['candidate']): CaseFinding[] {
  // What could not be read before, and is not the candidate's, is not its doing.
  if (step === 'syntax') return status === 'failed' ? of('parse', findings.filter(({ path }) => path === undefined || candidate.has(path)).map((finding) => ({ ...finding, advice: 'Correct the syntax there.' }))) : [];
  if (status === 'not-available') return of('tests', [{ message: `The tests cannot be run here: ${detail}`, advice: 'Install what is missing; what was not tested is not accepted.' }]);
  const failures = findings.map((finding) => ({ ...finding, advice: /\b(?:vitest|jest|mocha|chai|(?:test|it|describe|expect) is not defined)\b/.test(finding.message) ? FOREIGN_RUNNER : 'Change the candidate so that what the test asserts holds, and let the test run to its end.' }));
  // Accepted only by tests that are known to have passed.
  const nothingPassed = failures.length === 0 && (status !== 'passed' || !tests.some((test) => test.status === 'passed'));
  return of('tests', nothingPassed ? [{ message: `No test passed: ${detail || 'all are skipped, or none ran to its end'}.`, advice: 'Bring tests that run.' }] : failures);
}
