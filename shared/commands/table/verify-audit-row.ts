import * as z from 'zod';
import { AuditHead } from '../../domain/audit.ts';
import { refused } from '../dependencies.ts';
import { verifyAudit } from '../verify-audit.ts';
import { commandRow } from './command-row.ts';
import { targetId } from './input-words.ts';

const Chain = z.object({
  chain: z.string().describe('the target, or @pawl for what belongs to none'),
  entries: z.number().int().nonnegative(),
  whole: z.boolean(),
  firstBroken: z.object({ sequence: z.number(), why: z.string() }).optional(),
  head: AuditHead.optional().describe('where the chain ends: keep it elsewhere, and nobody can rewrite the log unseen'),
});

export const verifyAuditRow = commandRow({
  name: 'verify-audit',
  kind: 'read',
  permission: 'read',
  title: 'Verify the audit log',
  summary: 'Reads the whole log and names the first record of each chain that was changed, taken out, added, exchanged or cut off since it was written.',
  takesPawl: true,
  input: z.strictObject({ targetId: targetId.optional() }),
  output: z.object({ chains: z.array(Chain) }),
  example: { input: { targetId: 'orders' }, output: { chains: [{ chain: 'orders', entries: 4, whole: true, head: { sequence: 4, hash: '9a1e' } }] } },
  run: async ({ targetId: only }, dependencies, { sight }) => {
    const chains = await verifyAudit(dependencies, sight, only);
    return chains === undefined ? refused(`The log of ${only ?? 'it'} is shared by several tenants and can be verified by those who see all of it.`, 'forbidden') : { ok: true, value: { chains } };
  },
});
