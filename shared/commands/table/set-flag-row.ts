import * as z from 'zod';
import { isFlag, FLAG_HELP } from '../../domain/flag.ts';
import { refused } from '../dependencies.ts';
import { setFlag } from '../set-flag.ts';
import { commandRow } from './command-row.ts';
import { reason, shortText } from './input-words.ts';

export const setFlagRow = commandRow({
  name: 'set-flag',
  kind: 'act',
  permission: 'administer',
  title: 'Switch a flag',
  summary: 'Switches cycles, a phase, a kind of remedy or a tenant off or on, at once and without a deployment. What comes there waits; what is exposed goes on being watched.',
  input: z.strictObject({ flag: shortText(140).describe(FLAG_HELP), on: z.boolean().describe('on (true) or off (false)'), reason }),
  output: z.object({ changed: z.boolean().describe('false when it stood so already'), inForce: z.boolean().describe('whether it is on now, with the switches outside of Pawl') }),
  example: { input: { flag: 'phase:release', on: false, reason: 'No releases during the sale.' }, output: { changed: true, inForce: false } },
  run: async ({ flag, on, reason: why }, dependencies, { caller, sight }) => {
    if (!isFlag(flag)) return refused(`"${flag}" is no flag. Flags are ${FLAG_HELP}.`, 'invalid');
    const [, tenantId] = /^tenant:(.+)$/.exec(flag) ?? [];
    if (tenantId === undefined ? !sight.all : !sight.tenant(tenantId)) return refused(`${caller.name} may not switch ${flag}: that is for those who see everything it is about.`, 'forbidden');
    const answer = await setFlag(dependencies, { flag, on, by: caller.name, reason: why });
    return answer.ok ? { ok: true, value: { changed: answer.changed, inForce: answer.inForce } } : answer;
  },
});
