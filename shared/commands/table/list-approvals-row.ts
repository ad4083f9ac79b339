import * as z from 'zod';
import { ApprovalStanding } from '../../domain/views/improvement-detail.ts';
import { ImprovementRow } from '../../domain/views/improvement-row.ts';
import { listApprovals } from '../reads/approvals.ts';
import { commandRow } from './command-row.ts';

export const listApprovalsRow = commandRow({
  name: 'list-approvals',
  kind: 'read',
  permission: 'read',
  title: 'Waiting for a person',
  summary: 'Improvements that wait for a yes, the longest wait first: what the yes is bound to, who may give it, until when, and whether you may.',
  input: z.strictObject({}),
  output: z.object({ items: z.array(ImprovementRow.extend({ awaits: ApprovalStanding })) }),
  example: {
    input: {},
    output: { items: [{ id: 'imp-2', targetId: 'orders', origin: 'proposal', proposedBy: 'maria', title: 'Keep the totals of an order', state: 'awaiting-approval', stateSince: 1_780_000_000_000, createdAt: 1_779_999_000_000, systemWide: false, author: 'person:maria', risk: 'medium', awaits: { digest: '5e1c', may: true, needed: 'orders is set to "approve".', since: 1_780_000_000_000, expiresAt: 1_780_259_200_000, approvers: ['owners'] } }] },
  },
  run: async (_, dependencies, { caller, sight }) => ({ ok: true, value: { items: await listApprovals(dependencies, sight, caller) } }),
});
