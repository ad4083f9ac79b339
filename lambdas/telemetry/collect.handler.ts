import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { collectDue } from './collect-due.ts';
import { collectDependencies } from './dependencies.ts';
import { feedSpool } from './feed-spool.ts';
import { keepOwnCost } from './own-cost.ts';
import { startWhenCritical } from './start-when-critical.ts';

/** `everything`: look at all targets, whether they are due or not. What the rule sends says nothing of it. */
const CollectEvent = z.object({ everything: z.boolean().default(false) });

/** Of the minute that a tick has: a look that has begun still ends, and what is critical is still told. */
const LOOKING_SECONDS = 35;

export const handler = phaseHandler({
  name: 'collect',
  input: CollectEvent,
  run: async (event, dependencies) => {
    const { host, metrics, clock, environment, ledger } = dependencies;
    const begunAt = clock.now();
    const { targets, looks, left, foldedUntil, apiCalls, unaccounted } = await collectDue(event, { ...dependencies, isBilled: true, mostSeconds: LOOKING_SECONDS, feed: (due) => feedSpool(due, dependencies) });
    let lines = 0;
    for (const look of looks) {
      if (!look.ok) {
        host.notify({ code: 'PAWL-TELEMETRY-010', level: 'warning', text: `The telemetry of ${look.targetId} could not be read and will be looked at again: ${look.error instanceof Error ? look.error.message : String(look.error)}`, data: { targetId: look.targetId } });
        continue;
      }
      lines += look.collected.lines;
      try {
        const started = await startWhenCritical(dependencies, look.targetId, look.collected.critical);
        if (started) host.notify({ code: 'PAWL-TRIGGER-010', level: 'info', text: `${started.title} scores critical: a cycle starts by itself.`, data: { targetId: look.targetId, cycleId: started.cycleId } });
      } catch (error) {
        host.notify({ code: 'PAWL-TRIGGER-020', level: 'warning', text: `Something scores critical on ${look.targetId}, and no cycle could be started; the next look tries again: ${error instanceof Error ? error.message : String(error)}`, data: { targetId: look.targetId } });
      }
    }
    if (left.length > 0) host.notify({ code: 'PAWL-TELEMETRY-040', level: 'warning', text: `Time did not suffice to look at ${left.length} of ${targets} targets; they come first with the next tick.`, data: { targetIds: left.slice(0, 20) } });
    const completeUntil = [foldedUntil, ...looks.map((look) => (look.ok ? look.collected.completeUntil : undefined))].filter((until) => until !== undefined);
    const lagSeconds = completeUntil.length === 0 ? 0 : Math.max(0, (clock.now() - Math.min(...completeUntil)) / 1000);
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
