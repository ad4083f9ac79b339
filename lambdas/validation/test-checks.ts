import type { Check } from '../../shared/domain/check.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { TestJob, TestRun, Workshop } from '../../shared/ports/workshop.ts';
import type { Files } from '../../shared/rules/gate/apply-patch.ts';
import { coverageOfChange, REQUIRED_COVERAGE } from '../../shared/rules/gate/change-coverage.ts';
import { isConfigurationChange } from '../../shared/rules/gate/configuration-change.ts';
import { judgeTests } from '../../shared/rules/gate/test-results.ts';
import { toCheck, type StaticInput } from './static-checks.ts';

/** Limits of a test run. They are the workshop's, not the function's: a test runner needs more than the service. */
export const TEST_TIMEOUT_SECONDS = 60;
export const TEST_MEMORY_MB = 1536;

export type TestChecks = {
  readonly checks: readonly [tests: Check, coverage: Check];
  readonly baseline: TestRun | undefined;
  /** The run on the new code, when there was one. */
  readonly candidate: TestRun | undefined;
  readonly testsPassed: number;
  readonly coverage: number | undefined;
  readonly coverageMeasured: boolean;
};

/**
 * Runs the target's tests on the old code (unless `baseline` is such a run already) and on the new, and compares.
 * Code by a model runs in a sandbox or not at all.
 */
export async function testChecks(input: StaticInput & { readonly baseline: TestRun | undefined }, { workshop, clock }: { workshop: Workshop; clock: Clock }): Promise<TestChecks> {
  const { patch, before, after } = input;
  const isolation = await workshop.isolation();
  if (isolation.kind === 'none' && patch.author.kind === 'model') {
    const refused = toCheck('tests', [{ message: `Code written by a model is only run in a sandbox, and this machine has none: ${isolation.detail}`, advice: 'Install bubblewrap; "pawl doctor" says how.' }], '', 0);
    return { checks: [refused, skipped('coverage', 'the tests did not run')], baseline: input.baseline, candidate: undefined, testsPassed: 0, coverage: undefined, coverageMeasured: false };
  }
  const startedAt = clock.now();
  const baseline = input.baseline ?? await workshop.test(jobOf(input, before, true));
  const candidate = await workshop.test(jobOf(input, after, patch.author.kind === 'recipe'));
  const findings = judgeTests(baseline, candidate);
  const testsPassed = candidate.tests.filter(({ status }) => status === 'passed').length;
  const tests = toCheck('tests', findings, `${testsPassed} tests pass${isolation.kind === 'none' ? ' (without a sandbox)' : ''}`, clock.now() - startedAt);
  const measured = coverageOfChange(patch.author.kind === 'recipe' ? patch.files.filter((file) => !isConfigurationChange(file)) : patch.files, candidate.coverage);
  const numbers = { baseline, candidate, testsPassed, coverage: measured.share, coverageMeasured: measured.measured };
  if (findings.length > 0) return { checks: [tests, skipped('coverage', 'the tests failed')], ...numbers };
  if (!measured.measured) {
    const reason = 'The coverage of the changed lines could not be measured; with vitest, install @vitest/coverage-v8 in the target.';
    return { checks: [tests, skipped('coverage', reason)], ...numbers };
  }
  const summary = measured.share === undefined ? 'no changed line can run' : `${Math.round(measured.share * 100)} % of the ${measured.executable} changed lines that can run are tested`;
  const lacking = measured.share !== undefined && measured.share <= REQUIRED_COVERAGE && measured.findings.length > 0;
  const coverage = toCheck('coverage', measured.findings, summary, 0);
  return { checks: [tests, lacking ? { ...coverage, summary: `${summary}; more than ${REQUIRED_COVERAGE * 100} % is wanted` } : coverage], ...numbers };
}

export const skipped = (name: Check['name'], summary: string): Check => ({ name, status: 'skipped', summary, findings: [], durationMs: 0 });

/** What the owner has, and what Pawl's own recipes write, may run in the runner's process if the target's command says so; what others wrote may not. */
export const jobOf = ({ target, dependencies }: StaticInput, files: Files, mayShareProcess: boolean): TestJob =>
  ({ files, dependencies, command: target.test.command, runner: target.test.runner, timeoutSeconds: TEST_TIMEOUT_SECONDS, memoryMb: TEST_MEMORY_MB, mayShareProcess });
