import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { failCycle } from '../../../../lambdas/reporting/fail-cycle.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import type { Notice } from '../../../../shared/ports/notifier.ts';
import { Cycles } from '../../../../shared/store/cycles.ts';
import { reportFacts } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

it.each([
  { name: 'with a report that tells it', reports: true },
  { name: 'and tells people itself when there can be no report', reports: false },
])('ends a cycle that could not be carried out with the reason, $name', async ({ reports }) => {
  const clock = testClock();
  const cycles = new Cycles(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-fail-')), 'pawl.sqlite'), clock));
  const { endedAt: _, ...cycle } = reportFacts().facts.cycle;
  await cycles.create({ ...cycle, state: 'running' });
  const notices: Notice[] = [];
  const reported: string[] = [];
  const report = async (id: string): Promise<void> => {
    if (!reports) throw new Error('no room for a page');
    reported.push(id);
  };
  await failCycle({ cycleId: cycle.id, error: new Error('the disk is full') }, { cycles, clock, report, notifier: { send: async (notice) => void notices.push(notice) } });
  const failed = await cycles.get(cycle.id);
  expect(failed).toMatchObject({ state: 'failed', endedAt: clock.now() });
  expect(failed.failure).toContain('the disk is full');
  expect(reported).toEqual(reports ? [cycle.id] : []);
  expect(notices).toMatchObject(reports ? [] : [{ severity: 'high', text: expect.stringMatching(/the disk is full.*no room for a page/) as string }]);
});

it('does not fail a cycle that was completed a moment before, and keeps the first failure', async () => {
  const clock = testClock();
  const cycles = new Cycles(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-fail-')), 'pawl.sqlite'), clock));
  const { endedAt: _, ...cycle } = reportFacts().facts.cycle;
  const dependencies = { cycles, clock, report: async () => {}, notifier: { send: async () => {} } };
  await cycles.create({ ...cycle, id: 'cyc-1', state: 'completed' });
  await cycles.create({ ...cycle, id: 'cyc-2', state: 'running' });
  await failCycle({ cycleId: 'cyc-1', error: new Error('late') }, dependencies);
  await failCycle({ cycleId: 'cyc-2', error: new Error('first') }, dependencies);
  await failCycle({ cycleId: 'cyc-2', error: new Error('second') }, dependencies);
  expect([(await cycles.get('cyc-1')).state, (await cycles.get('cyc-2')).failure]).toEqual(['completed', 'first']);
});
