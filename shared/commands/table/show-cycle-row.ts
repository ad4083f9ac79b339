import * as z from 'zod';
import { CycleRow } from '../../domain/views/cycle-row.ts';
import { cycleRow } from '../reads/cycle-row.ts';
import { commandRow } from './command-row.ts';
import { cycleId } from './input-words.ts';

export const showCycleRow = commandRow({
  name: 'show-cycle',
  kind: 'read',
  permission: 'read',
  title: 'A cycle',
  summary: 'How one cycle stands: whether it still runs, what it found, what became of its improvements, whether its report is there.',
  input: z.strictObject({ cycleId }),
  output: CycleRow,
  example: {
    input: { cycleId: 'cyc-1' },
    output: { id: 'cyc-1', targetIds: ['orders'], trigger: 'schedule', cause: '2026-05-28T02:00:00.000Z', emergency: false, dryRun: false, state: 'completed', startedAt: 1_780_000_000_000, endedAt: 1_780_000_092_000, opportunities: 2, improvements: [{ id: 'imp-1', title: 'Ask for all stock at once', state: 'watching' }], hasReport: true },
  },
  run: async ({ cycleId: id }, { cycles, improvements }) => ({ ok: true, value: await cycleRow(await cycles.get(id), { improvements }) }),
});
