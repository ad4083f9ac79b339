import * as z from 'zod';
import { OpportunityRow } from '../../domain/views/opportunity-row.ts';
import { pageOf, Paging } from '../../domain/views/page-of.ts';
import { listOpportunities, placeInOpportunities } from '../reads/opportunity-row.ts';
import { commandRow } from './command-row.ts';
import { afterOf, targetId } from './input-words.ts';

export const listOpportunitiesRow = commandRow({
  name: 'list-opportunities',
  kind: 'read',
  permission: 'read',
  title: 'Opportunities',
  summary: 'What was found in the telemetry and is worth doing, best first, with the improvement that works on it. explain says why one is believed.',
  input: z.strictObject({ targetId: targetId.optional(), limit: Paging.limit, after: afterOf((cursor) => placeInOpportunities(cursor) !== undefined) }),
  output: pageOf(OpportunityRow),
  example: {
    input: { limit: 1 },
    output: { items: [{ id: 'opp-1', targetId: 'orders', kind: 'n-plus-one', title: 'One call per line of an order: GET catalogue/products/{}', severity: 'high', priority: 'critical', impactScore: 58_464, confidence: 0.97, risk: 'low', gainPercent: 58, systemWide: false, firstSeenAt: 1_779_999_000_000, lastSeenAt: 1_780_000_000_000, improvementId: 'imp-1' }], next: 'NTg0NjR-b3BwLTE' },
  },
  run: async (asked, dependencies, { sight }) => {
    const { items, next } = await listOpportunities(dependencies, sight, asked);
    return { ok: true, value: { items: [...items], next } };
  },
});
