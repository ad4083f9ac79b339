import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { Seats, type SeatLimits } from '../../../../shared/store/seats.ts';
import { testClock } from '../../../support/test-clock.ts';

const LIMITS: SeatLimits = { all: 4, each: 2, heldMs: 1000, newestWins: true };
const fresh = (limits: Partial<SeatLimits> = {}) => {
  const clock = testClock();
  const store = new SqliteItemStore(':memory:', clock);
  return { clock, store, seats: new Seats(store, clock, 'test', { ...LIMITS, ...limits }) };
};

it('never gives out more than there are, to all or to one, however many ask at once', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom('ada', 'bob', 'eve'), { minLength: 1, maxLength: 25 }), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), fc.boolean(), async (takers, all, each, newestWins) => {
      const { seats } = fresh({ all, each, newestWins });
      const taken = await Promise.all(takers.map(async (holder, index) => ({ holder, seat: await seats.take(holder, `seat-${index}`) })));
      const held = await Promise.all(taken.map(async ({ holder, seat }) => ((await seat?.isHeld()) === true ? [holder] : [])));
      const holders = held.flat();
      expect(holders.length).toBeLessThanOrEqual(all);
      for (const one of ['ada', 'bob', 'eve']) expect(holders.filter((holder) => holder === one).length).toBeLessThanOrEqual(each);
      // Nobody was turned away while there was room.
      const refused = taken.filter(({ seat }) => seat === undefined).map(({ holder }) => holder);
      if (refused.length > 0) expect(holders.length === all || (!newestWins && refused.every((one) => holders.filter((holder) => holder === one).length === each))).toBe(true);
    }),
    { numRuns: 60 },
  );
});

it('gives the seat of one’s oldest to one’s newest, and nobody else’s', async () => {
  const { seats, clock } = fresh();
  const other = await seats.take('bob', 'b1');
  const own = [];
  for (const id of ['a1', 'a2', 'a3']) {
    own.push(await seats.take('ada', id));
    clock.advance(1);
  }
  expect(await Promise.all(own.map(async (seat) => seat?.isHeld()))).toEqual([false, true, true]);
  expect(await other?.isHeld()).toBe(true);
  await own[0]?.leave();
  expect(await own[2]?.isHeld()).toBe(true);
});

it('refuses the newest where what was begun is to go on', async () => {
  const { seats } = fresh({ newestWins: false });
  const first = await seats.take('ada', 'a1');
  await seats.take('ada', 'a2');
  expect(await seats.take('ada', 'a3')).toBeUndefined();
  await first?.leave();
  expect(await seats.take('ada', 'a3')).toBeDefined();
});

it('frees the seats of who died, and keeps no name', async () => {
  const { seats, clock, store } = fresh({ all: 1 });
  await seats.take('ada@example.com', 'a1');
  expect(JSON.stringify((await store.query({ pk: 'seats#test', limit: 10 })).items)).not.toContain('ada');
  expect(await seats.take('bob', 'b1')).toBeUndefined();
  clock.advance(1001);
  expect(await seats.take('bob', 'b1')).toBeDefined();
});
