import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { START_GRACE_MS } from '../../shared/commands/recover.ts';
import { expireApprovals } from '../../shared/commands/expire-approvals.ts';
import { sweep } from '../../shared/commands/sweep.ts';
import { watchDependencies } from './dependencies.ts';
import { watchAll } from './watch-all.ts';

export const handler = phaseHandler({
  name: 'watch',
  input: z.unknown(),
  run: async (_, dependencies) => {
    const watched = await watchAll(dependencies);
    for (const { improvementId, problem } of watched.problems) dependencies.host.notify({ code: 'PAWL-WATCH-010', level: 'warning', text: `A look at ${improvementId} failed and will be repeated: ${problem}`, data: { improvementId } });
    const { expired, failed } = await expireApprovals(dependencies);
    for (const { id, error } of failed) dependencies.host.notify({ code: 'PAWL-WATCH-030', level: 'warning', text: `That nobody answered about ${id} could not be brought to its end: ${error instanceof Error ? error.message : String(error)}`, data: { id } });
    const swept = await sweep({ ...dependencies, graceMs: START_GRACE_MS });
    for (const { id, error } of swept.failed) dependencies.host.notify({ code: 'PAWL-WATCH-020', level: 'warning', text: `The execution of ${id} could not be looked after: ${error instanceof Error ? error.message : String(error)}`, data: { id } });
    await dependencies.metrics.publish([{ name: 'releases_watched', value: watched.watched, unit: 'Count' }]);
    return { ...watched, started: swept.started, givenUp: swept.givenUp, expired };
  },
  dependencies: watchDependencies,
});
