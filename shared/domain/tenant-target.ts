import type { Target } from './target.ts';

/**
 * The target as one tenant's callers reach it: behind that tenant's alias, with that tenant's settings. What is released on it is not system-wide,
 * as nobody else's alias moves. The target as it stands when the tenant has no alias of its own there.
 */
export const targetForTenant = (target: Target, tenantId: string | undefined): Target => {
  const alias = tenantId === undefined || !Object.hasOwn(target.tenantAliases ?? {}, tenantId) ? undefined : target.tenantAliases?.[tenantId];
  return alias === undefined || tenantId === undefined ? target : { ...target, alias, tenantId, shared: false };
};

/** Every alias that callers are meant to use, the target's own first. Of the target as it stands, not as a tenant reaches it. */
export const aliasesOf = ({ alias, tenantAliases = {} }: Pick<Target, 'alias' | 'tenantAliases'>): string[] => [alias, ...Object.values(tenantAliases)];

/** Whether a tenant is among those the target serves alone or through an alias. */
export const serves = ({ tenantId: only, tenantAliases = {} }: Pick<Target, 'tenantId' | 'tenantAliases'>, tenantId: string): boolean => only === tenantId || Object.hasOwn(tenantAliases, tenantId);

/** Why a tenant cannot be released to apart from the others. */
export const strangeTenant = ({ id, tenantAliases = {} }: Pick<Target, 'id' | 'tenantAliases'>, tenantId: string): string =>
  `${id} has no alias for the tenant "${tenantId}"${Object.keys(tenantAliases).length === 0 ? '' : `; it has those of ${Object.keys(tenantAliases).join(', ')}`}. Name one in its tenantAliases.`;
