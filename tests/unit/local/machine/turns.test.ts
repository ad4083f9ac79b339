import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Turns } from '../../../../local/machine/turns.ts';

const later = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('turns', () => {
  it('let everybody have theirs, in order, and never more at once than there are', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(fc.record({ takes: fc.nat(3), fails: fc.boolean() }), { maxLength: 20 }), async (most, asked) => {
      const turns = new Turns(most);
      const begun: number[] = [];
      let now = 0;
      const answers = await Promise.all(asked.map(({ takes, fails }, index) => turns.take(async () => {
        begun.push(index);
        now += 1;
        expect(now).toBeLessThanOrEqual(most);
        await later(takes);
        now -= 1;
        if (fails) throw new Error('failed');
        return index;
      }, -1).catch(() => 'failed')));
      expect(begun).toEqual(asked.map((_, index) => index));
      expect(answers).toEqual(asked.map(({ fails }, index) => (fails ? 'failed' : index)));
    }), { numRuns: 30 });
  });

  it('are over for those who wait when they are closed, and what has begun goes on', async () => {
    const turns = new Turns(1);
    const { promise, resolve } = Promise.withResolvers<string>();
    const first = turns.take(() => promise, 'not begun');
    const second = turns.take(async () => 'begun', 'not begun');
    turns.close();
    expect([await second, await turns.take(async () => 'begun', 'not begun')]).toEqual(['not begun', 'not begun']);
    resolve('done');
    expect(await first).toBe('done');
  });
});
