import * as z from 'zod';
import { reject } from '../reject.ts';
import { commandRow } from './command-row.ts';
import { improvementId, reason } from './input-words.ts';

export const rejectRow = commandRow({
  name: 'reject',
  kind: 'act',
  permission: 'decide',
  title: 'Reject',
  summary: 'Says no before anything is exposed: it ends, and its branch is deleted. What is exposed is taken back with roll-back.',
  input: z.strictObject({ improvementId, reason }),
  output: z.object({ improvementId: z.string(), state: z.literal('rejected') }),
  example: { input: { improvementId: 'imp-2', reason: 'The order matters there.' }, output: { improvementId: 'imp-2', state: 'rejected' } },
  run: async (input, dependencies, { caller }) => {
    const done = await reject(dependencies, { ...input, caller });
    return done.ok ? { ok: true, value: { improvementId: input.improvementId, state: 'rejected' as const } } : done;
  },
});
