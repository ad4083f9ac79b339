import * as z from 'zod';
import { Instant } from '../../domain/instant.ts';
import { askApproval } from '../ask-approval.ts';
import { commandRow } from './command-row.ts';
import { improvementId, reason } from './input-words.ts';

export const askApprovalRow = commandRow({
  name: 'ask-approval',
  kind: 'act',
  permission: 'operate',
  title: 'Ask for an approval',
  summary: 'Tells the people who may say yes that you want one for an improvement that waits, once. It never gives one: look at show-improvement later for their answer.',
  input: z.strictObject({ improvementId, reason: reason.optional() }),
  output: z.object({
    improvementId: z.string(), digest: z.string().describe('of what they are asked about: a changed patch is another question'),
    expiresAt: Instant.describe('from then on nobody’s yes counts'), approvers: z.array(z.string()).describe('people and groups who may answer; empty: whoever may decide and did not propose it'),
  }),
  example: { input: { improvementId: 'imp-2', reason: 'The error budget of this week is nearly spent.' }, output: { improvementId: 'imp-2', digest: 'digest-2', expiresAt: 1_780_259_200_000, approvers: [] } },
  run: async (input, dependencies, { caller }) => {
    const done = await askApproval(dependencies, { ...input, caller });
    return done.ok ? { ok: true, value: { improvementId: input.improvementId, digest: done.digest, expiresAt: done.expiresAt, approvers: [...done.approvers] } } : done;
  },
});
