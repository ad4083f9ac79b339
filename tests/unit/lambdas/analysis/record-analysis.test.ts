import { describe, expect, it, vi } from 'vitest';
import type { Analysis } from '../../../../lambdas/analysis/analyze.ts';
import { analysisRecord } from '../../../../lambdas/analysis/record-analysis.ts';
import { SqliteItemStore } from '../../../../shared/adapters/local/sqlite-item-store.ts';
import { Cycles } from '../../../../shared/store/cycles.ts';
import { Opportunities } from '../../../../shared/store/opportunities.ts';
import { reportFacts } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

const DENIED = { reason: 'lambda:GetAlias on function shop:live failed: no.', code: 'PAWL-AWS-DENIED' } as const;

const recorded = async (targetIds: readonly string[], problems: Analysis['problems']) => {
  const clock = testClock();
  const store = new SqliteItemStore(':memory:', clock);
  const [cycles, notify] = [new Cycles(store), vi.fn()];
  await cycles.create({ ...reportFacts().facts.cycle, id: 'cycle-1', targetIds: [...targetIds] });
  const record = analysisRecord({ cycles, opportunities: new Opportunities(store), bus: { publish: async () => undefined }, clock, notify });
  const telemetryAnalyzed = { metrics: 0, logs: 0, events: 0 };
  return { notify, done: record.recordAnalysis('cycle-1', { opportunities: [], heldBack: [], improvementIds: [], telemetryAnalyzed, notProtected: [], problems }) };
};

describe('what kept a target from being analysed', () => {
  it('fails the cycle under its code where no target could be', async () => {
    const { done, notify } = await recorded(['shop', 'desk'], [{ targetId: 'desk', reason: 'no telemetry has been read yet' }, { targetId: 'shop', ...DENIED }]);
    await expect(done).rejects.toMatchObject({ code: 'PAWL-AWS-DENIED', message: `desk: no telemetry has been read yet; shop: ${DENIED.reason}` });
    expect(notify).not.toHaveBeenCalled();
  });

  it('is told to the log where others could be', async () => {
    const { done, notify } = await recorded(['shop', 'desk'], [{ targetId: 'shop', ...DENIED }]);
    await done;
    expect(notify.mock.calls).toEqual([[{ code: 'PAWL-AWS-DENIED', level: 'error', text: `shop could not be analysed: ${DENIED.reason}`, data: { cycleId: 'cycle-1', targetId: 'shop' } }]]);
  });
});
