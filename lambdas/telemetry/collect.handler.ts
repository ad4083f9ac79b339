import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { knowledgeOf } from '../../shared/release/target-knowledge.ts';
import { collectAll } from './collect-all.ts';
import { collectDependencies } from './dependencies.ts';
import { feedSpool } from './feed-spool.ts';
import { foldSettingsOf } from './fold-settings.ts';
import { releasedFirst } from './released-first.ts';
import { startWhenCritical } from './start-when-critical.ts';

export const handler = phaseHandler({
  name: 'collect',
  input: z.unknown(),
  run: async (_, dependencies) => {
    const { host, metrics, clock, states, settings, settingsFor, releases, targets } = dependencies;
    const all = await targets.all();
    const targetIds = await releasedFirst(all.map(({ id }) => id), dependencies);
    const { apiCalls } = await feedSpool(all, dependencies);
    const looks = await collectAll({ targetIds }, { ...dependencies, periods: states, knowledge: { of: knowledgeOf(dependencies) }, settingsOf: (target) => foldSettingsOf(settingsFor(target), releases, target), windowHours: settings.analysisWindowHours });
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
    return { targets: targetIds.length, lines, failed: looks.filter(({ ok }) => !ok).length };
  },
  dependencies: collectDependencies,
});
