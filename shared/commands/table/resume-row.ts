import * as z from 'zod';
import { resume } from '../pause.ts';
import { commandRow } from './command-row.ts';
import { targetId } from './input-words.ts';

export const resumeRow = commandRow({
  name: 'resume',
  kind: 'act',
  permission: 'operate',
  title: 'Resume a target',
  summary: 'Ends the pause of a target: from now on new things may start there again.',
  input: z.strictObject({ targetId }),
  output: z.object({ resumed: z.boolean() }),
  example: { input: { targetId: 'orders' }, output: { resumed: true } },
  run: async ({ targetId: id }, dependencies, { caller }) => {
    const done = await resume(dependencies, { targetId: id, by: caller.name });
    return done.ok ? { ok: true, value: { resumed: true } } : done;
  },
});
