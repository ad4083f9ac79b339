import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { collectDue } from './collect-due.ts';
import { collectDependencies } from './dependencies.ts';
import { feedSpool } from './feed-spool.ts';
import { keepOwnCost } from './own-cost.ts';
import { startWhenCritical } from './start-when-critical.ts';

/** `everything`: look at all targets, whether they are due or not. What the rule sends says nothing of it. */
const CollectEvent = z.object({ everything: z.boolean().default(false) });

export const handler = phaseHandler({
  name: 'collect',
  input: CollectEvent,
  run: async (event, dependencies) => {
    const { host, metrics, clock, environment, ledger } = dependencies;
    const begunAt = clock.now();
    const { targets, looks, apiCalls, unaccounted } = await collectDue(event, { ...dependencies, isBilled: true, feed: (due) => feedSpool(due, dependencies) });
    let lines = 0;
    for (const look of looks) {
      if (!look.ok) {
        host.notify({ code: 'PAWL-TELEMETRY-010', level: 'warning', text: `The telemetry of ${look.targetId} could not be read and will be looked at again: ${look.error instanceof Error ? look.error.message : String(look.error)}`, data: { targetId: look.targetId } });
        continue;
      }
      lines += look.collected.lines;
      const started = await startWhenCritical(dependencies, look.targetId, look.collected.critical);
      if (started) host.notify({ code: 'PAWL-TRIGGER-010', level: 'info', text: `${started.title} scores critical: a cycle starts by itself.`, data: { targetId: look.targetId, cycleId: started.cycleId } });
    }
    const lagSeconds = Math.max(0, ...looks.map((look) => (look.ok && look.collected.completeUntil !== undefined ? (clock.now() - look.collected.completeUntil) / 1000 : 0)));
    await metrics.publish([
      { name: 'telemetry_lines', value: lines, unit: 'Count' },
      { name: 'telemetry_lag_seconds', value: lagSeconds, unit: 'Seconds' },
      { name: 'cloudwatch_api_calls', value: apiCalls, unit: 'Count' },
    ]);
    await keepOwnCost({ begunAt, unaccounted }, { ledger, clock, environment, host });
    return { targets, looked: looks.length, lines, failed: looks.filter(({ ok }) => !ok).length };
  },
  dependencies: collectDependencies,
});
