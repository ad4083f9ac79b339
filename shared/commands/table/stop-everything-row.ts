import * as z from 'zod';
import { refused } from '../dependencies.ts';
import { stopEverything } from '../stop-everything.ts';
import { commandRow } from './command-row.ts';
import { reason } from './input-words.ts';

export const stopEverythingRow = commandRow({
  name: 'stop-everything',
  kind: 'act',
  permission: 'operate',
  title: 'Stop everything',
  summary: 'The kill switch: nothing new begins anywhere, and every canary goes back to the stable version at once. What is written or checked waits. go-on ends it.',
  input: z.strictObject({ reason }),
  output: z.object({
    stopped: z.boolean().describe('false when somebody had stopped everything before'),
    reason: z.string().describe('why it is stopped'),
    takenBack: z.array(z.string()).describe('improvements whose canary was taken back'),
    beingFinished: z.array(z.string()).describe('improvements that were being merged or taken back by others at this moment'),
    problems: z.array(z.object({ improvementId: z.string(), problem: z.string() })).describe('what the next beat tries again'),
    complete: z.boolean().describe('false when ways back were still under way when this was answered: the tick and the guard finish them'),
  }),
  example: { input: { reason: 'The payment provider is down and everything looks worse.' }, output: { stopped: true, reason: 'The payment provider is down and everything looks worse.', takenBack: ['imp-1'], beingFinished: [], problems: [], complete: true } },
  run: async ({ reason: why }, dependencies, { caller, sight }) => {
    if (!sight.all) return refused('Stopping everything is for those who see all targets. roll-back takes back one, pause keeps anything new from one target.', 'forbidden');
    const answer = await stopEverything(dependencies, { by: caller.name, reason: why });
    if (!answer.ok) return answer;
    const { stopped, reason: inForce, takenBack, beingFinished, problems, complete } = answer;
    return { ok: true, value: { stopped, reason: inForce, takenBack: [...takenBack], beingFinished: [...beingFinished], problems: [...problems], complete } };
  },
});
