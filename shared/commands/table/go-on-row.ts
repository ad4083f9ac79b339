import * as z from 'zod';
import { refused } from '../dependencies.ts';
import { goOn } from '../go-on.ts';
import { commandRow } from './command-row.ts';
import { reason } from './input-words.ts';

export const goOnRow = commandRow({
  name: 'go-on',
  kind: 'act',
  permission: 'administer',
  title: 'Go on',
  summary: 'Ends what stop-everything began: what waited goes on by itself. What was taken back stays back, and is found again by the next cycle.',
  input: z.strictObject({ reason: reason.default('It may go on.') }),
  output: z.object({ wentOn: z.boolean().describe('false when nothing was stopped') }),
  example: { input: { reason: 'The provider is back.' }, output: { wentOn: true } },
  run: async ({ reason: why }, dependencies, { caller, sight }) => {
    if (!sight.all) return refused('Going on is for those who see all targets.', 'forbidden');
    const answer = await goOn(dependencies, { by: caller.name, reason: why });
    return answer.ok ? { ok: true, value: { wentOn: answer.wentOn } } : answer;
  },
});
