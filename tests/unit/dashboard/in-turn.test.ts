import { describe, expect, it } from 'vitest';
import { inTurn } from '../../../dashboard/src/pages/target/in-turn.ts';

describe('work that is done in turn', () => {
  it('runs only so much at once, all of it in order, and nothing that nobody wants any more', async () => {
    const turn = inTurn(2);
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const work = (index: number) => async (): Promise<number> => {
      begun.push(index);
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      if (index === 3) throw new Error('no');
      return index;
    };
    const gone = AbortSignal.abort();
    const results = await Promise.allSettled([0, 1, 2, 3, 4, 5].map((index) => turn(work(index), index === 4 ? gone : new AbortController().signal)));
    expect(most).toBe(2);
    expect(begun).toEqual([0, 1, 2, 3, 5]);
    expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual([0, 1, 2, 'failed', undefined, 5]);
  });
});
