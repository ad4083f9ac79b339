import * as z from 'zod';
import { CycleRow } from '../../domain/views/cycle-row.ts';
import { pageOf, Paging } from '../../domain/views/page-of.ts';
import { listCycles } from '../reads/list-cycles.ts';
import { commandRow } from './command-row.ts';
import { after } from './input-words.ts';

export const listCyclesRow = commandRow({
  name: 'list-cycles',
  kind: 'read',
  permission: 'read',
  title: 'Cycles',
  summary: 'Passes over the targets, newest first: what started each, what it found, what became of it. read-report has its report.',
  input: z.strictObject({ limit: Paging.limit, after }),
  output: pageOf(CycleRow),
  example: {
    input: { limit: 1 },
    output: { items: [{ id: 'cyc-1', targetIds: ['orders'], trigger: 'schedule', cause: '2026-05-28T02:00:00.000Z', emergency: false, dryRun: false, state: 'completed', startedAt: 1_780_000_000_000, endedAt: 1_780_000_092_000, opportunities: 2, improvements: [{ id: 'imp-1', title: 'Ask for all stock at once', state: 'watching' }], hasReport: true }], next: 'MDAxNzgwMDAwMDAwMDAjY3ljLTE' },
  },
  run: async (asked, dependencies, { sight }) => ({ ok: true, value: await listCycles(dependencies, sight, asked) }),
});
