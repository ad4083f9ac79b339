import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { takeBack } from '../../shared/release/actions.ts';
import { finishIntent } from '../../shared/release/finish-intent.ts';
import { whyStopped } from '../../shared/store/switches.ts';
import { effectsDependencies } from './dependencies.ts';
import { guard } from './guard.ts';
import { beatSecondsOf } from './release-terms.ts';

export const handler = phaseHandler({
  name: 'guard',
  input: z.unknown(),
  run: async (_, dependencies) => {
    const effects = { ...dependencies, actor: 'guard' };
    const looked = await guard({
      ...dependencies,
      beatSeconds: beatSecondsOf(dependencies.settings),
      stopped: () => whyStopped(dependencies),
      actions: { rollBack: (id, ending) => takeBack(effects, id, ending), finishIntent: (id) => finishIntent(effects, id) },
    });
    for (const { improvementId, did, state, silentSeconds, stopped, problem } of looked.acts) {
      const data = { improvementId, did, state, silentSeconds, ...(problem === undefined ? {} : { problem }) };
      dependencies.host.notify({ code: 'PAWL-GUARD-010', level: 'warning', text: stopped ? `The guard ${did} ${improvementId}, as everything is stopped.` : `The guard ${did} ${improvementId}, which had been ${state} without a beat for ${silentSeconds.toFixed(0)} s.`, data });
    }
    await dependencies.metrics.publish([{ name: 'guard_looks', value: 1, unit: 'Count' }, { name: 'guard_acts', value: looked.acts.length, unit: 'Count' }]);
    return looked;
  },
  dependencies: effectsDependencies,
});
