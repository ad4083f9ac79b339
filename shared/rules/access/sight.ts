import type { Caller } from '../../domain/caller.ts';
import type { Target } from '../../domain/target.ts';

/** Something that belongs to a target, and perhaps to one tenant on it. */
export type Belonging = { readonly targetId: string; readonly tenantId?: string | undefined };

/**
 * What a caller sees. With a tenant: the targets that serve this tenant alone, all of them; and of a target that serves it through an alias of its own,
 * what belongs to that tenant. What belongs to everybody on such a target (its own alias, system-wide changes) is not one tenant's to see or touch.
 */
export type Sight = {
  readonly all: boolean;
  /** Whether the caller may know that this target exists. */
  readonly target: (target: Pick<Target, 'tenantId' | 'tenantAliases'>) => boolean;
  /** Whether it may see and touch all of the target, not only its tenant's part. */
  readonly whole: (target: Pick<Target, 'tenantId'>) => boolean;
  /** Whether something on a target is the caller's. `target`: what is known of the target; absent when it is no longer looked after. */
  readonly belonging: (belonging: Belonging, target: Pick<Target, 'tenantId' | 'tenantAliases'> | undefined) => boolean;
  readonly tenant: (tenantId: string) => boolean;
};

export const sightOf = ({ tenants }: Pick<Caller, 'tenants'>): Sight => {
  const everything = tenants === 'all';
  const tenant = (tenantId: string): boolean => everything || tenants.includes(tenantId);
  const whole: Sight['whole'] = ({ tenantId }) => everything || (tenantId !== undefined && tenant(tenantId));
  return {
    all: everything,
    tenant,
    whole,
    target: (target) => whole(target) || Object.keys(target.tenantAliases ?? {}).some(tenant),
    belonging: ({ tenantId }, target) => everything || (target !== undefined && whole(target)) || (tenantId !== undefined && tenant(tenantId)),
  };
};
