import * as z from 'zod';
import { Opportunity } from '../opportunity.ts';

/** An opportunity in a list. `improvementId`: what works on it, or worked on it last. */
export const OpportunityRow = Opportunity.pick({
  id: true, targetId: true, tenantId: true, kind: true, title: true, severity: true, priority: true, impactScore: true, confidence: true, risk: true, gainPercent: true, systemWide: true, firstSeenAt: true, lastSeenAt: true,
}).extend({ improvementId: z.string().optional() });
export type OpportunityRow = z.infer<typeof OpportunityRow>;
