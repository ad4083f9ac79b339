import { bubblewrapExerciser } from '../../shared/adapters/local/exercise/bubblewrap-exerciser.ts';
import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import type { CandidateCase } from './candidate-case.ts';
import { validateCase, type CaseVerdict } from './validate-case.ts';

/** Judges candidates in this machine's sandbox, which is tried once. `isolation`: what there is of one. */
export async function candidateJudge(): Promise<{ readonly judge: (example: CandidateCase) => Promise<CaseVerdict>; readonly isolation: string }> {
  const isolation = await bubblewrapWorkshop().isolation();
  const exerciser = bubblewrapExerciser();
  return { judge: (example) => validateCase(example, { exerciser, isolation }).catch((error: unknown) => untried(example, error)), isolation: isolation.detail };
}

/** One case that cannot even be tried, as its files cannot be laid out, is no reason to leave out all that follow. */
function untried({ id }: CandidateCase, error: unknown): CaseVerdict {
  const why = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error);
  return { id, verdict: 'reject', findings: [{ check: 'scope', message: `The case could not be tried: ${why}.`, advice: 'See whether its files can lie side by side in one folder.' }], advice: [], checks: { scope: 'failed', tests: 'skipped' }, seconds: 0 };
}
