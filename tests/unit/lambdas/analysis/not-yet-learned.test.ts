import { describe, expect, it } from 'vitest';
import { notYetLearned } from '../../../../lambdas/analysis/not-yet-learned.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import type { Lesson } from '../../../../shared/domain/lesson.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';

const NOW = 1_000_000;
const ended: Improvement = {
  id: 'imp-1', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'x', state: 'abstained', stateSince: NOW - 2000, createdAt: 0, opportunity: N_PLUS_ONE, attempts: 0, systemWide: false, phaseMs: {}, history: [],
};
const lesson: Lesson = { id: 'l', improvementId: 'imp-1', targetId: 'orders', author: 'none', result: 'abstained', text: 'No.', at: NOW };
const held = (over: Partial<Improvement> = {}, lessons: readonly Lesson[] = []) => notYetLearned([{ ...ended, ...over }], { targetId: 'orders', lessons, now: NOW });

describe('an improvement that has just settled', () => {
  it('still holds its opportunity until its lesson is there', () => {
    expect(held()).toEqual([N_PLUS_ONE.key]);
    expect(held({}, [lesson])).toEqual([]);
    expect(held({}, [{ ...lesson, improvementId: 'imp-0' }])).toEqual([N_PLUS_ONE.key]);
  });

  it('does not hold it for ever, nor another target’s, nor what made room, was kept or is on its way', () => {
    expect(held({ stateSince: NOW - 120_000 })).toEqual([]);
    expect(held({ targetId: 'desk' })).toEqual([]);
    for (const state of ['superseded', 'promoted', 'validating'] as const) expect(held({ state }), state).toEqual([]);
  });
});
