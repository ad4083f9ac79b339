import { describe, expect, it } from 'vitest';
import { alarm } from '../../../../lambdas/trigger/alarm.ts';
import { finishEmergencies } from '../../../../lambdas/trigger/answer-emergency.ts';
import { seeServings } from '../../../../lambdas/trigger/look-at-target.ts';
import { keep } from '../../../../shared/release/actions.ts';
import { claimPromotion } from '../../../../shared/release/promote.ts';
import { begin } from '../../../../lab/faults/release-acts.ts';
import { makeImprovement, targetOf } from '../../../../lab/faults/release-world.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { alarmsOn, routeByHand } from '../../../support/alarm-fixture.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';

describe('a critical alarm', () => {
  it('takes a running release back and starts one emergency cycle, without waiting for either to end', async () => {
    const { world, alias, improvement, acts } = await releaseFixture();
    const { dependencies, asked, ring } = alarmsOn(world);
    const answer = await alarm(ring(), dependencies);
    expect(answer).toMatchObject({ kind: 'emergency', targetId: 'orders', reversal: 'put-back', sentence: 'imp-1 is rolled-back.' });
    const cycle = await dependencies.cycles.get(answer.kind === 'emergency' ? (answer.cycleId ?? '') : '');
    expect(cycle).toMatchObject({ emergency: true, trigger: 'alarm', targetIds: ['orders'], windowHours: 1, maxImprovements: 1 });
    expect([await alias(), (await improvement()).state, await notWhole(world, 'imp-1')]).toEqual([{ version: '1' }, 'rolled-back', []]);
    expect(asked.toSorted()).toEqual([`cycle ${cycle.id}`, 'resume imp-1']);
    expect((await acts()).at(-1)).toBe('emergency');
    expect(world.notices.at(-1)).toMatchObject({ severity: 'critical', subject: 'orders: orders-sev1 rings' });
  });

  it.each(['opportunity', 'deployment'] as const)('reverts what was promoted within the window (%s)', async (origin) => {
    const { world, alias, improvement } = await releaseFixture({ until: 'promoted', origin });
    const { dependencies, ring } = alarmsOn(world);
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'emergency', reversal: 'put-back' });
    expect([await alias(), (await improvement()).state, await notWhole(world, 'imp-1')]).toEqual([{ version: '1' }, 'reverted', []]);
  });

  it('reverts what was promoted together with what is being released on top of it', async () => {
    const { world, alias, dependencies: { improvements }, baseCommit, dependencies: effects } = await releaseFixture({ until: 'promoted' });
    await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit });
    await begin(effects, 'dep-2');
    const { dependencies, ring } = alarmsOn(world);
    await alarm(ring(), dependencies);
    expect([(await improvements.get('imp-1')).state, (await improvements.get('dep-2')).state]).toEqual(['reverted', 'superseded']);
    expect([await alias(), await notWhole(world, 'imp-1')]).toEqual([{ version: '1' }, []]);
  });

  it('reverts what was promoted for one tenant within the window, on that tenant’s alias', async () => {
    const { world, dependencies: effects, baseCommit, alias } = await releaseFixture({ until: 'validated' });
    await world.deployer.routeByHand('orders', 'blue', '1');
    const target = { ...targetOf(world.root, 'orders'), tenantAliases: { blue: 'blue' } };
    const forTenant = { ...effects, targets: { get: async () => target } };
    await makeImprovement(world, { id: 'imp-2', targetId: 'orders', origin: 'deployment', baseCommit });
    await effects.improvements.amend('imp-2', ['validating'], (held) => ({ ...held, tenantId: 'blue' }));
    await begin(forTenant, 'imp-2');
    await keep(forTenant, 'imp-2', { unproven: false });
    expect([(await world.deployer.describe('orders', 'blue')).alias.version, await alias()]).toEqual(['2', { version: '1' }]);
    const { dependencies, ring } = alarmsOn(world, { vary: { tenantAliases: { blue: 'blue' } } });
    expect(await alarm(ring(), dependencies)).toMatchObject({ reversal: 'put-back', sentence: 'imp-2 is reverted.' });
    expect((await world.deployer.describe('orders', 'blue')).alias.version).toBe('1');
  });

  it('leaves what was promoted before the window', async () => {
    const { world, clock, alias } = await releaseFixture({ until: 'promoted' });
    clock.advance(3_600_001);
    const { dependencies, ring, asked } = alarmsOn(world);
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'emergency', reversal: 'none' });
    expect([await alias(), asked]).toMatchObject([{ version: '2' }, [expect.stringContaining('cycle ')]]);
  });

  it('goes back from a routing that was nobody’s release', async () => {
    const { world, clock, alias, acts } = await releaseFixture({ until: 'validated' });
    await routeByHand(world);
    clock.advance(60_000);
    const { dependencies, ring } = alarmsOn(world);
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'emergency', reversal: 'go-back', sentence: 'All traffic of orders:live is on version 1 again.' });
    expect([await alias(), await acts()]).toEqual([{ version: '1' }, ['gone-back', 'emergency']]);
  });

  it('leaves what is irreversible, and looks for the fix', async () => {
    const { world, alias, dependencies: { improvements } } = await releaseFixture({ origin: 'deployment' });
    await improvements.amend('imp-1', ['watching'], (held) => ({ ...held, irreversible: 'the table is gone' }));
    const before = await alias();
    const { dependencies, ring, asked } = alarmsOn(world);
    expect(await alarm(ring(), dependencies)).toMatchObject({ reversal: 'none' });
    expect([await alias(), asked]).toMatchObject([before, [expect.stringContaining('cycle ')]]);
  });

  it('finishes what is being merged, and reverts it', async () => {
    const { world, dependencies: effects, improvement, baseCommit } = await releaseFixture();
    await claimPromotion(effects, 'imp-1');
    await effects.releases.amend('imp-1', ['promoting'], (release) => ({ ...release, mergeOnto: baseCommit }));
    const { dependencies, ring } = alarmsOn(world);
    await alarm(ring(), dependencies);
    expect([(await improvement()).state, await notWhole(world, 'imp-1')]).toEqual(['reverted', []]);
  });
});

