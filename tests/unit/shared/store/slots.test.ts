import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { Slots } from '../../../../shared/store/slots.ts';
import { testClock } from '../../../support/test-clock.ts';

const fresh = () => {
  const clock = testClock();
  return { clock, slots: new Slots(new SqliteItemStore(':memory:', clock)) };
};

it('never gives out more than there are, to all or to one tenant, however many ask at once', async () => {
  const takers = fc.array(fc.constantFrom('a', 'b', undefined), { minLength: 1, maxLength: 25 });
  await fc.assert(
    fc.asyncProperty(takers, fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 }), async (tenants, system, tenant) => {
      const { clock, slots } = fresh();
      const taken = await Promise.all(tenants.map((tenantId, index) => slots.take(`imp-${index}`, tenantId, { system, tenant }, clock.now(), clock.now() + 1000)));
      const winners = tenants.filter((_, index) => taken[index]);
      expect((await slots.holders('system')).length).toBe(winners.length);
      expect(winners.length).toBeLessThanOrEqual(system);
      for (const name of ['a', 'b']) {
        const own = winners.filter((tenantId) => tenantId === name).length;
        expect(own).toBeLessThanOrEqual(tenant);
        expect((await slots.holders(`tenant#${name}`)).length).toBe(own);
      }
    }),
    { numRuns: 150 },
  );
});

it('gives all that there are before it refuses', async () => {
  const { clock, slots } = fresh();
  const taken = await Promise.all(Array.from({ length: 9 }, (_, index) => slots.take(`imp-${index}`, undefined, { system: 4, tenant: 1 }, clock.now(), clock.now() + 1000)));
  expect(taken.filter((ok) => ok)).toHaveLength(4);
});

it('takes no slot of the system when the tenant has none left', async () => {
  const { clock, slots } = fresh();
  const limits = { system: 5, tenant: 1 };
  expect(await slots.take('imp-1', 'a', limits, clock.now(), clock.now() + 1000)).toBe(true);
  expect(await slots.take('imp-2', 'a', limits, clock.now(), clock.now() + 1000)).toBe(false);
  expect(await slots.holders('system')).toEqual(['imp-1']);
});

it('is taken once by the same improvement, and free again when given back or expired', async () => {
  const { clock, slots } = fresh();
  const limits = { system: 1, tenant: 1 };
  const take = (id: string) => slots.take(id, 'a', limits, clock.now(), clock.now() + 1000);
  expect([await take('imp-1'), await take('imp-1'), await take('imp-2')]).toEqual([true, true, false]);
  await slots.free('imp-1', 'a');
  await slots.free('imp-1', 'a');
  expect(await take('imp-2')).toBe(true);
  await slots.free('imp-1', 'a');
  expect(await slots.holders('tenant#a')).toEqual(['imp-2']);
  clock.advance(1001);
  expect(await take('imp-3')).toBe(true);
  expect(await slots.holders('system')).toEqual(['imp-3']);
});
