import { describe, expect, it, vi } from 'vitest';
import { stablePastOf } from '../../../../lambdas/monitoring/plan-release.ts';
import { release, type ReleasePhaseDependencies } from '../../../../lambdas/monitoring/release.ts';
import { verdictAnswer } from '../../../../shared/store/wait-answers.ts';
import { abandon, type AbandonDependencies } from '../../../../lambdas/monitoring/abandon.ts';
import { carryOut } from '../../../../shared/release/action-request.ts';
import { DeployerError } from '../../../../shared/ports/deployer.ts';
import { expose } from '../../../../shared/release/expose.ts';
import { openRelease } from '../../../../shared/release/open-release.ts';
import { takeBack } from '../../../../shared/release/actions.ts';
import { branchOf } from '../../../../shared/release/branch-of.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { releaseFixture, type ReleaseFixture } from '../../../support/release-fixture.ts';
import { packageOf } from '../../../../lab/faults/answering-package.ts';
import { periodOf } from '../../../support/release-traffic.ts';
import { notWhole } from '../../../../lab/faults/wholeness.ts';
import { makeImprovement, patchOn, PLAN, targetOf } from '../../../../lab/faults/release-world.ts';
import { without } from '../../../support/without.ts';

const phase = ({ world, dependencies }: ReleaseFixture): ReleasePhaseDependencies => ({ ...dependencies, periods: new Periods(world.store), termsFor: () => PLAN });
const abandoning = (dependencies: ReleaseFixture['dependencies']): AbandonDependencies => ({ ...dependencies, rollback: (request) => carryOut(request, dependencies) });
const IMP = { improvementId: 'imp-1' };

