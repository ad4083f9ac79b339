import type { Check } from '../../shared/domain/check.ts';
import type { OpportunityKind } from '../../shared/domain/opportunity.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { TestJob, Workshop } from '../../shared/ports/workshop.ts';
import { answerDriver } from '../../shared/rules/gate/behaviour/answer-driver.ts';
import { compareAnswers } from '../../shared/rules/gate/behaviour/compare-answers.ts';
import { readAnswers } from '../../shared/rules/gate/behaviour/read-answers.ts';
import { readRecordedInputs, RECORDED_INPUTS, type Recorded } from '../../shared/rules/gate/behaviour/recorded-inputs.ts';
import { answersFailures } from '../../shared/rules/gate/failure-evidence.ts';
import { toCheck, type StaticInput } from './static-checks.ts';
import { skipped, TEST_MEMORY_MB } from './test-checks.ts';

export type BehaviourInput = StaticInput & { readonly opportunityKind: OpportunityKind | undefined };

const DRIVER = 'pawl-answers.test.mjs';
const ANSWER_TIMEOUT_SECONDS = 30;

/**
 * Asks the old code and the new what was once recorded, side by side in the workshop, and shows where the answers differ. The inputs
 * are those of the old commit: no patch can choose them. A person's patch may change answers on purpose: they are shown, not refused.
 */
export async function behaviourCheck(input: BehaviourInput, { workshop, clock }: { workshop: Workshop; clock: Clock }): Promise<Check> {
  const { patch, before, after, opportunityKind } = input;
  const text = before.get(RECORDED_INPUTS);
  if (text === undefined) return skipped('behaviour', `There are no recorded inputs; add ${RECORDED_INPUTS} to the service's folder, one { "event": … } a line.`);
  const read = readRecordedInputs(text);
  if (!read.ok) return skipped('behaviour', `${RECORDED_INPUTS} cannot be used: ${read.problems.slice(0, 3).map(({ line, message }) => `line ${line}: ${message}`).join('; ')}.`);
  const { recorded } = read;
  if (recorded.inputs.length === 0) return skipped('behaviour', `${RECORDED_INPUTS} holds no input.`);
  if ((await workshop.isolation()).kind === 'none') return skipped('behaviour', 'Without a sandbox the handler could reach real services, so recorded inputs are not tried.');

  const startedAt = clock.now();
  const [old, now] = await Promise.all([before, after].map(async (files) => readAnswers(await workshop.test(jobOf(input, files, recorded)))));
  if (old?.kind !== 'answered') return skipped('behaviour', `The handler cannot be loaded by itself: ${old?.message ?? ''}`.slice(0, 500));
  const durationMs = clock.now() - startedAt;
  if (now?.kind !== 'answered') return toCheck('behaviour', [{ message: `The handler can no longer be loaded: ${now?.message ?? ''}`.slice(0, 500), advice: 'Make the service load as it did.', path: input.target.entry }], '', durationMs);

  const { same, mended, differing, unanswered } = compareAnswers(recorded.inputs, old.answers, now.answers, answersFailures(patch, opportunityKind));
  const summary = `${same} of ${recorded.inputs.length} recorded inputs are answered as before${mended > 0 ? `, ${mended} that failed are answered otherwise now` : ''}${unanswered.length > 0 ? `; others cannot be compared, since the new code calls what was not recorded: ${unanswered.slice(0, 3).join(', ')}` : ''}`;
  if (unanswered.length > 0 && same + mended + differing.length === 0) return { ...skipped('behaviour', summary), durationMs };
  if (patch.author.kind === 'person' && differing.length > 0) return { name: 'behaviour', status: 'passed', summary: `${summary}; the others differ, as a person may want it`, findings: [...differing], durationMs };
  return toCheck('behaviour', differing, summary, durationMs);
}

const jobOf = ({ target, dependencies }: StaticInput, files: StaticInput['after'], recorded: Recorded): TestJob => ({
  files: new Map([...files, [DRIVER, answerDriver(recorded, target)]]), dependencies, runner: 'node',
  command: ['node', '--no-warnings', '--experimental-transform-types', '--test', '--test-force-exit', DRIVER], timeoutSeconds: ANSWER_TIMEOUT_SECONDS, memoryMb: TEST_MEMORY_MB,
});
