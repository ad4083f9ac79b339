import type { CommandDependencies } from '../../shared/commands/dependencies.ts';
import type { DoorDependencies } from '../../shared/commands/table/door-dependencies.ts';
import * as z from 'zod';
import type { Machine } from '../machine/machine.ts';
import { ringAlarm } from '../machine/ring-alarm.ts';

const Rung = z.object({ kind: z.enum(['emergency', 'cooling-down', 'answered-before']), cycleId: z.string().optional() });

/** How an alarm is rung through a door: here no CloudWatch does it. */
export const ringOnThisMachine = (machine: Machine, commands: CommandDependencies): NonNullable<DoorDependencies['ringAlarm']> => async ({ targetId, name, severity }) => {
  const rung = await ringAlarm(machine, commands, { targetId, name, ...(severity === undefined ? {} : { severity }) });
  if (!rung.ok) return rung;
  const { kind, cycleId } = Rung.parse(rung.data);
  return { ok: true, text: rung.text, outcome: kind, cycleId };
};
