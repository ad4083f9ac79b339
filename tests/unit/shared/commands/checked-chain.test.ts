import { describe, expect, it } from 'vitest';
import { checkedChain } from '../../../../shared/commands/reads/checked-chain.ts';
import type { CheckedChain } from '../../../../shared/store/audit-log.ts';

/** A log whose checks take until they are told to end. */
const slowLog = () => {
  const under: { readonly chain: string; readonly end: (fails?: boolean) => void }[] = [];
  let now = 1000;
  const check = (chain: string): Promise<CheckedChain> => new Promise((resolve, reject) => {
    under.push({ chain, end: (fails = false) => (fails ? reject(new Error('unreachable')) : resolve({ chain, entries: under.length, whole: true })) });
  });
  const dependencies = (momentMs?: number) => ({ audit, clock: { now: () => now }, momentMs }) as unknown as Parameters<typeof checkedChain>[1];
  const audit = { check };
  return { under, dependencies, pass: (ms: number) => { now += ms; } };
};

describe('a chain that is checked', () => {
  it('is read once for all who ask while it is, however long that takes, and for a moment after', async () => {
    const { under, dependencies, pass } = slowLog();
    const asked = [checkedChain('orders', dependencies(2000))];
    pass(60_000);
    asked.push(checkedChain('orders', dependencies(2000)), checkedChain('billing', dependencies(2000)));
    expect(under.map(({ chain }) => chain)).toEqual(['orders', 'billing']);
    for (const { end } of under) end();
    await Promise.all(asked);
    pass(1999);
    await checkedChain('orders', dependencies(2000));
    expect(under).toHaveLength(2);
    pass(1);
    void checkedChain('orders', dependencies(2000));
    expect(under).toHaveLength(3);
  });

  it('is read anew after a failure, and always where reads are never old', async () => {
    const { under, dependencies } = slowLog();
    const failed = checkedChain('orders', dependencies(2000));
    under[0]?.end(true);
    await expect(failed).rejects.toThrow('unreachable');
    void checkedChain('orders', dependencies(2000));
    void checkedChain('orders', dependencies());
    void checkedChain('orders', dependencies());
    expect(under).toHaveLength(4);
  });
});
