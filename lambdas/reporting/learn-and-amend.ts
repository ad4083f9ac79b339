import type { Cycles } from '../../shared/store/cycles.ts';
import { learn, type LearnDependencies } from './learn.ts';

export type LearnAndAmendDependencies = LearnDependencies & { readonly cycles: Cycles; readonly report: (cycleId: string) => Promise<unknown> };

/** The state `Learn`: the lesson, and where the cycle's report is out already, its amendment. A patch or a deployment of its own has no other report. */
export const learnAndAmend = async (input: { improvementId: string }, dependencies: LearnAndAmendDependencies): Promise<{ next: 'done' }> => {
  const { improvements, cycles, report } = dependencies;
  const learned = await learn(input, dependencies);
  const { cycleId } = await improvements.get(input.improvementId);
  const cycle = cycleId === undefined ? undefined : await cycles.find(cycleId);
  if (cycle && (cycle.state === 'completed' || cycle.trigger === 'proposal' || cycle.trigger === 'deployment')) await report(cycle.id);
  return learned;
};
