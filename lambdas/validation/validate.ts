import { CheckName, type Check, type CheckFinding, type ValidationReport } from '../../shared/domain/check.ts';
import type { OpportunityKind } from '../../shared/domain/opportunity.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { SourceTree } from '../../shared/ports/source-repository.ts';
import type { Package, TestRun, Workshop } from '../../shared/ports/workshop.ts';
import { applyPatch } from '../../shared/rules/gate/apply-patch.ts';
import { sizeOfPatch } from '../../shared/rules/gate/changed-lines.ts';
import { answersFailures } from '../../shared/rules/gate/failure-evidence.ts';
import { qualityOf } from '../../shared/rules/gate/quality.ts';
import { behaviourCheck } from './behaviour-check.ts';
import { packageCheck } from './package-check.ts';
import { proofCheck } from './proof-check.ts';
import { reportDigest } from './report-digest.ts';
import { cheapChecks, toCheck, typesCheck, type StaticInput } from './static-checks.ts';
import { skipped, testChecks, type TestChecks } from './test-checks.ts';

export type ValidateInput = {
  readonly target: Target;
  /** Paths relative to the target's directory. */
  readonly patch: Patch;
  /** The files of `patch.baseCommit`, relative to the target's directory. */
  readonly baseTree: SourceTree;
  /** What the patch answers: where requests fail, a test has to show that they no longer do. */
  readonly opportunityKind?: OpportunityKind | undefined;
  /** The target's `node_modules`, installed from the unchanged lock file. */
  readonly dependencies: string | undefined;
  /** A test run of `baseTree`, if there is one already. */
  readonly baseline?: TestRun | undefined;
};

export type Validated = {
  readonly report: ValidationReport;
  /** What to deploy; absent unless every check passed. */
  readonly package?: Package;
  /** The test run of the old code, to be kept for the next patch on the same commit; absent when none was needed. */
  readonly baseline?: TestRun;
};

/**
 * The gate: every check in order of cost, ending after the first stage with a failure. A recipe's, a model's and a person's patch pass
 * the same checks; the few differences (a person may change tests, a model needs a sandbox) are told where they are decided.
 * Deterministic for the same files, apart from what the target's own tests do.
 */
export async function validatePatch(input: ValidateInput, ports: { readonly workshop: Workshop; readonly clock: Clock }): Promise<Validated> {
  const { target, patch, baseTree, dependencies } = input;
  const isolation = (await ports.workshop.isolation()).kind;
  const applied = applyPatch(baseTree.files, patch.files);
  if (!applied.ok) {
    const findings = applied.conflicts.map(({ path, reason }) => ({ message: `${path} ${reason}.`, advice: 'Make the patch again from the present commit.', path }));
    return { report: reportOf(patch, [toCheck('scope', findings, '', 0)], { isolation, worstComplexityRise: 0, mustProve: false }) };
  }
  const all: StaticInput = { target, patch, before: baseTree.files, after: applied.files, skipped: baseTree.skipped, dependencies };
  const { checks: cheap, worstComplexityRise } = await cheapChecks(all, ports.clock);
  const measures = { isolation, worstComplexityRise, mustProve: answersFailures(patch, input.opportunityKind) };
  if (failed(cheap)) return { report: reportOf(patch, cheap, measures) };

  const typed = [...cheap, await typesCheck(all, ports.clock)];
  if (failed(typed)) return { report: reportOf(patch, typed, measures) };

  const tests = await testChecks({ ...all, baseline: input.baseline }, ports);
  const tested = [...typed, ...tests.checks];
  const kept = tests.baseline === undefined ? {} : { baseline: tests.baseline };
  if (failed(tested)) return { report: reportOf(patch, tested, { ...measures, tests }), ...kept };

  const { opportunityKind } = input;
  const proven = [...tested, ...(tests.candidate === undefined ? [] : [await proofCheck({ ...all, opportunityKind, candidate: tests.candidate }, ports)])];
  if (failed(proven)) return { report: reportOf(patch, proven, { ...measures, tests }), ...kept };

  const compared = [...proven, await behaviourCheck({ ...all, opportunityKind }, ports)];
  if (failed(compared)) return { report: reportOf(patch, compared, { ...measures, tests }), ...kept };

  const packed = await packageCheck(all, ports);
  const report = reportOf(patch, [...compared, packed.check], { ...measures, tests, packageDigest: packed.package?.digest });
  return { report, ...kept, ...(packed.package === undefined ? {} : { package: packed.package }) };
}

/** A rejected report's findings in one list, for the next try of whoever wrote the patch. */
export const findingsOf = (report: ValidationReport): CheckFinding[] => report.checks.flatMap((check) => (check.status === 'failed' ? check.findings : []));

const failed = (checks: readonly Check[]): boolean => checks.some((check) => check.status === 'failed');

type Measures = { readonly isolation: 'sandbox' | 'none'; readonly worstComplexityRise: number; readonly mustProve: boolean; readonly tests?: TestChecks; readonly packageDigest?: string | undefined };

function reportOf(patch: Patch, done: readonly Check[], { isolation, worstComplexityRise, mustProve, tests, packageDigest }: Measures): ValidationReport {
  const checks = CheckName.options.map((name) => done.find((check) => check.name === name) ?? skipped(name, 'not reached'));
  const statusOf = (name: CheckName) => checks.find((check) => check.name === name)?.status;
  const report: Omit<ValidationReport, 'digest'> = {
    passed: !failed(checks) && statusOf('package') === 'passed',
    checks, isolation,
    quality: qualityOf({ testsPassed: statusOf('tests') === 'passed', coverage: tests?.coverage, coverageMeasured: tests?.coverageMeasured ?? false, typesChecked: statusOf('types') === 'passed', proof: statusOf('proof') === 'passed' ? 'proven' : mustProve ? 'owed' : 'none', behaviourCompared: statusOf('behaviour') === 'passed', worstComplexityRise, changedLines: sizeOfPatch(patch.files) }),
    testsPassed: tests?.testsPassed ?? 0,
    ...(tests?.coverage === undefined ? {} : { coverageOfChangedLines: tests.coverage }),
    ...(packageDigest === undefined ? {} : { packageDigest }),
  };
  return { ...report, digest: reportDigest(patch, report) };
}
