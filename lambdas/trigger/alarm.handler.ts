import { phaseHandler } from '../../shared/platform/phase-handler.ts';
import { AlarmStateChangeEvent, alarmChangeOf } from './alarm-change.ts';
import { alarm } from './alarm.ts';
import { alarmDependencies } from './dependencies.ts';

export const handler = phaseHandler({
  name: 'alarm',
  input: AlarmStateChangeEvent,
  run: async (event, dependencies) => {
    const outcome = await alarm(alarmChangeOf(event), dependencies);
    dependencies.host.notify({ code: 'PAWL-ALARM-010', level: 'info', text: `${event.detail.alarmName}: ${outcome.kind}.`, data: outcome });
    return outcome;
  },
  dependencies: alarmDependencies,
});
