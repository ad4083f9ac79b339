import { bubblewrapExerciser } from '../../shared/adapters/local/exercise/bubblewrap-exerciser.ts';
import { bubblewrapWorkshop } from '../../shared/adapters/local/bubblewrap-workshop.ts';
import type { CandidateCase } from './candidate-case.ts';
import { validateCase, type CaseVerdict } from './validate-case.ts';

/** Judges candidates in this machine's sandbox, which is tried once. `isolation`: what there is of one. */
export async function candidateJudge(): Promise<{ readonly judge: (example: CandidateCase) => Promise<CaseVerdict>; readonly isolation: string }> {
  const isolation = await bubblewrapWorkshop().isolation();
  const exerciser = bubblewrapExerciser();
  return { judge: (example) => validateCase(example, { exerciser, isolation }), isolation: isolation.detail };
}
