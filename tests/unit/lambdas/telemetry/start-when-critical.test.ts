import { describe, expect, it } from 'vitest';
import { startWhenCritical } from '../../../../lambdas/telemetry/start-when-critical.ts';
import { memoryWorld } from '../../../../lab/faults/release-world.ts';
import type { Opportunity } from '../../../../shared/domain/opportunity.ts';
import type { AutonomyLevel } from '../../../../shared/domain/target.ts';
import { commandsOn } from '../../../support/release-commands.ts';
import { N_PLUS_ONE } from '../../../support/report-facts.ts';
import { testClock } from '../../../support/test-clock.ts';

const LOGGED: Opportunity = { ...N_PLUS_ONE, id: 'opp-9', kind: 'log-pattern', title: 'A new error in the log' };

const started = async (critical: readonly Opportunity[], { hasModel = false, model = 'approve' }: { hasModel?: boolean; model?: AutonomyLevel } = {}) => {
  const { commands, asked } = commandsOn(memoryWorld(testClock()), { vary: { autonomy: { recipe: 'approve', model, person: 'approve' } } });
  const first = await startWhenCritical({ ...commands, hasModel }, 'orders', critical);
  const again = await startWhenCritical({ ...commands, hasModel }, 'orders', critical);
  return { title: first?.title, again, cycles: asked.filter((what) => what.startsWith('cycle')).length };
};

describe('something critical', () => {
  it('that a recipe is for starts one cycle, however often it is seen', async () => {
    expect(await started([N_PLUS_ONE])).toEqual({ title: N_PLUS_ONE.title, again: undefined, cycles: 1 });
  });

  it('that only a model can mend starts one where a model is configured and the target lets it write', async () => {
    expect(await started([LOGGED])).toMatchObject({ cycles: 0 });
    expect(await started([LOGGED], { hasModel: true, model: 'observe' })).toMatchObject({ cycles: 0 });
    expect(await started([LOGGED], { hasModel: true })).toMatchObject({ title: LOGGED.title, cycles: 1 });
  });

  it('that is not there starts nothing', async () => {
    expect(await started([], { hasModel: true })).toMatchObject({ cycles: 0 });
  });
});
