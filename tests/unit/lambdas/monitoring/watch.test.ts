import { describe, expect, it } from 'vitest';
import { judgePeriods, watchRelease, type WatchDependencies } from '../../../../lambdas/monitoring/watch.ts';
import { inProcessBus } from '../../../../shared/adapters/local/in-process-bus.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import type { BusEvent } from '../../../../shared/ports/bus.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { TargetStates } from '../../../../shared/store/target-states.ts';
import { releaseFixture } from '../../../support/release-fixture.ts';
import { periodOf, type Behaviour } from '../../../support/release-traffic.ts';
import { PLAN } from '../../../../lab/faults/release-world.ts';

const MINUTE_MS = 60_000;
const STABLE: Behaviour = { requests: 540, ms: 80 };

/** A release that is watched, with periods to come in which version 1 and 2 behave as told. */
const watched = async (origin: 'opportunity' | 'deployment' = 'opportunity') => {
  const fixture = await releaseFixture({ origin });
  const { world, dependencies, clock } = fixture;
  const asked: string[] = [];
  const events: BusEvent[] = [];
  const bus = inProcessBus();
  bus.subscribe((event) => events.push(event));
  let completeUntil = clock.now();
  const first = Math.ceil(clock.now() / MINUTE_MS) * MINUTE_MS;
  const watch: WatchDependencies = {
    ...dependencies, bus, periods: new Periods(world.store), horizon: async () => completeUntil,
    actions: {
      ramp: async (_, weight) => asked.push(`ramp ${weight}`),
      promote: async (_, { unproven }) => asked.push(unproven ? 'keep unproven' : 'promote'),
      rollBack: async (_, { state }) => asked.push(state),
    },
  };
  const minutes = async (from: number, to: number, canary: Behaviour | undefined, stable = STABLE): Promise<void> => {
    const periods = Array.from({ length: to - from }, (_, index) => periodOf(first + (from + index) * MINUTE_MS, 60, { 1: stable, ...(canary ? { 2: canary } : {}) }));
    await new TargetStates(world.store).put(periods);
    completeUntil = first + to * MINUTE_MS;
    clock.set(completeUntil);
  };
  const tick = () => watchRelease(watch, 'imp-1');
  return { ...fixture, watch, asked, events, minutes, tick, first };
};