describe('the release phase', () => {
  it('plans from the hour before, and exposes', async () => {
    const fixture = await releaseFixture({ until: 'validated' });
    const { world, clock, dependencies, alias } = fixture;
    await new TargetStates(world.store).put([0, 1, 2].map((index) => periodOf(clock.now() - (index + 1) * 60_000, 60, { 1: { requests: 400, failures: 4, ms: 100 } })));
    expect(await release(IMP, phase(fixture))).toEqual({ next: 'watch' });
    const { latencyThresholdMs, stableBefore } = await dependencies.releases.get('imp-1');
    expect(stableBefore).toEqual({ requests: 1200, failures: 12 });
    expect(latencyThresholdMs).toBeGreaterThan(140);
    expect(latencyThresholdMs).toBeLessThan(150);
    expect(await alias()).toMatchObject({ additional: { weight: 0.1 } });
  });

  it('goes on watching what is exposed already', async () => {
    const fixture = await releaseFixture();
    expect(await release(IMP, phase(fixture))).toEqual({ next: 'watch' });
    expect(await fixture.world.deployer.versions('orders')).toHaveLength(2);
  });

  it('waits for its turn', async () => {
    const fixture = await releaseFixture();
    await makeImprovement(fixture.world, { id: 'imp-2', targetId: 'orders', origin: 'opportunity', baseCommit: fixture.baseCommit });
    expect(await release({ improvementId: 'imp-2' }, phase(fixture))).toEqual({ next: 'wait' });
  });

  it('waits until a version that has just begun to serve has shown how it does', async () => {
    const fixture = await releaseFixture({ until: 'validated' });
    const { world, clock } = fixture;
    await new TargetStates(world.store).put([periodOf(clock.now() - 120_000, 60, { 0: { requests: 400, ms: 100 } }), periodOf(clock.now() - 60_000, 60, { 1: { requests: 30, ms: 100 } })]);
    expect(await release(IMP, phase(fixture))).toEqual({ next: 'wait' });
    await fixture.dependencies.improvements.amend('imp-1', ['validating'], (held) => ({ ...held, emergency: true }));
    expect(await release(IMP, phase(fixture))).toEqual({ next: 'watch' });
  });

  it.each([['opportunity', 'generate'], ['deployment', 'watch']] as const)('sends a remedy for other code than serves back to be made anew (%s: %s)', async (origin, next) => {
    const fixture = await releaseFixture({ until: 'validated', origin });
    const { world } = fixture;
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: `commit=${'ab'.repeat(20)} improvement=x` });
    await world.deployer.routeByHand('orders', 'live', version);
    expect(await release(IMP, phase(fixture))).toEqual({ next });
  });

  it('sends an approved one the whole way again when other code serves by now', async () => {
    const fixture = await releaseFixture({ until: 'validated' });
    const { world, dependencies, clock, improvement } = fixture;
    await dependencies.improvements.transition('imp-1', 'awaiting-approval', { by: 'validation', at: clock.now() });
    const { version } = await world.deployer.publish({ functionName: 'orders', package: packageOf('later'), description: `commit=${'ab'.repeat(20)} improvement=x` });
    await world.deployer.routeByHand('orders', 'live', version);
    expect(await release(IMP, phase(fixture))).toEqual({ next: 'generate' });
    expect((await improvement()).state).toBe('validating');
  });

  it('supersedes a deployment that lacks what was promoted since it was asked for', async () => {
    const fixture = await releaseFixture({ until: 'promoted' });
    await makeImprovement(fixture.world, { id: 'dep-2', targetId: 'orders', origin: 'deployment', baseCommit: fixture.baseCommit });
    expect(await release({ improvementId: 'dep-2' }, phase(fixture))).toEqual({ next: 'learn' });
    expect(await fixture.dependencies.improvements.get('dep-2')).toMatchObject({ state: 'superseded', reason: expect.stringContaining('does not contain commit') as string });
  });

  it('ends what runs on the target for an emergency’s fix, but not another emergency’s, and not what must not be taken back', async () => {
    for (const [vary, next] of [[{}, 'watch'], [{ emergency: true }, 'wait'], [{ irreversible: 'migrated' }, 'wait']] as const) {
      const fixture = await releaseFixture();
      const { world, dependencies, baseCommit, improvement, alias } = fixture;
      await dependencies.improvements.amend('imp-1', ['watching'], (held) => ({ ...held, ...vary }));
      await makeImprovement(world, { id: 'imp-2', targetId: 'orders', origin: 'opportunity', baseCommit });
      await dependencies.improvements.amend('imp-2', ['validating'], (held) => ({ ...held, emergency: true }));
      expect(await release({ improvementId: 'imp-2' }, phase(fixture))).toEqual({ next });
      expect([(await improvement()).state, await alias()]).toEqual(next === 'watch' ? ['superseded', { version: '1', additional: { version: '3', weight: 0.1 } }] : ['watching', { version: '1', additional: { version: '2', weight: 0.1 } }]);
    }
  });

  it('ends what cannot be opened or exposed, with the reason', async () => {
    const split = await releaseFixture({ until: 'validated' });
    const { version } = await split.world.deployer.publish({ functionName: 'orders', package: packageOf('x'), description: 'x' });
    const { alias: { revision } } = await split.world.deployer.describe('orders', 'live');
    await split.world.deployer.shift({ functionName: 'orders', alias: 'live', to: { version: '1', additional: { version, weight: 0.5 } }, revision });
    expect(await release(IMP, phase(split))).toEqual({ next: 'learn' });
    expect(await split.improvement()).toMatchObject({ state: 'failed', reason: expect.stringContaining('already splits') as string });

    const unbuilt = await releaseFixture({ until: 'validated' });
    await unbuilt.dependencies.improvements.amend('imp-1', ['validating'], (held) => without(held, 'packageKey'));
    expect(await release(IMP, phase(unbuilt))).toEqual({ next: 'learn' });
    expect((await unbuilt.improvement()).state).toBe('failed');
  });
});

describe('the stable version\'s past', () => {
  it('is that of the version which serves, added up', () => {
    const past = stablePastOf([periodOf(60_000, 60, { 1: { requests: 100, failures: 2, ms: 100 }, 2: { requests: 50, failures: 50, ms: 900 } }), periodOf(120_000, 60, { 1: { requests: 300, ms: 100 } }), periodOf(180_000, 60, { 2: { requests: 9, ms: 9 } })], '1');
    expect(past.stableBefore).toEqual({ requests: 400, failures: 2 });
    expect(past.latencyThresholdMs).toBeGreaterThan(140);
    expect(past.latencyThresholdMs).toBeLessThan(150);
    expect(past.phi).toEqual({ failures: 2, latency: 1 });
  });

  it('has no threshold where nothing was served', () => {
    expect(stablePastOf([], '1')).toEqual({ stableBefore: { requests: 0, failures: 0 }, phi: { failures: 2, latency: 1 } });
  });
});

