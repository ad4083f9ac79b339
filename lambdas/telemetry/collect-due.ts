import type { Settings } from '../../shared/config/settings.ts';
import type { SettingsInForce } from '../../shared/config/settings-for.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Flags } from '../../shared/ports/flags.ts';
import type { Ids } from '../../shared/ports/ids.ts';
import type { ItemStore } from '../../shared/ports/item-store.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import type { KnowledgeDependencies } from '../../shared/release/target-knowledge.ts';
import type { LookIntervals } from '../../shared/rules/telemetry/next-look.ts';
import { repositoriesIn } from '../../shared/store/repositories.ts';
import { firstOff } from '../../shared/store/switches.ts';
import { collectAll, type CollectedTarget } from './collect-all.ts';
import type { Collected } from './collect.ts';
import { dueTargets, type DueTarget } from './due-targets.ts';
import type { Fed } from './feed-spool.ts';
import { foldSettingsOf } from './fold-settings.ts';
import { givenUp } from './give-up-state.ts';
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
  /** How long looks are begun, and go on to another page: the rest goes first at the next tick. Without it, until all is done. */
  readonly mostSeconds?: number;
  /** Whether what a look takes is kept in the cost ledger: not where nothing costs anything. */
  readonly isBilled: boolean;
  readonly flags?: Flags;
};

/**
 * `unaccounted`: what went through the store and stands in no target's books, such as finding out who is due. `left`: targets that time did not
 * suffice for. `foldedUntil`: the last look of the one that waits longest among those that failed or were left.
 */
export type CollectedDue = { readonly targets: number; readonly looks: readonly CollectedTarget[]; readonly left: readonly string[]; readonly foldedUntil?: Instant | undefined; readonly apiCalls: number; readonly unaccounted: { readonly readUnits: number; readonly writeUnits: number } };

const NOTHING: Collected = { pages: 0, lines: 0, events: 0, periods: 0, caughtUp: true, critical: [] };

/** One tick of telemetry: looks at every target that is due (`everything`: at all), each on its own, and keeps when it is due again. While telemetry is switched off, only those on which something is released or watched. */
export async function collectDue({ everything = false }: { everything?: boolean }, dependencies: CollectDueDependencies): Promise<CollectedDue> {
  const { store, clock, settings, feed, mostSeconds } = dependencies;
  const begunAt = clock.now();
  const isLate = (): boolean => mostSeconds !== undefined && clock.now() - begunAt >= mostSeconds * 1000;
  const shared = newStoreMeter();
  const common = repositoriesIn(meteredStore(store, shared));
  const [all, looks, pressing] = [await dependencies.targets.all(), await common.looks.all(), await pressingTargets(common)];
  // Whoever is exposed is watched, whatever is switched off.
  const targets = (await firstOff(dependencies.flags, ['phase:telemetry'])) === undefined ? all : all.filter(({ id }) => pressing.has(id));
  const intervals: LookIntervals = { closeSeconds: settings.streamIntervalSeconds, restSeconds: settings.restIntervalSeconds, periodSeconds: settings.tickSeconds };
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
    // Loaded with the first target that is folded: a start at which nobody is due needs none of it, and it is more than half of all there is.
    const [{ collect }, { discoveredIn }, { knowledgeOf }] = await Promise.all([import('./collect.ts'), import('../../shared/commands/discovered-in.ts'), import('../../shared/release/target-knowledge.ts')]);
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
        discovered: discoveredIn({ discoveries: own.discoveries, targetsWatched: () => all.length, clock }),
        bookkeeping: books,
        isLate,
      },
    );
    shared.readUnits += meter.readUnits - books.spent().readUnits;
    shared.writeUnits += meter.writeUnits - books.spent().writeUnits;
    return collected;
  };

  // Who cannot be read goes behind those who wait, or a few of them that take long would keep everybody else from being read.
  const goBehind = async ({ target: { id }, look }: DueTarget): Promise<void> => {
    if (look !== undefined) await common.looks.note(id, (held = look) => ({ ...held, lookedAt: clock.now() }));
  };

  const byId = new Map(due.map((one) => [one.target.id, one]));
  const results = await collectAll(
    [...byId.keys()],
    async (targetId) => {
      const one = byId.get(targetId);
      if (one === undefined) return NOTHING;
      return lookAt(one).catch(async (error: unknown) => {
        await goBehind(one).catch(() => undefined);
        throw await givenUp(error, one, { states: common.states, clock });
      });
    },
    isLate,
  );
  const wereRead = new Set(results.flatMap(({ ok, targetId }) => (ok ? [targetId] : [])));
  const begun = new Set(results.map(({ targetId }) => targetId));
  const waiting = due.flatMap(({ target: { id }, look }) => (wereRead.has(id) || look === undefined ? [] : [look.foldedAt]));
  return {
    targets: targets.length, looks: results, left: [...byId.keys()].filter((id) => !begun.has(id)), foldedUntil: waiting.length === 0 ? undefined : Math.min(...waiting),
    apiCalls: fed.apiCalls, unaccounted: { readUnits: shared.readUnits, writeUnits: shared.writeUnits },
  };
}
