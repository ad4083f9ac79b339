import { expect, it } from 'vitest';
import { aboutOf, isFor } from '../../../../shared/domain/notice-about.ts';

it.each([
  ['rolled-back#imp-1', 'rollback'], ['reverted#imp-1', 'rollback'], ['gone-back#alarm-1#orders', 'rollback'], ['deployment-refused#main#unknown#orders', 'deployment'], ['held#dep-1', 'deployment'],
  ['approval-expired#imp-1', 'approval'], ['budget-spent-day', 'budget'], ['report cycle-1 completed', 'report'], ['digest 2026-W22', 'report'], ['emergency#e-1', 'emergency'], ['@pawl#stopped#1', 'kill-switch'], ['something#else', 'other'],
] as const)('a notice %s is about %s, for channels that want nothing else', (key, about) => {
  const notice = { key, severity: 'high' } as const;
  expect(aboutOf(notice)).toBe(about);
  expect([isFor({ atLeast: 'low', about: [about] }, notice), isFor({ atLeast: 'low', about: [about === 'budget' ? 'report' : 'budget'] }, notice)]).toEqual([true, false]);
});
