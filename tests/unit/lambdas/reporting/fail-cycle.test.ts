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

it('ends a cycle that could not be carried out with the reason, and tells people', async () => {
  const clock = testClock();
  const cycles = new Cycles(new SqliteItemStore(join(mkdtempSync(join(tmpdir(), 'pawl-fail-')), 'pawl.sqlite'), clock));
  const { endedAt: _, ...cycle } = reportFacts().facts.cycle;
  await cycles.create({ ...cycle, state: 'running' });
  const notices: Notice[] = [];
  await failCycle({ cycleId: cycle.id, error: new Error('the disk is full') }, { cycles, clock, notifier: { send: async (notice) => void notices.push(notice) } });
  const failed = await cycles.get(cycle.id);
  expect(failed).toMatchObject({ state: 'failed', endedAt: clock.now() });
  expect(failed.failure).toContain('the disk is full');
  expect(notices).toMatchObject([{ severity: 'high', text: expect.stringContaining('the disk is full') as string }]);
});
