import { alarm } from '../../lambdas/trigger/alarm.ts';
import type { CommandDependencies, CommandResult } from '../../shared/commands/dependencies.ts';
import { SEVERITY_TAG } from '../../shared/rules/detection/alarm-severity.ts';
import type { Machine } from './machine.ts';

/** On one machine no CloudWatch rings: whatever watches the service (or somebody who practises) says that an alarm does. */
export const ringAlarm = async (machine: Machine, commands: CommandDependencies, { targetId, name, severity }: { targetId: string; name: string; severity?: string }): Promise<CommandResult<{ text: string; data: Record<string, unknown> }>> => {
  const target = await machine.targets.get(targetId);
  const tags = severity === undefined ? {} : { tags: { [SEVERITY_TAG]: severity } };
  const outcome = await alarm({ alarm: name, targetId: target.id, state: 'ALARM', at: machine.clock.now(), ...tags }, { ...commands, emergencies: machine.emergencies, servings: machine.servings });
  if (outcome.kind === 'ignored') return { ok: false, reason: outcome.reason };
  const text = outcome.kind === 'emergency' ? outcome.sentence : `${name} is ${outcome.kind === 'cooling-down' ? 'cooling down: nothing was started' : 'answered already'}.`;
  return { ok: true, text, data: { ...outcome } };
};