describe('a tick over a watched release', () => {
  it('beats and waits while nothing is to be seen yet', async () => {
    const { tick, asked, dependencies, clock, minutes } = await watched();
    clock.advance(5000);
    expect((await tick())?.kind).toBe('keep-watching');
    expect((await dependencies.releases.get('imp-1')).beatAt).toBe(clock.now());
    await minutes(0, 3, { requests: 60, ms: 80 });
    expect((await tick())?.reason).toBe('burn-in');
    expect(asked).toEqual([]);
    expect((await dependencies.releases.get('imp-1')).periods).toHaveLength(3);
  });

  it('asks for more traffic after the burn-in', async () => {
    const { tick, asked, minutes } = await watched();
    await minutes(0, 8, { requests: 60, ms: 80 });
    await tick();
    expect(asked).toEqual(['ramp 0.5']);
  });

  it('asks for a roll-back when failures flood in', async () => {
    const { tick, asked, minutes, events } = await watched();
    await minutes(0, 2, { requests: 60, failures: 40, ms: 80 });
    expect((await tick())?.kind).toBe('roll-back');
    expect(asked).toEqual(['rolled-back']);
    expect(events.at(-1)).toMatchObject({ type: 'release.judged', detail: { improvementId: 'imp-1', verdict: 'roll-back' } });
  });

  it('asks for a promotion when enough is proven', async () => {
    const { tick, asked, minutes } = await watched();
    await minutes(0, 60, { requests: 400, ms: 40 });
    expect((await tick())?.kind).toBe('promote');
    expect(asked).toEqual(['promote']);
  });

  it('asks again at the next tick for what was asked and not done', async () => {
    const { tick, asked, minutes } = await watched();
    await minutes(0, 60, { requests: 400, ms: 40 });
    await tick();
    await tick();
    expect(asked).toEqual(['promote', 'promote']);
  });

  it('takes a remedy that shows nothing back at the end of its time, and keeps a deployment as unproven', async () => {
    for (const [origin, asks] of [['opportunity', 'inconclusive'], ['deployment', 'keep unproven']] as const) {
      const { tick, asked, minutes } = await watched(origin);
      await minutes(0, 125, { requests: 2, ms: 80 }, { requests: 18, ms: 80 });
      expect((await tick())?.kind).toBe('inconclusive');
      expect(asked).toEqual([asks]);
    }
  });

  it('rolls back when telemetry is missing for both, because nobody is looking', async () => {
    const { tick, asked, clock } = await watched();
    clock.advance(20 * MINUTE_MS);
    expect((await tick())?.reason).toBe('telemetry-missing');
    expect(asked).toEqual(['rolled-back']);
  });

  it('counts a period once, however often and by however many it is judged', async () => {
    const { tick, minutes, dependencies } = await watched();
    await minutes(0, 6, { requests: 60, ms: 80 });
    await Promise.all([tick(), tick(), tick()]);
    const once = await dependencies.releases.get('imp-1');
    await tick();
    const twice = await dependencies.releases.get('imp-1');
    expect(twice.judge).toEqual(once.judge);
    expect(twice.periods).toHaveLength(6);
  });

  it('leaves alone what is no longer watched', async () => {
    const { tick, asked, dependencies, clock, minutes } = await watched();
    await dependencies.improvements.transition('imp-1', 'rolling-back', { by: 'guard', at: clock.now() });
    await minutes(0, 60, { requests: 400, ms: 40 });
    expect(await tick()).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe('judging periods', () => {
  it('says the same of periods in one go and in two', async () => {
    const { dependencies, first } = await watched();
    const release = await dependencies.releases.get('imp-1');
    const known: Period[] = Array.from({ length: 20 }, (_, index) => periodOf(first + index * MINUTE_MS, 60, { 1: STABLE, 2: { requests: 60, failures: index % 7, ms: 85 } }));
    const now = first + 20 * MINUTE_MS;
    const whole = judgePeriods(release, known, { from: first, completeUntil: now, now });
    const half = judgePeriods(release, known.slice(0, 9), { from: first, completeUntil: first + 9 * MINUTE_MS, now: first + 9 * MINUTE_MS });
    const rest = judgePeriods({ ...release, ...half.changes }, known.slice(9), { from: first + 9 * MINUTE_MS, completeUntil: now, now });
    expect(rest.changes).toEqual(whole.changes);
    expect(rest.verdict).toEqual(whole.verdict);
  });

  it('takes a period without a request for one without a request, not for a missing one', async () => {
    const { dependencies, first } = await watched();
    const release = await dependencies.releases.get('imp-1');
    const { changes } = judgePeriods(release, [periodOf(first, 60, { 1: STABLE })], { from: first, completeUntil: first + 2 * MINUTE_MS, now: first + 2 * MINUTE_MS });
    expect(changes.lastPeriodAt).toBe(first + MINUTE_MS);
    expect(changes.periods.map(({ candidate: { requests } }) => requests)).toEqual([0, 0]);
    expect(changes.judge).toMatchObject({ blank: { missing: 0 } });
  });

  it('keeps both versions\' figures and the evidence of each period for the report', async () => {
    const { dependencies, first } = await watched();
    const release = await dependencies.releases.get('imp-1');
    const { changes } = judgePeriods(release, [periodOf(first, 60, { 1: STABLE, 2: { requests: 60, failures: 3, ms: 40 } })], { from: first, completeUntil: first + MINUTE_MS, now: first + MINUTE_MS });
    const [period] = changes.periods;
    expect(period).toMatchObject({ startsAt: first, weight: PLAN.weights[0], stable: { requests: 540, failures: 0 }, candidate: { requests: 60, failures: 3 } });
    expect(period?.stable.p50Ms).toBeGreaterThan(75);
    expect(period?.candidate.p95Ms).toBeLessThan(65);
    expect(Object.keys(period?.logEvidence ?? {})).toEqual(expect.arrayContaining(['harm:failures', 'harm:latency', 'promotion:failures', 'promotion:latency']));
  });
});
