import * as z from 'zod';
import type { ToExplain } from '../../shared/commands/explain-opportunities.ts';
import type { Cycle } from '../../shared/domain/cycle.ts';
import type { discoveredIn } from '../../shared/commands/discovered-in.ts';
import { errorCode } from '../../shared/domain/error-code.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { targetForTenant } from '../../shared/domain/tenant-target.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { TargetState } from '../../shared/domain/target-state.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Ids } from '../../shared/ports/ids.ts';
import { bypassSentence } from '../../shared/rules/detection/bypass.ts';
import { standingOf } from '../../shared/rules/scoring/ageing.ts';
import { glanceAt, type FoundOpportunities, type TargetKnowledge } from '../../shared/rules/scoring/glance-at.ts';
import { rank } from '../../shared/rules/scoring/rank.ts';

export const AnalyzeInput = z.object({ cycleId: z.string() });
export type AnalyzeInput = z.infer<typeof AnalyzeInput>;

/** What an analysis came to, for the cycle's record and the list of opportunities. */
export type Analysis = {
  /** Everything found, in order of work: what was taken up, what waits for a slot, what is kept for later. */
  readonly opportunities: readonly Opportunity[];
  readonly heldBack: FoundOpportunities['heldBack'];
  readonly improvementIds: readonly string[];
  readonly telemetryAnalyzed: Cycle['telemetryAnalyzed'];
  /** Targets whose aliases too many callers pass by. */
  readonly notProtected: readonly { readonly targetId: string; readonly reason: string }[];
  /** Targets that could not be analysed, and why. The others were. */
  readonly problems: readonly { readonly targetId: string; readonly reason: string; readonly code?: string }[];
};

export type AnalyzeDependencies = {
  readonly cycles: { get(cycleId: string): Promise<Cycle | undefined>; recordAnalysis(cycleId: string, analysis: Analysis): Promise<void> };
  readonly targets: { get(targetId: string): Promise<Target | undefined> };
  readonly states: { get(targetId: string): Promise<{ state: TargetState } | undefined> };
  /** `serving`: the version alone, for a first glance. `files`: the service's sources as they serve, where they are few enough to be kept at hand. */
  readonly knowledge: {
    serving?(target: Target): Promise<{ readonly version: string }>;
    of(target: Target, serving?: { readonly version: string }): Promise<Omit<TargetKnowledge, 'target' | 'state'> & { readonly files?: ReadonlyMap<string, string> | undefined }>;
  };
  readonly slots: {
    /**
     * Turns opportunities into queued improvements, best first, while there are free slots, and at most `atMost` of them; each with its own
     * atomic lease (the target's tenant has its own limit). Answers the ids of the improvements. Asked again for the same cycle it answers the same.
     */
    take(cycle: Cycle, opportunities: readonly Opportunity[], options: { atMost: number }): Promise<string[]>;
  };
  /** Which changes of a target's metrics are to be believed among all that is watched; without it, as if the target were alone. */
  readonly discovered?: ReturnType<typeof discoveredIn>;
  /** Keeps why each of the opportunities found is believed, best first, while the telemetry is at hand. */
  readonly explain?: (found: ToExplain) => Promise<void>;
  readonly clock: Clock;
  readonly ids: Ids;
};

/**
 * Turns what is known of a cycle's targets into ranked opportunities and takes up as many as there are free slots; the rest is listed and
 * ages. Low ones are listed only, until age lifts them. A dry run takes up nothing.
 */
export async function analyze({ cycleId }: AnalyzeInput, dependencies: AnalyzeDependencies): Promise<{ improvementIds: string[] }> {
  const { cycles, slots, clock } = dependencies;
  const cycle = await cycles.get(cycleId);
  if (cycle === undefined) throw new Error(`There is no cycle "${cycleId}".`);
  const now = clock.now();
  const looks = await inTurn(cycle.targetIds, async (targetId) => lookAt(targetId, cycle, now, dependencies));

  const found = looks.flatMap((look) => (look.ok ? [look.found] : []));
  const opportunities = rank(found.flatMap(({ open }) => open), now);
  const worthwhile = opportunities.filter((opportunity) => standingOf(opportunity, now).priority !== 'low');

  const improvementIds = cycle.dryRun ? [] : await slots.take(cycle, worthwhile, { atMost: cycle.maxImprovements });
  await cycles.recordAnalysis(cycleId, {
    opportunities,
    heldBack: found.flatMap(({ heldBack }) => heldBack),
    improvementIds,
    telemetryAnalyzed: found.reduce((sum, { analyzed }) => ({ metrics: sum.metrics + analyzed.metrics, logs: sum.logs + analyzed.logs, events: sum.events + analyzed.events }), { metrics: 0, logs: 0, events: 0 }),
    notProtected: looks.flatMap((look) => (look.ok && look.notProtected !== undefined ? [{ targetId: look.targetId, reason: look.notProtected }] : [])),
    problems: looks.flatMap((look) => (look.ok ? [] : [look.problem])),
  });
  return { improvementIds };
}

/** A look mostly waits for store and source; a target's state is large, and a thousand of them are more than there is memory for. */
const AT_ONCE = 8;

const inTurn = async (targetIds: readonly string[], look: (targetId: string) => Promise<Look>): Promise<Look[]> => {
  const looks: Look[] = [];
  const queue = targetIds.entries();
  const work = async (): Promise<void> => {
    for (const [index, targetId] of queue) looks[index] = await look(targetId);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return looks;
};

type Look = { readonly ok: true; readonly targetId: string; readonly found: FoundOpportunities; readonly notProtected: string | undefined } | { readonly ok: false; readonly problem: Analysis['problems'][number] };

/** Opportunities of one target. A fault here is told with the target's name and leaves the other targets alone. */
const lookAt = async (targetId: string, cycle: Cycle, now: number, { targets, states, knowledge, discovered, explain, ids }: AnalyzeDependencies): Promise<Look> => {
  const problem = (reason: string, code?: string): Look => ({ ok: false, problem: { targetId, reason, ...(code === undefined ? {} : { code }) } });
  try {
    const registered = await targets.get(targetId);
    const stored = await states.get(targetId);
    if (registered === undefined) return problem('no such target');
    if (stored === undefined) return problem('no telemetry has been read yet');
    const target = targetForTenant(registered, cycle.tenantId);
    const whose = target.alias === registered.alias ? targetId : `${targetId} ${target.alias}`;
    const isDiscovered = await discovered?.(targetId, stored.state.metrics);
    const options = { windowHours: cycle.windowHours, now, isDiscovered, idOf: (key: string) => ids.derived('opp', `${whose} ${key}`) };
    // Most targets are well, most of the time: source map, sources and lessons are fetched for those where there is anything to place and to weigh.
    const serving = await knowledge.serving?.(target);
    const { nothing, window } = serving ? glanceAt({ target, state: stored.state, serving }, options) : {};
    if (nothing) return { ok: true, targetId, found: nothing, notProtected: bypassSentence(stored.state) };
    const known = await knowledge.of(target, serving);
    // Loaded with the first thing that is found, as is what explains it.
    const { findOpportunities } = await import('../../shared/rules/scoring/find-opportunities.ts');
    const found = findOpportunities({ target, state: stored.state, ...known }, options, window);
    await explain?.({ ...known, target, state: stored.state, opportunities: found.open, windowHours: cycle.windowHours, at: now });
    return { ok: true, targetId, found, notProtected: bypassSentence(stored.state) };
  } catch (error) {
    return problem(error instanceof Error ? error.message : String(error), errorCode(error));
  }
};
