import type { Settings } from '../../shared/config/settings.ts';
import type { SettingsInForce } from '../../shared/config/settings-for.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ids } from '../../shared/ports/ids.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import { discoveredIn } from '../../shared/commands/discovered-in.ts';
import { knowledgeOf, type KnowledgeDependencies } from '../../shared/release/target-knowledge.ts';
import type { LookIntervals } from '../../shared/rules/telemetry/next-look.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { collectAll, type CollectedTarget } from './collect-all.ts';
import { collect, type Collected } from './collect.ts';
import { dueTargets, type DueTarget } from './due-targets.ts';
import type { Fed } from './feed-spool.ts';
import { foldSettingsOf } from './fold-settings.ts';
import { lookAccount } from './look-account.ts';
import { meteredStore, newStoreMeter } from './metered-store.ts';
import { hasNews } from './peek.ts';
import { pressingTargets } from './pressing-targets.ts';

export type CollectDueDependencies = Pick<KnowledgeDependencies, 'deployer' | 'sources' | 'blobs'> & {
  readonly store: ItemStore;
  readonly targets: { all(): Promise<readonly Target[]> };
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: Settings;
  readonly settingsFor: (target: Target) => SettingsInForce;
  /** What nobody delivers, put where telemetry is read, for the targets that are looked at now. Absent where everything is delivered. */
  readonly feed?: (targets: readonly Target[]) => Promise<Fed>;
  /** Whether what a look takes is kept in the cost ledger: not where nothing costs anything. */
  readonly isBilled: boolean;
};

/** `unaccounted`: what went through the store and stands in no target's books, such as finding out who is due. */
export type CollectedDue = { readonly targets: number; readonly looks: readonly CollectedTarget[]; readonly apiCalls: number; readonly unaccounted: { readonly readUnits: number; readonly writeUnits: number } };

const NOTHING: Collected = { pages: 0, lines: 0, events: 0, periods: 0, caughtUp: true, critical: [] };

/** One tick of telemetry: looks at every target that is due (`everything`: at all), each on its own, and keeps when it is due again. */
export async function collectDue({ everything = false }: { everything?: boolean }, dependencies: CollectDueDependencies): Promise<CollectedDue> {
  const { store, clock, settings, feed } = dependencies;
  const shared = newStoreMeter();
  const common = repositoriesIn(meteredStore(store, shared));
  const [targets, looks, pressing] = [await dependencies.targets.all(), await common.looks.all(), await pressingTargets(common)];
  const intervals: LookIntervals = { closeSeconds: settings.streamIntervalSeconds, restSeconds: settings.restIntervalSeconds };
  const due = dueTargets(targets, everything ? new Map() : looks, pressing, intervals, clock.now());
  const fed = (await feed?.(due.filter(({ kind }) => kind === 'fold').map(({ target }) => target))) ?? { apiCalls: 0, asked: [] };
  const share = fed.asked.length === 0 ? 0 : fed.apiCalls / fed.asked.length;
  const asked = new Set(fed.asked);

  const lookAt = async (one: DueTarget): Promise<Collected> => {
    const meter = newStoreMeter();
    const own = repositoriesIn(meteredStore(store, meter));
    const ledger = dependencies.isBilled ? own.ledger : undefined;
    if (one.kind === 'peek' && !(await hasNews(one, intervals, { ...dependencies, looks: own.looks, ledger }))) return NOTHING;
    // Of targets that share a function, the first has paid.
    const pays = asked.delete(one.target.functionName);
    const books = lookAccount(one, { metricsAsked: Number(pays), cloudwatchCalls: pays ? share : 0 }, meter, intervals, { looks: own.looks, ledger, clock });
    const collected = await collect(
      { targetId: one.target.id },
      {
        ...dependencies,
        targets: { get: async () => one.target },
        states: own.states,
        periods: own.states,
        knowledge: knowledgeOf({ ...dependencies, ...own }),
        settingsOf: (target) => foldSettingsOf(dependencies.settingsFor(target), own.releases, target),
        windowHours: settings.analysisWindowHours,
        discovered: discoveredIn({ discoveries: own.discoveries, targetsWatched: () => targets.length, clock }),
        bookkeeping: books,
      },
    );
    shared.readUnits += meter.readUnits - books.spent().readUnits;
    shared.writeUnits += meter.writeUnits - books.spent().writeUnits;
    return collected;
  };

  const byId = new Map(due.map((one) => [one.target.id, one]));
  const results = await collectAll([...byId.keys()], async (targetId) => {
    const one = byId.get(targetId);
    return one === undefined ? NOTHING : lookAt(one);
  });
  return { targets: targets.length, looks: results, apiCalls: fed.apiCalls, unaccounted: { readUnits: shared.readUnits, writeUnits: shared.writeUnits } };
}
