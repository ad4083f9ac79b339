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

/** Reads that take until they are told to end. */
const slowReads = () => {
  const under: { readonly question: string; readonly end: (fails?: boolean) => void }[] = [];
  const clock = testClock();
  const read = (question: string): Promise<number> => new Promise((resolve, reject) => {
    under.push({ question, end: (fails = false) => (fails ? reject(new Error('unreachable')) : resolve(under.length)) });
  });
  return { under, clock, ask: (question: string, momentMs?: number) => momentarily(under, question, { clock, ...(momentMs === undefined ? {} : { momentMs }) }, () => read(question)) };
};

it('reads once for all who ask while it is read, however long that takes, and for a moment after', async () => {
  const { under, clock, ask } = slowReads();
  const asked = [ask('orders', 2000)];
  clock.advance(60_000);
  asked.push(ask('orders', 2000), ask('billing', 2000));
  expect(under.map(({ question }) => question)).toEqual(['orders', 'billing']);
  for (const { end } of under) end();
  await Promise.all(asked);
  clock.advance(1999);
  await ask('orders', 2000);
  expect(under).toHaveLength(2);
  clock.advance(1);
  void ask('orders', 2000);
  expect(under).toHaveLength(3);
});

it('reads anew after a failure, and always where reads are never old', async () => {
  const { under, ask } = slowReads();
  const failed = ask('orders', 2000);
  under[0]?.end(true);
  await expect(failed).rejects.toThrow('unreachable');
  void ask('orders', 2000);
  void ask('orders');
  void ask('orders');
  expect(under).toHaveLength(4);
});
