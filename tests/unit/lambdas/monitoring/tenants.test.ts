import { describe, expect, it } from 'vitest';
import { release, type ReleasePhaseDependencies } from '../../../../lambdas/monitoring/release.ts';
import { disasterIn } from '../../../../lambdas/monitoring/watch-promoted.ts';
import { watchRelease, type WatchDependencies } from '../../../../lambdas/monitoring/watch.ts';
import { totalsWhileBoth } from '../../../../lambdas/reporting/learn.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { dependenciesOn, makeImprovement, makeTarget, memoryWorld, PLAN, targetOf } from '../../../../lab/faults/release-world.ts';
import { inProcessBus } from '../../../../shared/adapters/local/in-process-bus.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import type { Target } from '../../../../shared/domain/target.ts';
import { keep, takeBack, undo } from '../../../../shared/release/actions.ts';
import type { ReleaseDependencies } from '../../../../shared/release/dependencies.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { periodByAlias, periodOf, type Behaviour } from '../../../support/release-traffic.ts';
import { testClock } from '../../../support/test-clock.ts';

const MINUTE_MS = 60_000;
const CALM: Behaviour = { requests: 200, ms: 100 };
const ALIASES = ['live', 'acme', 'globex'] as const;

type Traffic = Readonly<Record<string, Readonly<Record<string, Behaviour>>>>;

/** `orders` with version 1 behind `live` and behind the aliases of two tenants, an hour of calm traffic on each, and `imp-1` for the tenant named, for everybody where that is empty. */
const tenants = async ({ tenantId = 'acme', origin = 'opportunity', hour }: { tenantId?: string; origin?: 'opportunity' | 'deployment'; hour?: (startsAt: number) => Period } = {}) => {
  const clock = testClock();
  const world = memoryWorld(clock);
  const baseCommit = await makeTarget(world, 'orders');
  for (const alias of ALIASES.slice(1)) await world.deployer.routeByHand('orders', alias, '1');
  const { tenantId: _, ...everybody } = targetOf(world.root, 'orders');
  const target: Target = { ...everybody, tenantAliases: { acme: 'acme', globex: 'globex' } };
  const dependencies: ReleaseDependencies = { ...dependenciesOn(world, world, 'tester'), targets: { get: async () => target } };
  await makeImprovement(world, { id: 'imp-1', targetId: 'orders', origin, baseCommit });
  await dependencies.improvements.amend('imp-1', ['validating'], ({ tenantId: _shop, ...held }) => ({ ...held, ...(tenantId === '' ? {} : { tenantId }) }));
  const states = new TargetStates(world.store);
  const calm: Traffic = { live: { 1: CALM }, acme: { 1: CALM }, globex: { 1: CALM } };
  const before = hour ?? ((startsAt: number) => periodByAlias(startsAt, 60, calm));
  const now = Math.ceil(clock.now() / MINUTE_MS) * MINUTE_MS;
  clock.set(now);
  await states.put(Array.from({ length: 20 }, (__, index) => before(now - (index + 1) * MINUTE_MS)));

  const phase: ReleasePhaseDependencies = { ...dependencies, periods: new Periods(world.store), termsFor: () => PLAN };
  const asked: string[] = [];
  let completeUntil = now;
  const watch: WatchDependencies = {
    ...dependencies, bus: inProcessBus(), periods: new Periods(world.store), horizon: async () => completeUntil,
    actions: { ramp: async (__, weight) => asked.push(`ramp ${weight}`), promote: async () => asked.push('promote'), rollBack: async (__, { state }) => asked.push(state) },
  };
  /** Minutes in which the aliases were served so, judged when they are over. */
  const minutes = async (count: number, traffic: Traffic) => {
    await states.put(Array.from({ length: count }, (__, index) => periodByAlias(completeUntil + index * MINUTE_MS, 60, traffic)));
    completeUntil += count * MINUTE_MS;
    clock.set(completeUntil);
    return watchRelease(watch, 'imp-1');
  };
  const routing = async (): Promise<Record<string, string>> =>
    Object.fromEntries(await Promise.all(ALIASES.map(async (alias) => {
      const { version, additional } = (await world.deployer.describe('orders', alias)).alias;
      return [alias, additional ? `${version} and ${additional.weight} on ${additional.version}` : version];
    })));
  const latest = async () => (await world.deployer.describe('orders', 'live')).latest.codeDigest;
  return { world, clock, dependencies, phase, asked, minutes, routing, latest, go: () => release({ improvementId: 'imp-1' }, phase) };
};

