import { describe, expect, it } from 'vitest';
import { atFirstCall } from '../../../../shared/platform/at-first-call.ts';

type Adder = { add(a: number, b: number): Promise<number>; total(): Promise<number> };

const adder = (): Adder => ({
  sum: 0,
  async add(a: number, b: number) { this.sum += a + b; return a + b; },
  async total() { return this.sum; },
}) as Adder & { sum: number };

describe('a port that is made at its first call', () => {
  it('makes nothing until it is used, and then one for all calls, however many come at once', async () => {
    let made = 0;
    const port = atFirstCall<Adder>({ add: true, total: true }, async () => { made += 1; return adder(); });
    expect(made).toBe(0);
    expect(await Promise.all([port.add(1, 2), port.add(3, 4)])).toEqual([3, 7]);
    expect(await port.total()).toBe(10);
    expect(made).toBe(1);
  });

  it('is made again after that failed', async () => {
    let tries = 0;
    const port = atFirstCall<Adder>({ add: true, total: true }, async () => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return adder();
    });
    await expect(port.add(1, 1)).rejects.toThrow('not yet');
    expect(await port.add(1, 1)).toBe(2);
  });

  it('hands on what the adapter throws', async () => {
    const port = atFirstCall<Pick<Adder, 'total'>>({ total: true }, async () => ({ total: async () => Promise.reject(new Error('denied')) }));
    await expect(port.total()).rejects.toThrow('denied');
  });
});
