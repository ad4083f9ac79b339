import type { TargetView } from '../../domain/views/target-view.ts';
import { bypassSentence } from '../../rules/detection/bypass.ts';
import { healthOf } from '../../rules/views/health-series.ts';
import type { Sight } from '../../rules/access/sight.ts';
import type { DoorDependencies } from '../table/door-dependencies.ts';
import { seenOpportunities } from './opportunity-row.ts';
import type { SeenTarget } from './seen-targets.ts';

export type TargetReading = Pick<DoorDependencies, 'deployer' | 'facts' | 'releases' | 'improvements' | 'opportunities' | 'states' | 'periods' | 'ledger' | 'clock' | 'momentMs'>;

const DAY_MS = 86_400_000;
/** Periods that health is told of. */
const RECENT_PERIODS = 5;

/** One target as it stands, as far as the caller sees it: of a target that it shares with others, its tenant's part. */
export const targetView = async (seen: SeenTarget, sight: Sight, dependencies: TargetReading): Promise<TargetView> => {
  const { target: { id, functionName, alias, tenantId, shared, autonomy }, whole, aliases } = seen;
  const { facts, periods, ledger, states, clock } = dependencies;
  const [routing, tenants, known, recent, opportunities, watching, spent, state] = await Promise.all([
    routingOf(functionName, alias, dependencies),
    Promise.all(Object.entries(aliases).map(async ([tenant, own]) => [tenant, await routingOf(functionName, own, dependencies)] as const)).then((all) => all.flatMap(([tenant, own]) => (own === undefined ? [] : [[tenant, own] as const]))),
    facts.get(id),
    periods.newest(id, RECENT_PERIODS),
    seenOpportunities(seen, dependencies),
    watchingOn(seen, sight, dependencies),
    whole ? ledger.between(id, clock.now() - DAY_MS, clock.now()) : undefined,
    whole ? states.get(id) : undefined,
  ]);
  return {
    id, functionName, alias, tenantId, shared, autonomy, routing,
    ...(tenants.length === 0 ? {} : { tenants: Object.fromEntries(tenants) }),
    pausedBy: known.pausedBy,
    notProtected: state && bypassSentence(state.state),
    lastPromotedCommit: whole ? known.lastPromotedCommit : undefined,
    watching,
    health: healthOf(recent, whole ? undefined : alias),
    opportunities: opportunities.length,
    usdADay: spent === undefined || spent.microUsd === 0 ? undefined : spent.microUsd / 1e6,
  };
};

/** What was is worth looking at also when what serves cannot be asked. */
const routingOf = async (functionName: string, alias: string, { deployer }: Pick<TargetReading, 'deployer'>): Promise<TargetView['routing']> => {
  const described = await deployer.describe(functionName, alias).catch(() => undefined);
  if (described === undefined) return undefined;
  const { version, additional } = described.alias;
  return { version, ...(additional ? { additional: { version: additional.version, weight: additional.weight } } : {}) };
};

/** What holds the target's release, when the caller may know of it. */
const watchingOn = async ({ target }: SeenTarget, sight: Sight, { releases, improvements }: TargetReading): Promise<TargetView['watching']> => {
  const holder = await releases.holder(target.id);
  if (holder === undefined) return undefined;
  const [release, improvement] = await Promise.all([releases.find(holder), sight.all ? undefined : improvements.find(holder)]);
  const isSeen = sight.all || (improvement !== undefined && sight.belonging(improvement, target));
  return release && isSeen ? { improvementId: holder, weight: release.weight, exposedAt: release.exposedAt } : undefined;
};
