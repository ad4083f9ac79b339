import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { learn, totalsWhileBoth } from '../../../../lambdas/reporting/learn.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Histogram } from '../../../../shared/domain/histogram.ts';
import { countDuration } from '../../../../shared/domain/histogram.ts';
import type { Improvement } from '../../../../shared/domain/improvement.ts';
import type { Period } from '../../../../shared/domain/period.ts';
import { asBody } from '../../../../shared/store/document.ts';
import { Improvements } from '../../../../shared/store/improvements.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { Lessons } from '../../../../shared/store/lessons.ts';
import { Periods } from '../../../../shared/store/periods.ts';
import { Releases } from '../../../../shared/store/releases.ts';
import { reportFacts } from '../../../support/report-facts.ts';
import { T0 } from '../../../support/simulated-release.ts';
import { testClock } from '../../../support/test-clock.ts';

const { facts } = reportFacts();
const [improvement] = facts.improvements;
const [release] = facts.releases;
if (improvement?.remedy === undefined || release === undefined) throw new Error('the fixture changed');
const { remedy } = improvement;

const served = (ms: number, requests: number) => {
  const durations: Histogram = {};
  for (let index = 0; index < requests; index += 1) countDuration(durations, ms);
  return { requests, failures: 0, timeouts: 0, coldStarts: 0, durations, environments: {} };
};
/** Ten periods: three of burn-in, in which the candidate is slow from cold starts, then seven in which it takes 40 ms. */
const PERIODS: Period[] = Array.from({ length: 10 }, (_, index) => ({
  targetId: 'orders',
  startsAt: T0 + 1000 * index,
  seconds: 1,
  versions: { '3': served(100, 100), '4': served(index < 3 ? 900 : 40, 50) },
}));
const RELEASE = { ...release, exposedAt: T0, lastPeriodAt: T0 + 9000, burnInSeconds: 3 };

const setUp = async (changed: Partial<Improvement> = {}, withRelease = true) => {
  const store = new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-learn-')), 'pawl.sqlite'), testClock(T0));
  const { outcome: _, ...bare } = improvement;
  const improvements = new Improvements(store);
  await improvements.create({ ...bare, ...changed });
  if (withRelease) {
    await store.write([
      { kind: 'put', key: keys.release(improvement.id), body: asBody(RELEASE), when: 'absent' },
      ...PERIODS.map((period) => ({ kind: 'put', key: keys.period(period.targetId, period.startsAt), body: asBody(period), when: 'absent' }) as const),
    ]);
  }
  const lessons = new Lessons(store);
  return { store, improvements, lessons, dependencies: { improvements, releases: new Releases(store), periods: new Periods(store), lessons, clock: testClock(T0 + 20_000) } };
};

describe('learning from an improvement', () => {
  it('records what it did beside the other version, without the burn-in, and the lesson', async () => {
    const { improvements, lessons, dependencies } = await setUp();
    await learn({ improvementId: 'imp-1' }, dependencies);
    const { outcome } = await improvements.get('imp-1');
    expect(outcome).toMatchObject({ control: 'concurrent', stable: { requests: 700 }, candidate: { requests: 350 } });
    expect(outcome?.latencyReductionPercent?.value).toBeCloseTo(60, 0);
    expect(await lessons.list('orders')).toMatchObject([{ improvementId: 'imp-1', result: 'promoted', claimedGain: 0.5, measuredGain: expect.closeTo(0.6, 1) as number }]);
  });

  it('keeps what got worse in the words of the judge, where the remedy had changed the service, and the rules it was written with', async () => {
    const { store, improvements, lessons, dependencies } = await setUp({ state: 'rolled-back', remedy: { ...remedy, statedConfidence: 0.8, confidence: 0.6 }, learned: { applied: ['rule-a'], heldOut: [], gone: [] }, stumbles: [{ from: 'gate', check: 'types' }] });
    const held = await store.get(keys.release('imp-1'));
    const verdict = { kind: 'roll-back', reason: 'harm-latency', minute: 4, elapsedMinutes: 5, judgedMinutes: 4, weight: 0.1, evidence: [], degradationPercent: { latency: 30, failures: 0, worst: 30 }, sentence: 'Slower.' };
    await store.write([{ kind: 'put', key: keys.release('imp-1'), body: asBody({ ...RELEASE, verdict }), when: held?.version ?? 'absent' }]);
    await learn({ improvementId: 'imp-1' }, dependencies);
    expect((await improvements.get('imp-1')).state).toBe('rolled-back');
    expect(await lessons.list('orders')).toMatchObject([{ causes: [{ from: 'judge', measure: 'latency' }, { from: 'gate', check: 'types' }], modules: remedy.files.filter(({ before }) => before !== null).map(({ path }) => path), statedConfidence: 0.8, applied: ['rule-a'] }]);
  });

  it('changes nothing when it is repeated', async () => {
    const { improvements, lessons, dependencies } = await setUp();
    await learn({ improvementId: 'imp-1' }, dependencies);
    const before = [await improvements.get('imp-1'), await lessons.list('orders')];
    await learn({ improvementId: 'imp-1' }, dependencies);
    expect([await improvements.get('imp-1'), await lessons.list('orders')]).toEqual(before);
  });

  it('learns a second time when a promotion is reverted', async () => {
    const { improvements, lessons, dependencies } = await setUp();
    await learn({ improvementId: 'imp-1' }, dependencies);
    await improvements.transition('imp-1', 'reverting', { by: 'tick', at: T0 + 1e6 });
    await improvements.transition('imp-1', 'reverted', { by: 'tick', at: T0 + 1e6 + 1 });
    await learn({ improvementId: 'imp-1' }, dependencies);
    expect((await lessons.list('orders')).map(({ result }) => result)).toEqual(['promoted', 'reverted']);
  });

  it('learns from what never met traffic too, and measures nothing then', async () => {
    const { improvements, lessons, dependencies } = await setUp({ state: 'abstained', reason: 'No fallback is safe.' }, false);
    await learn({ improvementId: 'imp-1' }, dependencies);
    expect((await improvements.get('imp-1')).outcome).toBeUndefined();
    expect(await lessons.list('orders')).toMatchObject([{ result: 'abstained', text: expect.stringContaining('No fallback is safe.') as string }]);
  });

  it('draws no lesson before an improvement has settled', async () => {
    const { lessons, dependencies } = await setUp({ state: 'watching' });
    await learn({ improvementId: 'imp-1' }, dependencies);
    expect(await lessons.list('orders')).toEqual([]);
  });

  it('measures nothing when the release ended within the burn-in', async () => {
    const { dependencies } = await setUp();
    const totals = await totalsWhileBoth({ ...RELEASE, lastPeriodAt: T0 + 1000 }, dependencies.periods);
    expect(totals?.candidate.requests).toBe(0);
    expect(await totalsWhileBoth({ ...RELEASE, exposedAt: undefined }, dependencies.periods)).toBeUndefined();
  });
});
