import * as z from 'zod';
import { approve } from '../approve.ts';
import { commandRow } from './command-row.ts';
import { improvementId, reason, shortText } from './input-words.ts';

export const approveRow = commandRow({
  name: 'approve',
  kind: 'act',
  permission: 'decide',
  title: 'Approve',
  summary: 'Says yes to what waits for a person: it goes out to a small share of the traffic. From somebody who did not propose it, bound to exactly this patch and its checks.',
  input: z.strictObject({
    improvementId,
    digest: shortText(200).optional().describe('digest of what you looked at (show-improvement); when it is another by now, the yes is not taken'),
    systemWide: z.boolean().default(false).describe('true: you know that it changes the target for every tenant'),
    reason: reason.optional(),
  }),
  output: z.object({ improvementId: z.string(), approved: z.boolean().describe('false while another person’s yes is needed too'), moreNeeded: z.number().int().describe('how many other people have to say yes') }),
  example: { input: { improvementId: 'imp-2', reason: 'The reads are independent.' }, output: { improvementId: 'imp-2', approved: true, moreNeeded: 0 } },
  run: async (input, dependencies, { caller }) => {
    const done = await approve(dependencies, { ...input, caller });
    return done.ok ? { ok: true, value: { improvementId: input.improvementId, approved: done.approved, moreNeeded: done.moreNeeded } } : done;
  },
});
