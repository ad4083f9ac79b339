import type { BudgetLimit, ModelsConfig } from '../../../shared/config/models.ts';
import type { Instant } from '../../../shared/domain/instant.ts';
import type { Window } from '../../../shared/store/budgets.ts';
import { cycleAccount, dayAccount, improvementAccount, tenantDayAccount } from '../../../shared/store/model-accounts.ts';
import type { ModelTask } from './ask-model.ts';

const DAY_MS = 86_400_000;
const KEPT_MS = 90 * DAY_MS;

/**
 * The accounts that a call goes to, each with its limit. Days are UTC. An improvement's budget does not come back; a cycle's is another one's in the
 * next cycle, which may begin at once.
 */
export const budgetWindows = ({ improvementId, cycleId, tenantId }: Pick<ModelTask, 'improvementId' | 'cycleId' | 'tenantId'>, { perImprovement, perCycle, perDay, perTenantDay }: ModelsConfig['budgets'], now: Instant): Window[] => {
  const midnight = (Math.floor(now / DAY_MS) + 1) * DAY_MS;
  const window = (id: string, limit: BudgetLimit, resumesAt?: Instant): Window => ({ id, limit, keptUntil: now + KEPT_MS, ...(resumesAt === undefined ? {} : { resumesAt }) });
  return [
    window(improvementAccount(improvementId), perImprovement),
    ...(cycleId === undefined ? [] : [window(cycleAccount(cycleId), perCycle, now)]),
    window(dayAccount(now), perDay, midnight),
    ...(tenantId === undefined ? [] : [window(tenantDayAccount(tenantId, now), perTenantDay, midnight)]),
  ];
};

/** What a window is called in a sentence. */
export const windowName = (id: string): string => {
  const [kind = '', ...rest] = id.split('#');
  const names: Readonly<Record<string, string>> = { improvement: 'this improvement', cycle: 'this cycle', day: `the day (${rest.join(' ')}, UTC)`, 'tenant-day': `the tenant ${rest[0] ?? ''} on ${rest[1] ?? ''} (UTC)` };
  return names[kind] ?? id;
};
