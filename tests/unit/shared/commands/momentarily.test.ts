import { expect, it } from 'vitest';
import { momentarily } from '../../../../shared/commands/reads/momentarily.ts';
import { testClock } from '../../../support/test-clock.ts';

it('reads once a moment for each question, and anew where there is no moment', async () => {
  const clock = testClock();
  let reads = 0;
  const ask = (question: string, momentMs?: number, from: object = clock) => momentarily(from, question, { clock, ...(momentMs === undefined ? {} : { momentMs }) }, async () => (reads += 1));
  expect(await Promise.all([ask('a', 100), ask('a', 100), ask('b', 100)])).toEqual([1, 1, 2]);
  clock.advance(99);
  expect([await ask('a', 100), await ask('a', 100, {})]).toEqual([1, 3]);
  clock.advance(1);
  expect([await ask('a', 100), await ask('a'), await ask('a')]).toEqual([4, 5, 6]);
});

it('does not keep what failed', async () => {
  const clock = testClock();
  const away = momentarily(clock, 'failed', { clock, momentMs: 100 }, async () => {
    throw new Error('away');
  });
  await expect(away).rejects.toThrow('away');
  expect(await momentarily(clock, 'failed', { clock, momentMs: 100 }, async () => 'here')).toBe('here');
});
