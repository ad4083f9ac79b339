import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { answerCycle } from './answer-cycle.ts';
import { learnDependencies } from './dependencies.ts';
import { learnAndAmend } from './learn-and-amend.ts';

export const handler = phaseHandler({
  name: 'learn',
  input: z.object({ improvementId: z.string(), cycleToken: z.string().default('') }),
  run: async (input, dependencies) => {
    const learned = await learnAndAmend(input, dependencies);
    await answerCycle(input, dependencies);
    return learned;
  },
  dependencies: learnDependencies,
});
