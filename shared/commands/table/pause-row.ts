import * as z from 'zod';
import { pause } from '../pause.ts';
import { commandRow } from './command-row.ts';
import { targetId } from './input-words.ts';

export const pauseRow = commandRow({
  name: 'pause',
  kind: 'act',
  permission: 'operate',
  title: 'Pause a target',
  summary: 'Starts nothing new on a target. What is exposed is still watched, and taken back if it harms.',
  input: z.strictObject({ targetId }),
  output: z.object({ pausedBy: z.string() }),
  example: { input: { targetId: 'orders' }, output: { pausedBy: 'ada' } },
  run: async ({ targetId: id }, dependencies, { caller }) => {
    const done = await pause(dependencies, { targetId: id, by: caller.name });
    return done.ok ? { ok: true, value: { pausedBy: caller.name } } : done;
  },
});