describe('waiting for a verdict', () => {
  it('is over when it is settled', async () => {
    const { dependencies } = await releaseFixture();
    expect(await verdictAnswer(dependencies.improvements, 'imp-1')).toBeUndefined();
    await takeBack(dependencies, 'imp-1', { state: 'rolled-back', reason: 'slower' });
    expect(await verdictAnswer(dependencies.improvements, 'imp-1')).toEqual({ next: 'learn' });
  });
});

describe('an execution that broke', () => {
  const ERROR = { Error: 'States.Timeout', Cause: 'It took too long.' };

  it('ends what nobody has seen, with its slot and its branch', async () => {
    const { world, dependencies, improvement, baseCommit } = await releaseFixture({ until: 'validated' });
    const repository = world.source(targetOf(world.root, 'orders').repository.location);
    await repository.commit({ branch: branchOf('imp-1'), parent: baseCommit, files: patchOn(baseCommit).files, message: 'x', author: 'Pawl', at: 0 });
    expect(await abandon({ ...IMP, error: ERROR }, abandoning(dependencies))).toEqual({ next: 'learn' });
    expect(await improvement()).toMatchObject({ state: 'failed', reason: 'Something unexpected: States.Timeout: It took too long.' });
    expect([await dependencies.slots.holders('system'), await repository.branches('pawl/')]).toEqual([[], []]);
  });

  it('takes back what it was about to expose', async () => {
    const { world, dependencies, improvement } = await releaseFixture({ until: 'validated' });
    await openRelease(dependencies, await improvement(), PLAN);
    await abandon({ ...IMP, error: 'odd' }, abandoning(dependencies));
    expect(await improvement()).toMatchObject({ state: 'failed', reason: 'Something unexpected: odd' });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('finishes taking back what those who were exposing it could not take back', async () => {
    const { world, dependencies, improvement } = await releaseFixture({ until: 'validated' });
    await openRelease(dependencies, await improvement(), PLAN);
    const denied = new DeployerError('refused', 'lambda:UpdateAlias is denied.', { cause: Object.assign(new Error('no'), { code: 'PAWL-AWS-DENIED' }) });
    const notify = vi.fn();
    const shift = async (): Promise<never> => Promise.reject(denied);
    await expect(expose({ ...dependencies, notify, deployer: { ...dependencies.deployer, shift } }, 'imp-1', 0.1)).rejects.toMatchObject({ message: expect.stringMatching(/^It could not be released: PAWL-AWS-DENIED: .* Nor can it be taken back from here/), cause: denied });
    expect([(await improvement()).state, notify.mock.calls]).toEqual(['rolling-back', []]);
    await abandon({ ...IMP, error: ERROR }, abandoning(dependencies));
    expect(await improvement()).toMatchObject({ state: 'failed', reason: 'It could not be released: PAWL-AWS-DENIED: lambda:UpdateAlias is denied.' });
    expect(await notWhole(world, 'imp-1')).toEqual([]);
  });

  it('leaves what is watched, or settled, to the tick and the guard', async () => {
    for (const until of ['watching', 'promoted'] as const) {
      const { dependencies, improvement, alias } = await releaseFixture({ until });
      const before = await alias();
      await abandon({ ...IMP, error: { odd: 1 } }, abandoning(dependencies));
      expect([(await improvement()).state, await alias()]).toEqual([until, before]);
    }
  });
});

describe('releasing that is switched off', () => {
  it('waits with what is not exposed, goes on when it is on again, and leaves alone what is watched', async () => {
    const fixture = await releaseFixture({ until: 'validated' });
    const off = { flags: { isOn: async (flag: string) => flag !== 'phase:release' } };
    expect(await release(IMP, { ...phase(fixture), ...off })).toEqual({ next: 'later' });
    expect((await fixture.improvement()).state).toBe('validating');
    expect(await release(IMP, phase(fixture))).toEqual({ next: 'watch' });
    expect(await release(IMP, { ...phase(fixture), ...off })).toEqual({ next: 'watch' });
    expect((await fixture.improvement()).state).toBe('watching');
  });
});
