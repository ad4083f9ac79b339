import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { NO_CYCLE_COST } from '../../../../lambdas/reporting/cost.ts';
import { CycleReport } from '../../../../lambdas/reporting/cycle-report-schema.ts';
import type { ReportDependencies } from '../../../../lambdas/reporting/report.ts';
import { report } from '../../../../lambdas/reporting/report.ts';
import { folderBlobStore } from '../../../../shared/adapters/local/folder-blob-store.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { BusEvent } from '../../../../shared/ports/bus.ts';
import type { Notice } from '../../../../shared/ports/notifier.ts';
import { AuditLog } from '../../../../shared/store/audit-log.ts';
import { Cycles } from '../../../../shared/store/cycles.ts';
import { asBody } from '../../../../shared/store/document.ts';
import { Explanations } from '../../../../shared/store/explanations.ts';
import { Improvements } from '../../../../shared/store/improvements.ts';
import { keys } from '../../../../shared/store/keys.ts';
import { Lessons } from '../../../../shared/store/lessons.ts';
import { Opportunities } from '../../../../shared/store/opportunities.ts';
import { Releases } from '../../../../shared/store/releases.ts';
import { explained } from '../../../support/explained-opportunity.ts';
import { reportFacts } from '../../../support/report-facts.ts';
import { T0 } from '../../../support/simulated-release.ts';
import { testClock } from '../../../support/test-clock.ts';

const { facts } = reportFacts();

const setUp = async (running = true) => {
  const folder = mkdtempSync(join(tmpdir(), 'pawl-report-'));
  const clock = testClock(T0 + 92_000);
  const store = new SqliteItemStore(join(folder, 'pawl.sqlite'), clock);
  const blobs = folderBlobStore(join(folder, 'blobs'));
  const published: { name: string; value: number }[] = [];
  const notices: Notice[] = [];
  const events: BusEvent[] = [];
  const [cycles, improvements, releases, opportunities, lessons, audit] = [new Cycles(store), new Improvements(store), new Releases(store), new Opportunities(store), new Lessons(store), new AuditLog(store)];
  const explanations = new Explanations(store);

  const { endedAt, ...cycle } = facts.cycle;
  await cycles.create(running ? { ...cycle, state: 'running', phaseMs: { analysis: 420 } } : { ...cycle, endedAt: endedAt ?? 0, state: 'failed', failure: 'The disk is full.' });
  for (const improvement of facts.improvements) await improvements.create(improvement);
  for (const release of facts.releases) await store.write([{ kind: 'put', key: keys.release(release.improvementId), body: asBody(release), when: 'absent' }]);
  for (const opportunity of facts.opportunities) await opportunities.record(opportunity);
  for (const lesson of facts.lessons) await lessons.record(lesson);
  await lessons.record({ ...(facts.lessons[0] ?? never()), id: 'les-other', improvementId: 'imp-of-another-cycle', text: 'learned elsewhere' });
  await audit.append({ targetId: 'orders', at: T0, who: 'judge', what: 'promoted', improvementId: 'imp-1' });
  await audit.append({ targetId: 'orders', at: T0, who: 'judge', what: 'did something else', improvementId: 'imp-of-another-cycle' });

  const dependencies: ReportDependencies = {
    cycles, improvements, releases, opportunities, explanations, lessons, audit, blobs, clock, targets: { get: () => Promise.resolve(undefined) },
    cost: () => Promise.resolve(NO_CYCLE_COST),
    bus: { publish: async (event) => void events.push(event) },
    metrics: { publish: async (metrics) => void published.push(...metrics.map(({ name, value }) => ({ name, value }))) },
    notifier: { send: async (notice) => void notices.push(notice) },
  };
  return { dependencies, cycles, improvements, explanations, facts, blobs, clock, published, notices, events };
};

const never = (): never => {
  throw new Error('the fixture has no lesson');
};

