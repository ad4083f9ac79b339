import * as z from 'zod';
import { rollBackByPerson } from '../roll-back.ts';
import { commandRow } from './command-row.ts';
import { improvementId, reason } from './input-words.ts';

export const rollBackRow = commandRow({
  name: 'roll-back',
  kind: 'act',
  permission: 'operate',
  title: 'Take it back',
  summary: 'Takes a canary off the traffic, or reverts what was promoted: traffic first, then the commit. Always safe to ask.',
  input: z.strictObject({ improvementId, reason }),
  output: z.object({ did: z.enum(['rolled-back', 'reverted']) }),
  example: { input: { improvementId: 'imp-1', reason: 'Customers report wrong totals.' }, output: { did: 'rolled-back' } },
  run: async ({ improvementId: id, reason: why }, dependencies, { caller }) => {
    const taken = await rollBackByPerson(dependencies, { improvementId: id, reason: why, by: caller.name });
    return taken.ok ? { ok: true, value: { did: taken.did } } : taken;
  },
});
