import * as z from 'zod';
import { AuditEntry } from '../../domain/audit.ts';
import { pageOf, Paging } from '../../domain/views/page-of.ts';
import { isAuditCursor, listAudit } from '../list-audit.ts';
import { commandRow } from './command-row.ts';
import { afterOf, targetId } from './input-words.ts';

export const listAuditRow = commandRow({
  name: 'list-audit',
  kind: 'read',
  permission: 'read',
  title: 'Audit log',
  summary: 'Who did what, when and why, newest first: every command, and everything that Pawl did by itself. `@pawl` stands for what belongs to no target.',
  takesPawl: true,
  input: z.strictObject({ targetId: targetId.optional(), limit: Paging.limit, after: afterOf(isAuditCursor) }),
  output: pageOf(AuditEntry),
  example: {
    input: { limit: 1 },
    output: { items: [{ targetId: 'orders', sequence: 4, at: 1_780_000_000_000, who: 'release', what: 'exposed', improvementId: 'imp-1', component: 'orders', previousVersion: '1', newVersion: '2', format: 2, previousHash: '3f0c', hash: '9a1e' }], next: '1780000000000.4.orders' },
  },
  run: async ({ targetId: only, limit, after }, dependencies, { sight }) => {
    const { items, next } = await listAudit(dependencies, sight, { targetId: only, limit, after });
    return { ok: true, value: { items: [...items], ...(next === undefined ? {} : { next }) } };
  },
});
