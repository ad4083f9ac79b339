import * as z from 'zod';
import { readStatus, StatusView } from '../reads/status.ts';
import { commandRow } from './command-row.ts';

export const statusRow = commandRow({
  name: 'status',
  kind: 'read',
  permission: 'read',
  title: 'Status',
  summary: 'What is going on: what serves on each target, what waits for a person, what is exposed, what became of the last improvements, and whether everything is stopped.',
  input: z.strictObject({}),
  output: StatusView,
  example: {
    input: {},
    output: {
      targets: [{ id: 'orders', functionName: 'orders', alias: 'live', shared: false, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' }, routing: { version: '3', additional: { version: '4', weight: 0.1 } }, watching: { improvementId: 'imp-1', weight: 0.1, exposedAt: 1_780_000_000_000 }, health: { until: 1_780_000_300_000, requestsPerMinute: 812, failureRate: 0.0006, p50Ms: 112, p95Ms: 236 }, opportunities: 2 }],
      awaiting: [],
      watching: [{ id: 'imp-1', targetId: 'orders', origin: 'opportunity', proposedBy: 'pawl', title: 'Ask for all stock at once', state: 'watching', stateSince: 1_780_000_000_000, createdAt: 1_779_999_000_000, systemWide: false, author: 'recipe:batch-calls', risk: 'low' }],
      recent: [],
      version: '1.0.0',
    },
  },
  run: async (_, dependencies, { sight }) => ({ ok: true, value: await readStatus(dependencies, sight) }),
});
