import * as z from 'zod';

/** What differs for one tenant. The names are those of the requirements; what is absent is as for everybody. */
export const TenantSettings = z.strictObject({
  enabled: z.boolean().default(true).describe('true, or false to leave this tenant alone'),
  max_concurrent: z.number().int().min(1).max(1000).optional().describe('how many of its improvements may be worked on at once, like 2'),
  risk_tolerance: z.number().min(0).max(1).optional().describe('the risk that may be taken without a person, 0 to 1, like 0.05'),
  monitoring_duration: z.number().positive().max(30 * 86_400).optional().describe('seconds a canary is watched, like 7200'),
});
export type TenantSettings = z.infer<typeof TenantSettings>;
