import * as z from 'zod';
import type { discoveredIn } from '../../shared/commands/discovered-in.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Period } from '../../shared/domain/period.ts';
import type { Target } from '../../shared/domain/target.ts';
import { emptyTargetState, type TargetState } from '../../shared/domain/target-state.ts';
import type { Change } from '../../shared/ports/item-store.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ids } from '../../shared/ports/ids.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Telemetry } from '../../shared/ports/telemetry.ts';
import type { FoldSettings } from '../../shared/rules/detection/fold-settings.ts';
import { foldPage } from '../../shared/rules/detection/fold.ts';
import type { Also } from '../../shared/store/target-states.ts';
import { findOpportunities } from '../../shared/rules/scoring/find-opportunities.ts';
import type { TargetKnowledge } from '../../shared/rules/scoring/glance-at.ts';

export const CollectInput = z.object({ targetId: z.string() });
export type CollectInput = z.infer<typeof CollectInput>;

export type CollectDependencies = {
  readonly targets: { get(targetId: string): Promise<Target | undefined> };
  readonly states: {
    get(targetId: string): Promise<{ state: TargetState; version: number } | undefined>;
    /**
     * Writes the state and the periods that became complete, all or nothing, if the stored state is still at `version` (`undefined`: absent).
     * `false` when somebody else was first. At most `MOST_PERIODS_A_WRITE` periods are given. `also`: what goes with it.
     */
    save(state: TargetState, periods: readonly Period[], version: number | undefined, also?: Also): Promise<boolean>;
  };
  /** Writes complete periods ahead of the state. The same page always gives the same periods, so writing one again changes nothing. */
  readonly periods: { put(periods: readonly Period[]): Promise<void> };
  /** The thing that every analysis needs to know beside the state; read only when something looks critical. */
  readonly knowledge: { of(target: Target): Promise<Omit<TargetKnowledge, 'target' | 'state'>> };
  /** Which changes of a target's metrics are to be believed among all that is watched; without it, as if the target were alone. */
  readonly discovered?: ReturnType<typeof discoveredIn>;
  readonly telemetry: Telemetry;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Of the target, since a release may set its own threshold. */
  readonly settingsOf: (target: Target) => FoldSettings | Promise<FoldSettings>;
  readonly windowHours: number;
  /** What is written together with each write of the state: when to look again, and what the look cost. */
  readonly bookkeeping?: LookBookkeeping;
  /** Whether time is nearly over: what was read is written then, and the next look goes on. */
  readonly isLate?: () => boolean;
};

/** What a look has read since its last write, as it stands when it writes. */
export type LookProgress = { readonly state: TargetState; readonly caughtUp: boolean; readonly lists: number; readonly gets: number };

export type LookBookkeeping = {
  /** Changes that belong to a write which consists of `others` but for them. May be asked for several times. */
  changes(progress: LookProgress, others: readonly Change[]): Promise<readonly Change[]>;
  /** That write has come through. */
  written(): void;
};

export type Collected = {
  readonly pages: number;
  readonly lines: number;
  readonly events: number;
  readonly periods: number;
  /** `false` when there was more than one look may read: the next one goes on from there. */
  readonly caughtUp: boolean;
  /** Until when the target's telemetry is complete now. */
  readonly completeUntil?: Instant | undefined;
  /** Free opportunities that score critical: a reason to start a cycle at once, if none was started for this a moment ago. */
  readonly critical: readonly Opportunity[];
};

/** How many periods `save` is given at most: one write of the store takes 100 changes. */
export const MOST_PERIODS_A_WRITE = 90;
const MOST_PAGES = 20;
/** A look that has far to catch up writes so often, so that one that runs out of time has not worked for nothing. */
const PAGES_A_WRITE = 5;
const LINES_A_PAGE = 5_000;

/**
 * Reads what a target logged since the last look, folds it into the target's state page by page, and says whether anything is critical.
 * Cursor and state are one item, so a crash or a rival between two writes loses and doubles nothing.
 */
export async function collect({ targetId }: CollectInput, dependencies: CollectDependencies): Promise<Collected> {
  const { targets, states, periods, telemetry, settingsOf, bookkeeping, isLate = () => false } = dependencies;
  const target = await targets.get(targetId);
  if (target === undefined) throw new UnknownTargetError(targetId);
  const settings = await settingsOf(target);
  let stored = await states.get(targetId);
  let state = stored?.state ?? emptyTargetState(targetId);
  let complete: Period[] = [];
  const counts = { pages: 0, lines: 0, events: 0, periods: 0 };
  let asked = { lists: 0, gets: 0 };
  let caughtUp = false;

  while (!caughtUp && counts.pages < MOST_PAGES) {
    const page = await telemetry.read(target.functionName, state.cursor, LINES_A_PAGE);
    const folded = foldPage(state, page, settings);
    state = folded.state;
    complete.push(...folded.periods);
    counts.pages += 1;
    counts.lines += page.lines.length;
    counts.events += page.events.length;
    counts.periods += folded.periods.length;
    asked = { lists: asked.lists + (page.requests?.lists ?? 0), gets: asked.gets + (page.requests?.gets ?? 0) };
    caughtUp = page.caughtUp;
    const isLast = caughtUp || isLate();
    if (!isLast && counts.pages % PAGES_A_WRITE !== 0) continue;
    const ahead = Math.max(0, complete.length - MOST_PERIODS_A_WRITE);
    if (ahead > 0) await periods.put(complete.slice(0, ahead));
    const progress: LookProgress = { state, caughtUp, ...asked };
    const also: Also = async (others) => bookkeeping?.changes(progress, others) ?? [];
    // Somebody else reads the same target; what they wrote stands.
    if (!(await states.save(state, complete.slice(ahead), stored?.version, also))) return { pages: 0, lines: 0, events: 0, periods: 0, caughtUp: false, critical: [] };
    bookkeeping?.written();
    complete = [];
    asked = { lists: 0, gets: 0 };
    if (isLast) break;
    stored = await states.get(targetId);
    state = stored?.state ?? state;
  }
  return { ...counts, caughtUp, completeUntil: state.completeUntil, critical: await criticalOpportunities(target, state, dependencies) };
}

const criticalOpportunities = async (target: Target, state: TargetState, { knowledge, discovered, clock, ids, windowHours }: CollectDependencies): Promise<Opportunity[]> => {
  const isDiscovered = await discovered?.(target.id, state.metrics);
  const options = { isDiscovered, windowHours, now: clock.now(), idOf: (key: string) => ids.derived('opp', `${target.id} ${key}`) };
  // A first look without source map and lessons, which have to be fetched: most of the time there is nothing.
  const glance = findOpportunities({ target, state, lessons: [], known: [], busyKeys: [] }, options);
  if (!glance.open.some(isCritical)) return [];
  return findOpportunities({ target, state, ...(await knowledge.of(target)) }, options).open.filter(isCritical);
};

const isCritical = ({ priority }: Opportunity): boolean => priority === 'critical';

export class UnknownTargetError extends Error {
  override name = 'UnknownTargetError';
  readonly code = 'PAWL-TARGET-UNKNOWN';

  constructor(targetId: string) {
    super(`There is no target "${targetId}". Add it to pawl.config.json, or check the spelling.`);
  }
}
