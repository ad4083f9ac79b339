import type { Target } from '../../domain/target.ts';
import { targetForTenant } from '../../domain/tenant-target.ts';
import type { Sight } from '../../rules/access/sight.ts';

/** What a caller sees of a target. */
export type SeenTarget = {
  /** As the caller reaches it: of a target that serves several tenants, behind its tenant's alias. */
  readonly target: Target;
  /** All of it is the caller's to see. */
  readonly whole: boolean;
  /** Aliases of tenants that it may see, by tenant. */
  readonly aliases: Readonly<Record<string, string>>;
};

/** `undefined`: it may not know that there is such a target. */
export const seenTarget = (target: Target, sight: Sight): SeenTarget | undefined => {
  if (!sight.target(target)) return undefined;
  const aliases = Object.fromEntries(Object.entries(target.tenantAliases ?? {}).filter(([tenant]) => sight.tenant(tenant)));
  const whole = sight.whole(target);
  const [theirs] = Object.keys(aliases);
  return { whole, aliases, target: whole ? target : targetForTenant(target, theirs) };
};

/** All that a caller sees, in the order of their ids. */
export const seenTargets = async (targets: { all(): Promise<Target[]> }, sight: Sight): Promise<SeenTarget[]> =>
  (await targets.all()).flatMap((target) => seenTarget(target, sight) ?? []).sort((a, b) => (a.target.id < b.target.id ? -1 : 1));
