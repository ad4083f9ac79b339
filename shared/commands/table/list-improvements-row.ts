import * as z from 'zod';
import { ImprovementState } from '../../domain/improvement.ts';
import { ImprovementRow } from '../../domain/views/improvement-row.ts';
import { pageOf, Paging } from '../../domain/views/page-of.ts';
import { listImprovements } from '../reads/list-improvements.ts';
import { commandRow } from './command-row.ts';
import { after, targetId } from './input-words.ts';

export const listImprovementsRow = commandRow({
  name: 'list-improvements',
  kind: 'read',
  permission: 'read',
  title: 'Improvements',
  summary: 'What is being worked on and what became of it, newest first.',
  input: z.strictObject({ targetId: targetId.optional(), state: z.array(ImprovementState).min(1).max(20).optional().describe('only in these states'), limit: Paging.limit, after }),
  output: pageOf(ImprovementRow),
  example: {
    input: { limit: 1 },
    output: { items: [{ id: 'imp-1', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'Ask for all stock at once', state: 'watching', stateSince: 1_780_000_000_000, createdAt: 1_779_999_000_000, systemWide: false, author: 'recipe:batch-calls', risk: 'low' }], next: 'MDAxNzgwMDAwMDAwMDAjaW1wLTE' },
  },
  run: async ({ targetId: only, ...asked }, dependencies, { sight }) => ({ ok: true, value: await listImprovements(dependencies, sight, { targetId: only, ...asked }) }),
});
