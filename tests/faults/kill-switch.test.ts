import { describe, expect, it } from 'vitest';
import { guard } from '../../lambdas/monitoring/guard.ts';
import { watchAll } from '../../lambdas/monitoring/watch-all.ts';
import { begin } from '../../lab/faults/release-acts.ts';
import { intercepted } from '../../lab/faults/release-ports.ts';
import { dependenciesOn, makeImprovement, makeTarget, memoryWorld, type ReleaseWorld } from '../../lab/faults/release-world.ts';
import type { OwnedDeployer } from '../../lab/faults/sqlite-deployer.ts';
import { notWhole } from '../../lab/faults/wholeness.ts';
import { alarm } from '../../lambdas/trigger/alarm.ts';
import { deploy } from '../../shared/commands/deploy.ts';
import { startCycle } from '../../shared/commands/start-cycle.ts';
import { stopEverything } from '../../shared/commands/stop-everything.ts';
import { keep, takeBack } from '../../shared/release/actions.ts';
import { carryOut, type RollbackRequest } from '../../shared/release/action-request.ts';
import { finishIntent } from '../../shared/release/finish-intent.ts';
import { PAWL_CHAIN } from '../../shared/domain/audit.ts';
import { keys } from '../../shared/store/keys.ts';
import { Periods } from '../../shared/store/periods.ts';
import { flagsInForce, Switches, whyStopped } from '../../shared/store/switches.ts';
import { alarmsOn } from '../support/alarm-fixture.ts';
import { mortal } from '../support/mortal-world.ts';
import { commandsOn } from '../support/release-commands.ts';
import { testClock } from '../support/test-clock.ts';

const BEAT_SECONDS = 60;
const STOP = { by: 'ada', reason: 'Everything looks wrong.' };
const TARGETS = ['orders', 'payments', 'stock'] as const;

const effectsOn = (world: ReleaseWorld, actor: string) => {
  const switches = new Switches(world.store);
  return { ...dependenciesOn(world, world, actor), switches, flags: flagsInForce(switches, { isOn: async () => true }) };
};

/** A canary of Pawl's on two targets, and one of the owners' on the third, each at 10 %. */
const scene = async () => {
  const clock = testClock();
  const world = memoryWorld(clock);
  for (const [index, targetId] of TARGETS.entries()) {
    const baseCommit = await makeTarget(world, targetId);
    await makeImprovement(world, { id: `imp-${targetId}`, targetId, origin: index === 2 ? 'deployment' : 'opportunity', baseCommit });
    await begin(effectsOn(world, 'release'), `imp-${targetId}`);
  }
  clock.advance(1000);
  return { clock, world };
};

/** Its clock lets no time pass but what the effects take; `inHaste`: its patience is over at once. */
const stopOn = (world: ReleaseWorld, { inHaste = false } = {}) => {
  const effects = effectsOn(world, 'ada');
  const clock = { ...world.clock, sleep: async (_: number, signal?: AbortSignal) => (inHaste ? undefined : new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))) };
  return stopEverything({ ...effects, clock, rollback: (request) => carryOut(request, effects), runner: commandsOn(world).commands.runner }, STOP);
};

const guardOnce = async (world: ReleaseWorld) => {
  const effects = effectsOn(world, 'guard');
  return guard({ ...effects, beatSeconds: BEAT_SECONDS, stopped: () => whyStopped(effects), actions: { rollBack: (id, ending) => takeBack(effects, id, ending), finishIntent: (id) => finishIntent(effects, id) } });
};

/** What is not as it must be on any target once the guard has looked at most this often, a beat apart. */
const problemsAfter = async (world: ReleaseWorld, clock: ReturnType<typeof testClock>, beats: number, ids: readonly string[] = TARGETS.map((id) => `imp-${id}`)): Promise<string[]> => {
  const problems: string[] = [];
  for (let beat = 0; beat < beats; beat += 1) {
    problems.push(...(await guardOnce(world)).acts.flatMap(({ problem }) => problem ?? []));
    clock.advance(BEAT_SECONDS * 1000 + 1);
  }
  for (const id of ids) problems.push(...(await notWhole(world, id)).map((text) => `${id}: ${text}`));
  return problems;
};

const stateOf = async (world: ReleaseWorld, id: string) => (await dependenciesOn(world, world, 'reader').improvements.get(id)).state;

