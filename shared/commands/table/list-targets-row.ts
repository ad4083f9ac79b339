import * as z from 'zod';
import { pageOf, Paging } from '../../domain/views/page-of.ts';
import { TargetView } from '../../domain/views/target-view.ts';
import { isTargetCursor, listTargets } from '../reads/list-targets.ts';
import { commandRow } from './command-row.ts';
import { afterOf } from './input-words.ts';

export const listTargetsRow = commandRow({
  name: 'list-targets',
  kind: 'read',
  permission: 'read',
  title: 'Targets',
  summary: 'The services that are looked after: what serves there, how it goes, what is being watched, whether it is paused.',
  input: z.strictObject({ limit: Paging.limit, after: afterOf(isTargetCursor) }),
  output: pageOf(TargetView),
  example: {
    input: { limit: 1 },
    output: { items: [{ id: 'orders', functionName: 'orders', alias: 'live', shared: false, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' }, routing: { version: '3' }, health: { until: 1_780_000_300_000, requestsPerMinute: 812, failureRate: 0.0006, p50Ms: 112, p95Ms: 236 }, opportunities: 2 }], next: 'b3JkZXJz' },
  },
  run: async (asked, dependencies, { sight }) => ({ ok: true, value: await listTargets(dependencies, sight, asked) }),
});