describe('an alarm that is told again', () => {
  it('starts nothing twice, whenever and however often', async () => {
    const { world, clock, acts } = await releaseFixture();
    const { dependencies, asked, ring } = alarmsOn(world);
    await Promise.all([alarm(ring(), dependencies), alarm(ring(), dependencies), alarm(ring(), dependencies)]);
    clock.advance(10_000_000);
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'answered-before' });
    expect(asked.filter((what) => what.startsWith('cycle'))).toHaveLength(1);
    expect((await acts()).filter((what) => what === 'emergency' || what === 'rolled-back')).toEqual(['rolled-back', 'emergency']);
    expect(world.notices.filter(({ severity }) => severity === 'critical').map(({ key }) => key)).toEqual(expect.arrayContaining([expect.stringContaining('emergency#')]));
  });

  it('does not take back what was released after it had been answered', async () => {
    const { world, clock, dependencies: effects, baseCommit, alias } = await releaseFixture();
    const { dependencies, ring } = alarmsOn(world);
    await alarm(ring(), dependencies);
    clock.advance(60_000);
    await makeImprovement(world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit });
    await begin(effects, 'dep-2');
    await alarm(ring(), dependencies);
    expect(await alias()).toMatchObject({ additional: { version: '3' } });
  });

  it('goes the way back to its end before it says that no cycle could be started', async () => {
    const { world, alias } = await releaseFixture();
    const { dependencies, ring } = alarmsOn(world);
    const slowly = { ...dependencies, clock: { ...dependencies.clock, sleep: async () => {} }, rollback: async (request: Parameters<typeof dependencies.rollback>[0]) => new Promise((resolve) => setTimeout(resolve, 20)).then(() => dependencies.rollback(request)) };
    await expect(alarm(ring(), { ...slowly, flags: { isOn: async () => Promise.reject(new Error('throttled')) } })).rejects.toThrow('throttled');
    expect(await alias()).toEqual({ version: '1' });
  });

  it('cools down: the same alarm starts nothing for a while, another one does', async () => {
    const { world, clock } = await releaseFixture({ until: 'validated' });
    const { dependencies, ring, asked } = alarmsOn(world, { vary: { alarms: { 'orders-p1': { severity: 'critical', cooldownSeconds: 5 } } } });
    await alarm(ring(), dependencies);
    expect(await alarm(ring({ at: clock.now() + 1 }), dependencies)).toEqual({ kind: 'cooling-down' });
    expect(await alarm(ring({ alarm: 'orders-p1' }), dependencies)).toMatchObject({ kind: 'emergency' });
    clock.advance(5001);
    expect(await alarm(ring({ alarm: 'orders-p1', at: clock.now() }), dependencies)).toMatchObject({ kind: 'emergency' });
    expect(await alarm(ring({ at: clock.now() }), dependencies)).toEqual({ kind: 'cooling-down' });
    clock.advance(900_000);
    expect(await alarm(ring({ at: clock.now() }), dependencies)).toMatchObject({ kind: 'emergency' });
    expect(asked.filter((what) => what.startsWith('cycle'))).toHaveLength(4);
  });

  it('goes on where it was left, by itself after a minute, with what had been decided', async () => {
    const { world, clock, improvement } = await releaseFixture();
    const { dependencies, ring, asked } = alarmsOn(world);
    const broken = { ...dependencies, rollback: () => Promise.reject(new Error('throttled')) };
    await expect(alarm(ring(), broken)).rejects.toThrow('throttled');
    expect(asked).toEqual([expect.stringContaining('cycle ')]);
    expect(await finishEmergencies(dependencies)).toEqual({ finished: [], problems: [] });
    clock.advance(60_001);
    expect((await finishEmergencies(broken)).problems).toMatchObject([{ reason: 'throttled' }]);
    expect((await finishEmergencies(dependencies)).finished).toHaveLength(1);
    expect([(await improvement()).state, asked.filter((what) => what.startsWith('cycle')).length, await dependencies.emergencies.open()]).toEqual(['rolled-back', 1, []]);
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'answered-before' });
  });
});