describe('stopping everything', () => {
  it('brings every canary back to stable, of Pawl and of the owners, before it answers', async () => {
    const { world } = await scene();
    const answer = await stopOn(world);
    expect(answer).toMatchObject({ ok: true, stopped: true, complete: true, problems: [], beingFinished: [] });
    expect(answer.ok && answer.takenBack.toSorted()).toEqual(['imp-orders', 'imp-payments', 'imp-stock']);
    for (const id of TARGETS) expect(await notWhole(world, `imp-${id}`)).toEqual([]);
    expect(await stateOf(world, 'imp-orders')).toBe('superseded');
    expect(world.notices.filter(({ severity }) => severity === 'critical').map(({ subject }) => subject)).toEqual(['Everything is stopped']);
  });

  it('answers when its patience is over, and says that not everything has gone back yet', async () => {
    const { world } = await scene();
    expect(await stopOn(world, { inHaste: true })).toMatchObject({ ok: true, stopped: true, complete: false });
  });

  it('is said again with the reason that it stands by, and tells nobody twice', async () => {
    const { world } = await scene();
    await stopOn(world);
    expect(await stopOn(world)).toMatchObject({ ok: true, stopped: false, takenBack: [] });
    expect(world.notices.filter(({ severity }) => severity === 'critical')).toHaveLength(1);
  });

  it.each(['before', 'after'] as const)('holds when whoever does it dies %s any of the effects: two beats later every target is whole', { timeout: 60_000 }, async (moment) => {
    const wrong: string[] = [];
    let points = 0;
    for (let call = 1, isOver = false; !isOver; call += 1) {
      const { world, clock } = await scene();
      const { world: dying, over } = mortal(world, call, moment);
      const ended = await Promise.race([stopOn(dying).then(() => 'survived' as const), over]);
      isOver = ended === 'survived';
      if (!isOver) points += 1;
      // Dead before the one write: nobody has stopped anything, and everything goes on being watched.
      if ((await new Switches(world.store).stopped()) === undefined) continue;
      clock.advance(BEAT_SECONDS * 1000 + 1);
      wrong.push(...(await problemsAfter(world, clock, 2)).map((problem) => `${moment} call ${call}: ${problem}`));
      world.close();
    }
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(10);
  });

  it('is enforced by the guard alone at its next look, though every canary is watched', async () => {
    const { world, clock } = await scene();
    await new Switches(world.store).set({ flag: 'everything', on: false, at: clock.now(), ...STOP });
    const { acts } = await guardOnce(world);
    expect(acts.map(({ did, stopped }) => ({ did, stopped }))).toEqual(Array.from({ length: 3 }, () => ({ did: 'rolled back', stopped: true })));
    expect(await problemsAfter(world, clock, 0)).toEqual([]);
  });

  it('is enforced by the tick alone at its next beat, and by a switch outside of Pawl as well', async () => {
    const { world, clock } = await scene();
    const effects = effectsOn(world, 'tick');
    const { problems } = await watchAll({
      ...effects, flags: { isOn: async () => false }, periods: new Periods(world.store), states: { get: async () => undefined }, bus: { publish: async () => {} },
      movers: { ramp: async () => {}, promote: async () => {} }, rollback: (request: RollbackRequest) => carryOut(request, effects),
    });
    expect(problems).toEqual([]);
    expect(await problemsAfter(world, clock, 0)).toEqual([]);
  });

  it('is enforced where the audit log was damaged, of a target and of Pawl', async () => {
    const { world } = await scene();
    for (const key of [keys.auditHead('orders'), keys.auditHead(PAWL_CHAIN), keys.audit('payments', 2)]) {
      await world.store.write([{ kind: 'put', key, body: { from: 'another version' }, when: (await world.store.get(key))?.version ?? 'absent' }]);
    }
    expect(await stopOn(world)).toMatchObject({ ok: true, problems: [], complete: true });
    expect(await Promise.all(TARGETS.map((id) => stateOf(world, `imp-${id}`)))).toEqual(['superseded', 'superseded', 'superseded']);
    for (const id of TARGETS) expect((await world.deployer.describe(id, 'live')).alias.additional).toBeUndefined();
  });

  it('writes down why with what goes back, but not what was said of all with what is a tenant’s', async () => {
    const { world } = await scene();
    const { improvements } = effectsOn(world, 'reader');
    await improvements.amend('imp-payments', ['watching'], ({ tenantId: _, ...held }) => held);
    await improvements.amend('imp-orders', ['watching'], (held) => ({ ...held, tenantId: 'acme' }));
    await stopOn(world);
    expect((await improvements.get('imp-payments')).reason).toBe('ada stopped everything: Everything looks wrong.');
    expect((await improvements.get('imp-orders')).reason).toBe('Everything is stopped, for every tenant.');
  });

  it('that cannot be read keeps the tick from nothing else: what is exposed is watched, and it says so', async () => {
    const { world } = await scene();
    const effects = effectsOn(world, 'tick');
    const { problems } = await watchAll({
      ...effects, flags: { isOn: async () => Promise.reject(new Error('no table')) }, periods: new Periods(world.store), states: { get: async () => undefined }, bus: { publish: async () => {} },
      movers: { ramp: async () => {}, promote: async () => {} }, rollback: (request: RollbackRequest) => carryOut(request, effects),
    });
    expect(problems).toEqual([{ improvementId: 'everything', problem: 'Whether everything is stopped cannot be read: no table' }]);
    expect(await Promise.all(TARGETS.map(async (id) => (await effects.releases.get(`imp-${id}`)).verdict !== undefined))).toEqual([true, true, true]);
  });

  it('racing with a promotion at each of its effects leaves it promoted or taken back, never half', { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    const ends = new Set<string>();
    for (const dies of [false, true]) {
      for (let call = 1, isOver = false; !isOver; call += 1) {
        const { world, clock } = await scene();
        const reached = await interrupted(world, call, (paused) => keep(effectsOn(paused, 'tick'), 'imp-orders', { unproven: false }), () => stopOn(world), dies);
        isOver = !reached;
        clock.advance(BEAT_SECONDS * 1000 + 1);
        wrong.push(...(await problemsAfter(world, clock, isOver ? 0 : 3, ['imp-orders'])).map((problem) => `call ${call}, ${dies ? 'dead' : 'slow'}: ${problem}`));
        if (!isOver) ends.add(await stateOf(world, 'imp-orders'));
        world.close();
      }
    }
    expect(wrong).toEqual([]);
    expect([...ends].sort()).toEqual(['promoted', 'superseded']);
  });

  it('racing with a release that is just being opened leaves nothing exposed, also where nobody guards', { timeout: 60_000 }, async () => {
    const wrong: string[] = [];
    let points = 0;
    for (let call = 1, isOver = false; !isOver; call += 1) {
      const clock = testClock();
      const world = memoryWorld(clock);
      await makeImprovement(world, { id: 'imp-orders', targetId: 'orders', origin: 'opportunity', baseCommit: await makeTarget(world, 'orders') });
      const reached = await interrupted(world, call, (paused) => begin(effectsOn(paused, 'release'), 'imp-orders'), () => stopOn(world), false);
      isOver = !reached;
      if (reached) {
        points += 1;
        const { alias } = await world.deployer.describe('orders', 'live');
        const state = await stateOf(world, 'imp-orders');
        if (alias.version !== '1' || alias.additional !== undefined || !['validating', 'superseded'].includes(state)) wrong.push(`call ${call}: ${state}, ${JSON.stringify(alias)}`);
      }
      world.close();
    }
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(4);
  });

  it('keeps cycles and deployments from beginning, holds a deployment that a pipeline tells of, and lets an alarm take back what just changed', async () => {
    const { world } = await scene();
    await stopOn(world);
    const { commands } = commandsOn(world);
    const { flags } = effectsOn(world, 'nobody');
    const off = { ok: false, kind: 'off', reason: expect.stringContaining('Everything is stopped') as string };
    expect(await startCycle({ ...commands, flags }, { trigger: 'command', cause: 'now' })).toMatchObject(off);
    expect(await deploy({ ...commands, flags }, { targetId: 'orders', ref: 'main', by: 'ada' })).toMatchObject(off);

    const held = await deploy({ ...commands, flags }, { targetId: 'orders', ref: 'main', by: 'pipeline', cause: 'event-1', packageKey: 'f'.repeat(64) });
    expect(held).toMatchObject({ ok: true });
    expect(held.ok && (await commands.improvements.get(held.improvementId)).state).toBe('validating');
    expect(world.notices.map(({ subject }) => subject)).toContain('orders: a deployment is held');

    const alarms = alarmsOn(world);
    const answered = await alarm(alarms.ring(), { ...alarms.dependencies, flags });
    expect(answered).toMatchObject({ kind: 'emergency' });
    expect(await alarms.dependencies.cycles.list(10)).toEqual(held.ok ? [expect.objectContaining({ trigger: 'deployment' })] : []);
  });
});

/** Runs `act`, and in front of its `call`th change `meanwhile` from beginning to end; then `act` goes on, or never does again. `false`: there was no such call. */
const interrupted = async (world: ReleaseWorld, call: number, act: (paused: ReleaseWorld) => Promise<unknown>, meanwhile: () => Promise<unknown>, dies: boolean): Promise<boolean> => {
  let calls = 0;
  const { promise: died, resolve } = Promise.withResolvers<void>();
  const ports = intercepted(world, async ({ changes }, run) => {
    if (!changes) return run();
    calls += 1;
    if (calls === call) {
      await meanwhile();
      if (dies) {
        resolve();
        return new Promise<never>(() => {});
      }
    }
    return run();
  });
  // The same methods stand behind the proxy.
  await Promise.race([act({ ...world, ...ports, deployer: ports.deployer as OwnedDeployer }), died]);
  return calls >= call;
};
