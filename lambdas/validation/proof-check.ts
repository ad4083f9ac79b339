import type { Check } from '../../shared/domain/check.ts';
import type { OpportunityKind } from '../../shared/domain/opportunity.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { TestJob, TestRun, Workshop } from '../../shared/ports/workshop.ts';
import { answersFailures } from '../../shared/rules/gate/failure-evidence.ts';
import { judgeProof, newTestFiles, tellsOf } from '../../shared/rules/gate/proof.ts';
import { isTestPath } from '../../shared/rules/gate/source-path.ts';
import { toCheck, type StaticInput } from './static-checks.ts';
import { jobOf, skipped, TEST_TIMEOUT_SECONDS } from './test-checks.ts';

export type ProofInput = StaticInput & {
  readonly opportunityKind: OpportunityKind | undefined;
  /** The run of the target's tests, the new ones among them, on the new code. */
  readonly candidate: TestRun;
};

/** What a run on the old code may take, beside thrice the time of the new: a test of what hung before hangs there again. */
const LEAST_SECONDS = 8;

/** Runs the tests that a patch brings on the old code as well: what they prove is what fails there and passes now. A recipe is known to do the same each time: tests of a module that it adds are no proof, and no fault. */
export async function proofCheck(input: ProofInput, { workshop, clock }: { workshop: Workshop; clock: Clock }): Promise<Check> {
  const { patch, before, candidate, opportunityKind } = input;
  const mustProve = answersFailures(patch, opportunityKind);
  const paths = newTestFiles(patch.files);
  if (paths.length === 0) return withoutTests(patch, mustProve);
  const startedAt = clock.now();
  const broughtForTests = patch.files.flatMap(({ path, before: old, after: text }): [string, string][] => (old === null && text !== null && isTestPath(path) ? [[path, text]] : []));
  const old = await runOnOldCode(input, new Map([...before, ...broughtForTests]), paths, workshop);
  const { proving, newTests, onlyOfWhatIsNew, findings } = judgeProof(paths, old, candidate, mustProve);
  if (mustProve && onlyOfWhatIsNew && patch.author.kind === 'recipe') return { ...skipped('proof', `The ${newTests} new tests are of what the recipe adds, which the old code has not; none does what failed.`), durationMs: clock.now() - startedAt };
  const summary = proving.length > 0 ? `${proving.length} of ${newTests} new tests fail on the old code and pass on the new` : `${newTests} new ${newTests === 1 ? 'test passes' : 'tests pass'}, on the old code too`;
  return toCheck('proof', findings, summary, clock.now() - startedAt);
}

function withoutTests({ author, reason }: Patch, mustProve: boolean): Check {
  if (!mustProve) return skipped('proof', 'The patch brings no test of its own, and answers no failure that one would have to show.');
  if (author.kind === 'model') {
    return toCheck('proof', [{ message: 'The patch answers failures and brings no test that shows it.', advice: 'Add a test in a new file that fails on the old code and passes on the new.' }], '', 0);
  }
  const why = reason.split(/(?<=[.!?])\s+/).find((sentence) => /\btests?\b/i.test(sentence))?.trim();
  return skipped('proof', `The ${author.kind} ${author.name} brought no test that fails on the old code${why === undefined ? ', and does not say why.' : `: ${why}`}`);
}

/** Runs the new files only where the command takes names of files; where that tells nothing of them, all tests as the command has it. */
async function runOnOldCode(input: ProofInput, files: StaticInput['before'], paths: readonly string[], workshop: Workshop): Promise<TestRun> {
  const timeoutSeconds = Math.min(TEST_TIMEOUT_SECONDS, LEAST_SECONDS + Math.ceil((3 * input.candidate.durationMs) / 1000));
  const job: TestJob = { ...jobOf(input, files, input.patch.author.kind === 'recipe'), timeoutSeconds };
  const narrow = /^(sh|bash)$/.test(job.command[0] ?? '') ? undefined : await workshop.test({ ...job, command: [...job.command, ...paths] });
  return narrow !== undefined && tellsOf(narrow, paths) ? narrow : workshop.test(job);
}
