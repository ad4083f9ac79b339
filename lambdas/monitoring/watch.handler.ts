import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { watchDependencies } from './dependencies.ts';
import { watchAll } from './watch-all.ts';

export const handler = phaseHandler({
  name: 'watch',
  input: z.unknown(),
  run: async (_, dependencies) => {
    const watched = await watchAll(dependencies);
    for (const { improvementId, problem } of watched.problems) dependencies.host.notify({ code: 'PAWL-WATCH-010', level: 'warning', text: `A look at ${improvementId} failed and will be repeated: ${problem}`, data: { improvementId } });
    await dependencies.metrics.publish([{ name: 'releases_watched', value: watched.watched, unit: 'Count' }]);
    return watched;
  },
  dependencies: watchDependencies,
});