describe('reporting a cycle', () => {
  let at: Awaited<ReturnType<typeof setUp>>;
  beforeEach(async () => {
    at = await setUp();
  });

  it('writes JSON and page, ends the cycle, counts it and tells people where to look', async () => {
    const { location, reportKey } = await report({ cycleId: 'cyc-1' }, at.dependencies);

    const page = readFileSync(location, 'utf8');
    const json = CycleReport.parse(JSON.parse(readFileSync(location.replace(/html$/, 'json'), 'utf8')));
    expect(json).toMatchObject({ cycle_id: 'cyc-1', state: 'completed', improvements_deployed: 1, improvements_rolled_back: 1, opportunities_identified: 2 });
    expect(json.lessons).toHaveLength(3);
    expect(page.includes('Three changes tried: one kept, one taken back, one not let out.')).toBe(true);
    expect(page.includes('did something else')).toBe(false);
    expect(readFileSync(location.replace(/html$/, 'md'), 'utf8')).toContain('# Three changes tried: one kept, one taken back, one not let out.');
    expect(at.events).toMatchObject([{ type: 'report.published', detail: { cycleId: 'cyc-1', key: reportKey } }]);
    expect(await at.cycles.get('cyc-1')).toMatchObject({ state: 'completed', endedAt: T0 + 92_000, reportKey, phaseMs: { analysis: 420, reporting: 0 } });
    expect(at.published).toContainEqual({ name: 'improvement_cycles_completed', value: 1 });
    expect(at.published).toContainEqual({ name: 'improvements_rolled_back', value: 1 });
    expect(at.notices).toHaveLength(1);
    expect(at.notices[0]?.text).toContain(location);
  });

  it('tells of what was tried why it was believed when it began, of the rest as last looked at', async () => {
    const [tried, waiting] = at.facts.opportunities;
    if (tried === undefined || waiting === undefined) throw new Error('two opportunities are expected');
    await at.explanations.record({ ...explained(tried, T0), headline: 'Seen when it began.' });
    await at.explanations.keep('imp-1', 'orders', tried.id);
    await at.explanations.record({ ...explained(tried, T0), headline: 'Seen an hour later.' });
    await at.explanations.record({ ...explained(waiting, T0), headline: 'Seen at the last look.' });
    const page = readFileSync((await report({ cycleId: 'cyc-1' }, at.dependencies)).location, 'utf8');
    expect(['Seen when it began.', 'Seen an hour later.', 'Seen at the last look.'].map((text) => page.includes(text))).toEqual([true, false, true]);
  });

  it('may be repeated without counting anything twice', async () => {
    const first = await report({ cycleId: 'cyc-1' }, at.dependencies);
    const counted = at.published.length;
    at.clock.advance(60_000);
    const second = await report({ cycleId: 'cyc-1' }, at.dependencies);
    expect(second.report).toEqual(first.report);
    expect(at.published).toHaveLength(counted);
    expect(at.notices[1]?.key).toBe(at.notices[0]?.key);
  });

  it('amends the report when an improvement comes out differently later', async () => {
    const { location } = await report({ cycleId: 'cyc-1' }, at.dependencies);
    at.published.length = 0;
    await at.improvements.transition('imp-1', 'reverting', { by: 'tick', at: T0 + 100_000 });
    await at.improvements.transition('imp-1', 'reverted', { by: 'tick', at: T0 + 101_000, set: { reason: 'p95 doubled.' } });
    const amended = await report({ cycleId: 'cyc-1' }, at.dependencies);

    expect(amended.location).toBe(location);
    expect(amended.report).toMatchObject({ improvements_deployed: 0, improvements_rolled_back: 2, end_time: new Date(T0 + 92_000).toISOString() });
    expect(readFileSync(location, 'utf8').includes('p95 doubled.')).toBe(true);
    expect(at.published).toEqual([{ name: 'improvements_rolled_back', value: 1 }]);
    expect(at.notices[1]?.key).not.toBe(at.notices[0]?.key);
  });

  it('writes a new report when the old one cannot be read any more', async () => {
    await report({ cycleId: 'cyc-1' }, at.dependencies);
    await at.blobs.put('reports/cyc-1.json', new TextEncoder().encode('{ half'), 'application/json');
    const again = await report({ cycleId: 'cyc-1' }, at.dependencies);
    expect(CycleReport.parse(JSON.parse(new TextDecoder().decode(await at.blobs.get('reports/cyc-1.json'))))).toEqual(again.report);
  });

  it('is written all the same when nobody can be told', async () => {
    const told = await report({ cycleId: 'cyc-1' }, { ...at.dependencies, notifier: { send: () => Promise.reject(new Error('offline')) } });
    expect(readFileSync(told.location, 'utf8').startsWith('<!doctype html>')).toBe(true);
  });

  it('says that a cycle failed, and why', async () => {
    const failed = await setUp(false);
    const { report: written, location } = await report({ cycleId: 'cyc-1' }, failed.dependencies);
    expect(written).toMatchObject({ state: 'failed', failure: 'The disk is full.' });
    expect(readFileSync(location, 'utf8').includes('The disk is full.')).toBe(true);
    expect(failed.published).toContainEqual({ name: 'improvement_cycles_failed', value: 1 });
    expect((await failed.cycles.get('cyc-1')).state).toBe('failed');
  });
});
