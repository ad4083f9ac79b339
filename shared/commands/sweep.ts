import type { Cycles } from '../store/cycles.ts';
import type { Improvements } from '../store/improvements.ts';
import type { Waits } from '../store/waits.ts';
import { recoverCycle, recoverImprovement, type RecoverDependencies } from './recover.ts';

export type SweepDependencies = RecoverDependencies & {
  readonly improvements: Pick<Improvements, 'find' | 'open'>;
  readonly cycles: Pick<Cycles, 'find' | 'running'>;
  readonly waits: Pick<Waits, 'waiting'>;
};

/** What a sweep did, by cycle or improvement; `failed` will be tried again by the next one. */
export type Swept = { readonly started: string[]; readonly givenUp: string[]; readonly failed: { readonly id: string; readonly error: unknown }[] };

/**
 * Once a minute: answers the waits whose answer is there, and goes after executions that are gone. Everything here has its own prompt way
 * (a command resumes, an event tells of an ended execution); this is for what was lost on it.
 */
export const sweep = async (dependencies: SweepDependencies): Promise<Swept> => {
  const { improvements, cycles, waits, runner } = dependencies;
  const swept: Swept = { started: [], givenUp: [], failed: [] };
  const attempt = async (id: string, recover: () => Promise<string | void>): Promise<void> => {
    try {
      const recovery = await recover();
      if (recovery === 'start') swept.started.push(id);
      if (recovery === 'give-up') swept.givenUp.push(id);
    } catch (error) {
      swept.failed.push({ id, error });
    }
  };

  for (const id of await waits.waiting()) await attempt(id, () => runner.resume(id));
  for (const { id } of await cycles.running()) await attempt(id, () => recoverCycle(id, dependencies));
  for (const { id } of await improvements.open()) await attempt(id, () => recoverImprovement(id, dependencies));
  return swept;
};
