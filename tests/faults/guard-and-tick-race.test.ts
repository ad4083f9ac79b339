import { expect, it } from 'vitest';
import { raceOver } from '../../lab/faults/race.ts';

it.each([
  { count: 900, origin: 'deployment' },
  { count: 100, origin: 'opportunity' },
] as const)('guard and tick in two processes on the same $origin, $count times: one outcome each, whole each time, and either wins some', { timeout: 300_000 }, async ({ count, origin }) => {
  const { outcomes, problems } = await raceOver(count, origin);
  expect(problems).toEqual([]);
  expect(Object.keys(outcomes).sort()).toEqual(['promoted', 'rolled-back']);
  expect((outcomes['promoted'] ?? 0) + (outcomes['rolled-back'] ?? 0)).toBe(count);
});