describe('a release for one tenant', () => {
  it('weights that tenant’s alias, and nobody else’s', async () => {
    const { go, routing, dependencies } = await tenants();
    expect(await go()).toEqual({ next: 'watch' });
    expect(await routing()).toEqual({ live: '1', acme: '1 and 0.1 on 2', globex: '1' });
    expect(await dependencies.releases.get('imp-1')).toMatchObject({ alias: 'acme', judgedByAlias: true, stableBefore: { requests: 4000 } });
  });

  it('is not decided by harm that only other tenants meet, on whichever version', async () => {
    const { go, minutes, asked } = await tenants();
    await go();
    const verdict = await minutes(30, { live: { 1: { requests: 400, failures: 300, ms: 2000 } }, acme: { 1: { requests: 540, ms: 80 }, 2: { requests: 60, ms: 80 } }, globex: { 2: { requests: 500, failures: 400, ms: 3000 } } });
    expect(verdict?.kind).toBe('promote');
    expect(asked).toEqual(['promote']);
  });

  it('is not helped by it either: what is worse than its own tenant’s stable version is taken back', async () => {
    const { go, minutes, asked } = await tenants();
    await go();
    const verdict = await minutes(30, { live: { 1: { requests: 400, failures: 300, ms: 2000 } }, acme: { 1: { requests: 540, failures: 1, ms: 80 }, 2: { requests: 60, failures: 30, ms: 80 } }, globex: { 1: { requests: 500, failures: 400, ms: 3000 } } });
    expect(verdict?.kind).toBe('roll-back');
    expect(asked).toEqual(['rolled-back']);
  });

  it('compares with that tenant’s figures in report and lesson', async () => {
    const { go, minutes, dependencies, phase } = await tenants();
    await go();
    await minutes(30, { live: { 1: CALM }, acme: { 1: { requests: 90, ms: 80 }, 2: { requests: 10, ms: 80 } }, globex: { 1: CALM } });
    const held = await dependencies.releases.get('imp-1');
    expect(held.periods[0]).toMatchObject({ stable: { requests: 90 }, candidate: { requests: 10 } });
    const totals = await totalsWhileBoth(held, phase.periods);
    expect(totals?.stable.requests).toBe(9 * (totals?.candidate.requests ?? 0));
  });

  it('promoted, serves that tenant; the others get its commit with a release of their own', async () => {
    const { go, routing, dependencies, latest, world } = await tenants();
    const before = await latest();
    await go();
    await keep(dependencies, 'imp-1', { unproven: false });
    expect((await dependencies.improvements.get('imp-1')).state).toBe('promoted');
    expect(await routing()).toEqual({ live: '1', acme: '2', globex: '1' });
    // A change of the configuration alone must not bring it to everybody.
    expect(await latest()).toBe(before);
    const { location } = targetOf(world.root, 'orders').repository;
    expect((await world.source(location).readTree('main')).files.get('src/handler.ts')).toContain('new');
  });

  it('taken back or reverted, leaves every alias where it was, and $LATEST with everybody’s version', async () => {
    for (const end of ['taken back', 'reverted'] as const) {
      const { go, routing, dependencies, latest } = await tenants();
      const before = await latest();
      await go();
      if (end === 'taken back') await takeBack(dependencies, 'imp-1', { state: 'rolled-back', reason: 'It was slower.' });
      else {
        await keep(dependencies, 'imp-1', { unproven: false });
        await undo(dependencies, 'imp-1', 'It turned out to be slow.');
      }
      expect(await routing(), end).toEqual({ live: '1', acme: '1', globex: '1' });
      expect(await latest(), end).toBe(before);
      expect(await dependencies.releases.holder('orders'), end).toBeUndefined();
    }
  });

  it('goes on top of the code that this tenant has, not of everybody’s', async () => {
    const { go, world } = await tenants();
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: `commit=${'ab'.repeat(20)} improvement=x` });
    await world.deployer.routeByHand('orders', 'live', version);
    expect(await go()).toEqual({ next: 'watch' });
    const other = await tenants();
    const published = await other.world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: `commit=${'ab'.repeat(20)} improvement=x` });
    await other.world.deployer.routeByHand('orders', 'acme', published.version);
    expect(await other.go()).toEqual({ next: 'generate' });
  });

  it('is refused where nothing tells which alias a request came through, with what to do', async () => {
    const { go, dependencies, routing } = await tenants({ hour: (startsAt) => periodOf(startsAt, 60, { 1: CALM }) });
    expect(await go()).toEqual({ next: 'learn' });
    expect(await dependencies.improvements.get('imp-1')).toMatchObject({ state: 'failed', reason: expect.stringMatching(/only 0 % told which alias.*probe/s) as string });
    expect(await routing()).toEqual({ live: '1', acme: '1', globex: '1' });
  });

  it('may go without the judge, so that a deployment can bring the probe', async () => {
    const { go, dependencies, routing } = await tenants({ origin: 'deployment', hour: (startsAt) => periodOf(startsAt, 60, { 1: CALM }) });
    await dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, skipCanary: 'brings the probe' }));
    expect(await go()).toEqual({ next: 'watch' });
    expect(await routing()).toEqual({ live: '1', acme: '2', globex: '1' });
  });

  it('keeps others waiting: a target has one lease, whichever alias', async () => {
    const { go, world, dependencies, phase } = await tenants();
    await go();
    const { baseCommit = '' } = (await dependencies.improvements.get('imp-1')).remedy ?? {};
    await makeImprovement(world, { id: 'imp-2', targetId: 'orders', origin: 'opportunity', baseCommit });
    expect(await release({ improvementId: 'imp-2' }, phase)).toEqual({ next: 'wait' });
  });

  it('once promoted is watched in that tenant’s traffic', async () => {
    const { go, dependencies, clock } = await tenants();
    await go();
    const held = await dependencies.releases.get('imp-1');
    const failing = { 2: { requests: 200, failures: 150, ms: 80 } };
    const minutes = (alias: string) => Array.from({ length: 3 }, (_, index) => periodByAlias(clock.now() + index * MINUTE_MS, 60, { acme: { 2: CALM }, [alias]: failing }));
    expect(disasterIn(minutes('acme'), held)).toContain('450 of 600 requests fail');
    expect(disasterIn(minutes('globex'), held)).toBeUndefined();
  });
});

describe('a release for everybody, where tenants have aliases of their own', () => {
  it('moves the target’s own alias, judged by what came through it', async () => {
    const { go, routing, dependencies } = await tenants({ tenantId: '' });
    expect(await go()).toEqual({ next: 'watch' });
    expect(await routing()).toEqual({ live: '1 and 0.1 on 2', acme: '1', globex: '1' });
    expect(await dependencies.releases.get('imp-1')).toMatchObject({ alias: 'live', judgedByAlias: true, stableBefore: { requests: 4000 } });
  });

  it('is also what a tenant without an alias gets', async () => {
    const { go, routing } = await tenants({ tenantId: 'initech' });
    expect(await go()).toEqual({ next: 'watch' });
    expect(await routing()).toEqual({ live: '1 and 0.1 on 2', acme: '1', globex: '1' });
  });
});
