import { describe, expect, it } from 'vitest';
import { buildCycleReport } from '../../../../../lambdas/reporting/cycle-report.ts';
import { calibrationTables, thresholdProposals } from '../../../../../lambdas/reporting/page/experience-section.ts';
import { experienceReport } from '../../../../../lambdas/reporting/experience.ts';
import { kept, lesson } from '../../../shared/rules/lessons/lesson-of.ts';
import { reportFacts } from '../../../../support/report-facts.ts';

const report = buildCycleReport(reportFacts().facts);

describe('what experience says, on the page', () => {
  it('sets the claimed confidence beside what came true, and gains beside what they came to', () => {
    const tables = calibrationTables(report);
    expect(tables && tables.text).toContain('n-plus-one');
    expect(tables && tables.text).toContain('Mean squared error');
  });

  it('has a table for each kind of author that said how sure it was', () => {
    const { calibration } = experienceReport([{ target: { id: 'orders' }, lessons: [kept(1, { author: 'model:here/m', statedConfidence: 0.9 }), lesson(2, { statedConfidence: 0.6 })] }]);
    expect(calibration?.authors).toMatchObject([{ author: 'recipe', confidence: [{ came_true: 0 }], brier_score: { claimed: expect.closeTo(0.36, 10) as number } }, { author: 'model', confidence: [{ came_true: 1 }] }]);
    const tables = calibrationTables({ ...report, ...(calibration && { calibration }) });
    expect(tables && tables.text).toMatch(/Confidence of recipes in their patches[^]*0\.360 as claimed[^]*Confidence of models in their patches/);
  });

  it('is absent while no outcome speaks', () => {
    const { calibration: _calibration, ...without } = report;
    expect(calibrationTables(without)).toBe(false);
    expect(thresholdProposals(without)).toBe(false);
  });

  it('says of a proposed threshold where it lies, where it should, and why, with its text escaped', () => {
    const list = thresholdProposals({ ...report, threshold_proposals: [{ target_id: '<b>', kind: 'error-spike', threshold: 'failureIncrease', from: 0.05, to: 0.08, outcomes: 6, spared: 5, improvement_ids: [] }] });
    expect(list && list.text).toContain('thresholds.failureIncrease');
    expect(list && list.text).toContain('&lt;b&gt;');
    expect(list && list.text).toMatch(/none of 6 changes for error-spike came true, and 5 of them/);
  });
});
