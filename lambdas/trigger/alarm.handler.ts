import * as z from 'zod';
import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { AlarmStateChangeEvent, alarmChangeOf } from './alarm-change.ts';
import { alarm } from './alarm.ts';
import { finishEmergencies } from './answer-emergency.ts';
import { alarmDependencies } from './dependencies.ts';
import { seeServings } from './look-at-target.ts';

/** Once a minute: notes how each alias routes, so that a foreign move has a moment and a version to go back to, and goes on with what was left half answered. */
const MinuteLook = z.object({ look: z.literal(true) });

export const handler = phaseHandler({
  name: 'alarm',
  input: z.union([AlarmStateChangeEvent, MinuteLook]),
  run: async (input, dependencies) => {
    const { host, targets } = dependencies;
    if ('look' in input) {
      const unseen = await seeServings(await targets.all(), dependencies);
      for (const { targetId, reason } of unseen) host.notify({ code: 'PAWL-ALARM-020', level: 'warning', text: `Who serves on ${targetId} could not be seen: ${reason}`, data: { targetId } });
      const { finished, problems } = await finishEmergencies(dependencies);
      for (const { emergencyId, reason } of problems) host.notify({ code: 'PAWL-ALARM-030', level: 'error', text: `The emergency ${emergencyId} is not answered yet: ${reason}`, data: { emergencyId } });
      return { kind: 'looked', finished } as const;
    }
    const outcome = await alarm(alarmChangeOf(input), dependencies);
    host.notify({ code: 'PAWL-ALARM-010', level: 'info', text: `${input.detail.alarmName}: ${outcome.kind}.`, data: outcome });
    return outcome;
  },
  dependencies: alarmDependencies,
});
