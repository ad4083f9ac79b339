import { expect, it } from 'vitest';
import { answerCycle } from '../../../../lambdas/reporting/answer-cycle.ts';
import type { ImprovementState } from '../../../../shared/domain/improvement.ts';
import type { Json } from '../../../../shared/domain/json.ts';
import { reportFacts } from '../../../support/report-facts.ts';

const answersOf = async (state: ImprovementState, cycleToken: string): Promise<[string, Json][]> => {
  const answers: [string, Json][] = [];
  const [improvement] = reportFacts().facts.improvements;
  if (!improvement) throw new Error('The fixture has no improvement.');
  await answerCycle({ improvementId: 'imp-1', cycleToken }, {
    improvements: { get: async () => ({ ...improvement, state }) },
    tokens: { answer: async (token, output) => (answers.push([token, output]), 'answered') },
  });
  return answers;
};

it('tells the waiting cycle that an improvement has settled', async () => {
  expect(await answersOf('rolled-back', 'token')).toEqual([['token', { improvementId: 'imp-1' }]]);
});

it('tells nobody when no cycle waits, nor while a candidate is still being watched', async () => {
  expect([await answersOf('promoted', ''), await answersOf('watching', 'token')]).toEqual([[], []]);
});
