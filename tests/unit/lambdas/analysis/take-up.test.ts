import { describe, expect, it } from 'vitest';
import { takeUp, type TakeUpDependencies } from '../../../../lambdas/analysis/take-up.ts';
import { dependenciesOn, memoryWorld } from '../../../../lab/faults/release-world.ts';
import type { Cycle } from '../../../../shared/domain/cycle.ts';
import type { Opportunity } from '../../../../shared/domain/opportunity.ts';
import { testClock } from '../../../support/test-clock.ts';

const cycle = (id: string, over: Partial<Cycle> = {}): Cycle => ({
  id, targetIds: ['orders'], trigger: 'command', cause: id, emergency: false, windowHours: 24, maxImprovements: 9, dryRun: false, state: 'running', startedAt: 0,
  telemetryAnalyzed: { metrics: 0, logs: 0, events: 0 }, opportunityIds: [], improvementIds: [], phaseMs: {}, ...over,
});
const EMERGENCY = cycle('cyc-e', { emergency: true, maxImprovements: 1 });

const tenantOf = (targetId: string): string => (targetId === 'carrier' ? 'post' : 'shop');

const opportunity = (id: string, impactScore: number, targetId = 'orders'): Opportunity => ({
  id, targetId, tenantId: tenantOf(targetId), systemWide: false, impactScore, priority: 'high', firstSeenAt: 0, lastSeenAt: 0, kind: 'timeout', key: id, title: `Fix ${id}`, severity: 'high', confidence: 1, risk: 'low', gainPercent: 10,
  affectedUsersPerHour: 1, occurrencesPerDay: 1, evidence: { kind: 'cache', cache: 'c', hits: 1, misses: 1, requestsPerHour: 1 },
});

/** Targets `orders`, `desk` and `carrier`; `orders` and `desk` are of one tenant. */
const fixture = (limits = { system: 2, tenant: 2, slotSeconds: 60 }) => {
  const world = memoryWorld(testClock());
  const effects = dependenciesOn(world, world, 'test');
  const dependencies: TakeUpDependencies = {
    ...effects,
    targets: { get: async (id) => ({ ...(await effects.targets.get(id)), tenantId: tenantOf(id) }) },
    limitsFor: () => limits,
    canRemedy: () => true,
    ids: { next: (prefix) => prefix, derived: (prefix, cause) => `${prefix}-${cause.replaceAll(' ', '-')}` },
  };
  const take = (of: Cycle, opportunities: readonly Opportunity[]) => takeUp(dependencies, of, opportunities, { atMost: of.maxImprovements });
  const stateOf = async (id: string) => (await effects.improvements.get(id)).state;
  return { world, effects, take, stateOf };
};

describe('taking opportunities up', () => {
  it('takes as many as there are slots, best first, and answers the same when it is asked again', async () => {
    const { take, effects } = fixture();
    const all = [opportunity('a', 9), opportunity('b', 5), opportunity('c', 1)];
    expect(await take(cycle('cyc-1'), all)).toEqual(['imp-cyc-1-a', 'imp-cyc-1-b']);
    expect(await take(cycle('cyc-1'), all)).toEqual(['imp-cyc-1-a', 'imp-cyc-1-b']);
    expect((await effects.slots.holders('system')).toSorted()).toEqual(['imp-cyc-1-a', 'imp-cyc-1-b']);
    expect((await effects.improvements.get('imp-cyc-1-a')).emergency).toBeUndefined();
  });
});

