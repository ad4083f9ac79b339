import * as z from 'zod';
import { removeTarget } from '../remove-target.ts';
import { commandRow } from './command-row.ts';
import { targetId } from './input-words.ts';

export const removeTargetRow = commandRow({
  name: 'remove-target',
  kind: 'act',
  permission: 'administer',
  title: 'Take Pawl off a target',
  summary: 'Leaves a target whole: takes back what is exposed, ends what waits, deletes Pawl’s branches, and pauses it. What was promoted stays. Take it out of the configuration afterwards.',
  input: z.strictObject({ targetId }),
  output: z.object({ version: z.string().describe('the version that serves'), ended: z.array(z.string()).describe('improvements that were ended') }),
  example: { input: { targetId: 'billing' }, output: { version: '3', ended: ['imp-billing'] } },
  run: async ({ targetId: id }, dependencies, { caller }) => {
    const removed = await removeTarget(dependencies, { targetId: id, by: caller.name });
    return removed.ok ? { ok: true, value: { version: removed.version, ended: removed.ended } } : removed;
  },
});
