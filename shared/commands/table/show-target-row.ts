import * as z from 'zod';
import { TargetDetail } from '../../domain/views/target-view.ts';
import { refused } from '../dependencies.ts';
import { seenTarget } from '../reads/seen-targets.ts';
import { targetDetail } from '../reads/target-detail.ts';
import { commandRow } from './command-row.ts';
import { targetId } from './input-words.ts';

const A_WEEK = 168;

export const showTargetRow = commandRow({
  name: 'show-target',
  kind: 'read',
  permission: 'read',
  title: 'A target',
  summary: 'One target as it stands, with its requests, failures and latency over the last hours, the versions that came and went, and what was found.',
  input: z.strictObject({ targetId, hours: z.number().positive().max(A_WEEK).default(24).describe('hours to look back') }),
  output: TargetDetail,
  example: {
    input: { targetId: 'orders', hours: 1 },
    output: {
      target: { id: 'orders', functionName: 'orders', alias: 'live', shared: false, autonomy: { recipe: 'autonomous', model: 'approve', person: 'approve' }, routing: { version: '3' }, opportunities: 0 },
      series: { from: 1_779_996_400_000, stepSeconds: 60, points: [[0, 812, 1, 112, 236], [60, 798, 0, 110, 231]] },
      moments: [{ at: 1_780_000_000_000, what: 'Version 4 began to serve', improvementId: 'imp-1' }],
      opportunities: [],
    },
  },
  run: async ({ targetId: id, hours }, dependencies, { sight }) => {
    const seen = seenTarget(await dependencies.targets.get(id), sight);
    return seen === undefined ? refused(`There is no target "${id}". list-targets names them.`, 'not-found') : { ok: true, value: await targetDetail(seen, sight, hours, dependencies) };
  },
});
