import type { Instant } from '../domain/instant.ts';

/** The names under which `Budgets` counts what models cost. Days are UTC. */
export const improvementAccount = (improvementId: string): string => `improvement#${improvementId}`;
export const cycleAccount = (cycleId: string): string => `cycle#${cycleId}`;
export const dayAccount = (at: Instant): string => `day#${dayOf(at)}`;
export const tenantDayAccount = (tenantId: string, at: Instant): string => `tenant-day#${tenantId}#${dayOf(at)}`;

const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10);