describe('an emergency, when all slots are taken', () => {
  it('takes that of the least which nobody is exposed to, whose opportunity is free again', async () => {
    const { take, effects, stateOf } = fixture();
    await take(cycle('cyc-1'), [opportunity('a', 9), opportunity('b', 5)]);
    expect(await take(EMERGENCY, [opportunity('e', 1)])).toEqual(['imp-cyc-e-e']);
    expect([await stateOf('imp-cyc-1-a'), await stateOf('imp-cyc-1-b'), await stateOf('imp-cyc-e-e')]).toEqual(['queued', 'superseded', 'queued']);
    expect(await effects.improvements.get('imp-cyc-1-b')).toMatchObject({ reason: expect.stringContaining('emergency on orders') as string });
    for (const pool of ['system', 'tenant#shop']) expect((await effects.slots.holders(pool)).toSorted()).toEqual(['imp-cyc-1-a', 'imp-cyc-e-e']);
    expect((await effects.audit.list('orders')).map(({ what, improvementId }) => [what, improvementId])).toEqual([['taken-up', 'imp-cyc-1-a'], ['taken-up', 'imp-cyc-1-b'], ['superseded', 'imp-cyc-1-b'], ['taken-up', 'imp-cyc-e-e']]);
    expect((await effects.improvements.get('imp-cyc-e-e')).emergency).toBe(true);
  });

  it('takes no second one when it is asked again', async () => {
    const { take, stateOf } = fixture();
    await take(cycle('cyc-1'), [opportunity('a', 9), opportunity('b', 5)]);
    for (const _ of [1, 2, 3]) await take(EMERGENCY, [opportunity('e', 1)]);
    expect(await stateOf('imp-cyc-1-a')).toBe('queued');
  });

  it('leaves alone what is exposed, and gets one slot more', async () => {
    const { take, effects, stateOf } = fixture();
    await take(cycle('cyc-1'), [opportunity('a', 9), opportunity('b', 5)]);
    for (const id of ['imp-cyc-1-a', 'imp-cyc-1-b']) await effects.improvements.transition(id, 'releasing', { by: 'test', at: 0 });
    expect(await take(EMERGENCY, [opportunity('e', 1)])).toEqual(['imp-cyc-e-e']);
    expect([await stateOf('imp-cyc-1-a'), await stateOf('imp-cyc-1-b')]).toEqual(['releasing', 'releasing']);
    expect(await effects.slots.holders('system')).toHaveLength(3);
  });

  it('takes a slot of its own tenant where that is what it lacks, and keeps both pools right where it is another’s', async () => {
    const full = fixture({ system: 9, tenant: 1, slotSeconds: 60 });
    await full.take(cycle('cyc-1'), [opportunity('c', 1, 'carrier'), opportunity('a', 9, 'desk')]);
    await full.take(EMERGENCY, [opportunity('e', 1)]);
    expect([await full.stateOf('imp-cyc-1-c'), await full.stateOf('imp-cyc-1-a')]).toEqual(['queued', 'superseded']);

    const other = fixture({ system: 1, tenant: 1, slotSeconds: 60 });
    await other.take(cycle('cyc-1'), [opportunity('c', 1, 'carrier')]);
    await other.take(EMERGENCY, [opportunity('e', 1)]);
    expect([await other.effects.slots.holders('system'), await other.effects.slots.holders('tenant#shop'), await other.effects.slots.holders('tenant#post')]).toEqual([['imp-cyc-e-e'], ['imp-cyc-e-e'], []]);
  });

  it('does not push out another emergency', async () => {
    const { take, stateOf } = fixture({ system: 1, tenant: 1, slotSeconds: 60 });
    await take(EMERGENCY, [opportunity('e', 1)]);
    await take({ ...EMERGENCY, id: 'cyc-f' }, [opportunity('f', 9)]);
    expect([await stateOf('imp-cyc-e-e'), await stateOf('imp-cyc-f-f')]).toEqual(['queued', 'queued']);
  });

  it('gives many at once a slot each', async () => {
    const { take, effects } = fixture({ system: 3, tenant: 9, slotSeconds: 60 });
    await take(cycle('cyc-1'), [opportunity('a', 9), opportunity('b', 5), opportunity('c', 1)]);
    const taken = await Promise.all(['x', 'y', 'z'].map((name) => take({ ...EMERGENCY, id: `cyc-${name}` }, [opportunity(name, 1)])));
    expect(taken.map(({ length }) => length)).toEqual([1, 1, 1]);
    expect(new Set(await effects.slots.holders('system'))).toEqual(new Set(['imp-cyc-x-x', 'imp-cyc-y-y', 'imp-cyc-z-z']));
  });
});
