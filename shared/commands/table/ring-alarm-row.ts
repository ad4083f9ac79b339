import * as z from 'zod';
import { Severity } from '../../domain/opportunity.ts';
import { refused } from '../dependencies.ts';
import { commandRow } from './command-row.ts';
import { shortText, targetId } from './input-words.ts';

export const ringAlarmRow = commandRow({
  name: 'ring-alarm',
  kind: 'act',
  permission: 'operate',
  title: 'Ring an alarm',
  summary: 'On one machine: says that an alarm of a target rings, as CloudWatch does on AWS. When it is critical, what changed last is taken back first, then a cycle looks for the cause.',
  input: z.strictObject({ targetId, name: shortText(200).describe('the alarm’s name'), severity: Severity.optional().describe('how bad it is, where the target does not say') }),
  output: z.object({ text: z.string(), outcome: z.enum(['emergency', 'cooling-down', 'answered-before']).describe('what became of it'), cycleId: z.string().optional() }),
  example: { input: { targetId: 'orders', name: 'orders-errors', severity: 'critical' }, output: { text: 'Nothing changed within the last hour.', outcome: 'emergency', cycleId: 'cycle-2f6c' } },
  run: async ({ targetId: id, name, severity }, { ringAlarm }, { caller }) => {
    if (ringAlarm === undefined) return refused('Here alarms ring by themselves: CloudWatch tells of them.', 'off');
    const rung = await ringAlarm({ targetId: id, name, by: caller.name, ...(severity === undefined ? {} : { severity }) });
    return rung.ok ? { ok: true, value: { text: rung.text, outcome: rung.outcome, ...(rung.cycleId === undefined ? {} : { cycleId: rung.cycleId }) } } : rung;
  },
});