describe('an alarm that is no emergency', () => {
  it.each<[string, Parameters<ReturnType<typeof alarmsOn>['ring']>[0], Parameters<typeof alarmsOn>[1], string]>([
    ['ends', { state: 'OK' }, {}, 'is OK'],
    ['is of nobody’s', { functionName: 'other' }, {}, 'belongs to no target'],
    ['is not critical', { alarm: 'orders-latency' }, {}, 'is medium'],
    ['is not critical by its tag', { tags: { 'pawl:severity': 'high' } }, {}, 'is high'],
    ['is old', { at: Date.UTC(2026, 0, 5, 10) }, {}, 'too long'],
    ['is of a tenant that is switched off', {}, { settings: { enabled: false } }, 'switched off'],
  ])('%s', async (_, over, vary, reason) => {
    const { world, alias } = await releaseFixture();
    const before = await alias();
    const { dependencies, asked, ring } = alarmsOn(world, vary);
    expect(await alarm(ring(over), dependencies)).toMatchObject({ kind: 'ignored', reason: expect.stringContaining(reason) as string });
    expect([await alias(), asked]).toEqual([before, []]);
  });

  it('on a target that a person has paused', async () => {
    const { world, dependencies: { facts } } = await releaseFixture();
    await facts.update('orders', (held) => ({ ...held, pausedBy: 'ada' }));
    const { dependencies, ring } = alarmsOn(world);
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'ignored', reason: 'orders is paused by ada.' });
  });

  it('changes nothing on a target that is only observed', async () => {
    const { world, alias } = await releaseFixture();
    const before = await alias();
    const { dependencies, ring } = alarmsOn(world, { vary: { autonomy: { recipe: 'observe', model: 'observe', person: 'observe' } } });
    expect(await alarm(ring(), dependencies)).toMatchObject({ kind: 'emergency', reversal: 'none' });
    expect(await alias()).toEqual(before);
  });

  it('is looked up by tag where settings say nothing; a tag that cannot be read leaves the name to decide', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const { dependencies, ring } = alarmsOn(world);
    const tagged = { ...dependencies, tagsOf: async () => ({ 'pawl:severity': 'critical' }) };
    expect(await alarm(ring({ alarm: 'orders-x', arn: 'arn:x' }), tagged)).toMatchObject({ kind: 'emergency' });
    expect(await alarm(ring({ alarm: 'orders-y', arn: 'arn:y' }), { ...dependencies, tagsOf: () => Promise.reject(new Error('denied')) })).toMatchObject({ kind: 'ignored', severity: 'medium' });
  });
});

describe('looking at what serves', () => {
  it('keeps since when, and what served before', async () => {
    const { world, clock } = await releaseFixture({ until: 'validated' });
    const { dependencies } = alarmsOn(world);
    const target = targetOf(world.root, 'orders');
    const first = clock.now();
    await seeServings([target], dependencies);
    clock.advance(60_000);
    await seeServings([target], dependencies);
    expect(await dependencies.servings.find('orders')).toEqual({ version: '1', since: first });
    await routeByHand(world);
    clock.advance(60_000);
    await seeServings([target], dependencies);
    expect(await dependencies.servings.find('orders')).toEqual({ version: '2', since: clock.now(), before: '1' });
  });

  it('tells which targets do not answer, and looks at the others', async () => {
    const { world } = await releaseFixture({ until: 'validated' });
    const { dependencies } = alarmsOn(world);
    expect(await seeServings([{ id: 'gone', functionName: 'gone', alias: 'live' }, targetOf(world.root, 'orders')], dependencies)).toMatchObject([{ targetId: 'gone' }]);
    expect(await dependencies.servings.find('orders')).toMatchObject({ version: '1' });
  });

  it('takes nothing back hours later: people are told instead', async () => {
    const { world, clock, improvement } = await releaseFixture();
    const { dependencies, ring } = alarmsOn(world);
    await expect(alarm(ring(), { ...dependencies, rollback: () => Promise.reject(new Error('throttled')) })).rejects.toThrow('throttled');
    clock.advance(3 * 3_600_000);
    const told: string[] = [];
    const watched = { ...dependencies, notifier: { send: async ({ subject }: { subject: string }) => void told.push(subject) } };
    expect((await finishEmergencies(watched)).finished).toHaveLength(1);
    expect([(await improvement()).state, await dependencies.emergencies.open(), told]).toEqual(['watching', [], [expect.stringContaining('was not answered')]]);
  });
});
