import { expect, it } from 'vitest';
import { buildCycleReport } from '../../../../../lambdas/reporting/cycle-report.ts';
import { bestGain, headline } from '../../../../../lambdas/reporting/page/headline.ts';
import type { ImprovementState } from '../../../../../shared/domain/improvement.ts';
import { reportFacts } from '../../../../support/report-facts.ts';

const { facts } = reportFacts();
const of = (...states: ImprovementState[]) => buildCycleReport({ ...facts, improvements: facts.improvements.slice(0, states.length).map((each, index) => ({ ...each, state: states[index] ?? each.state })) });

it.each<[string, ImprovementState[]]>([
  ['Three changes tried: one kept, one taken back, one not let out.', ['promoted', 'rolled-back', 'abstained']],
  ['One change tried: one kept.', ['promoted']],
  ['Two changes tried, none let out.', ['rejected', 'abstained']],
  ['Two changes tried: one not proven and taken back, one still open.', ['inconclusive', 'awaiting-approval']],
  ['Two opportunities found, nothing tried.', []],
])('says “%s”', (sentence, states) => {
  expect(headline(of(...states))).toBe(sentence);
});

it('says when nothing was found, and when the cycle failed', () => {
  expect(headline({ ...of(), opportunities_identified: 0 })).toBe('Nothing new to improve was found.');
  expect(headline({ ...of('promoted'), state: 'failed' })).toBe('The cycle failed.');
});

it('shows the gain only of what was kept', () => {
  expect(bestGain(of('promoted', 'rolled-back'))?.improvement.improvement_id).toBe('imp-1');
  expect(bestGain(of('rolled-back', 'rolled-back'))).toBeUndefined();
});
