import type { Cycle } from '../../shared/domain/cycle.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import { targetForTenant } from '../../shared/domain/tenant-target.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Flags } from '../../shared/ports/flags.ts';
import type { Ids } from '../../shared/ports/ids.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { Slots } from '../../shared/store/slots.ts';
import { firstOff } from '../../shared/store/switches.ts';
import type { FactsOfTargets } from '../../shared/store/target-facts.ts';
import { makeRoom } from './make-room.ts';

export type TakeUpDependencies = {
  readonly improvements: Improvements;
  readonly slots: Slots;
  readonly facts: FactsOfTargets;
  readonly targets: { get(id: string): Promise<Target> };
  readonly limitsFor: (target: Target) => { system: number; tenant: number; slotSeconds: number };
  /** Whether anything here can and may write a remedy for it. What nothing can is listed, and takes nobody's slot. */
  readonly canRemedy: (opportunity: Opportunity, target: Target) => boolean;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly flags?: Flags | undefined;
};

/**
 * Turns opportunities into queued improvements, best first, each with a slot of its own, at most `atMost`.
 * Ids derive from cycle and opportunity: asked again after a crash, it answers the same. A full tenant does not hold up the others;
 * an emergency finds room when all slots are taken.
 */
export const takeUp = async (dependencies: TakeUpDependencies, cycle: Cycle, opportunities: readonly Opportunity[], { atMost }: { atMost: number }): Promise<string[]> => {
  const { improvements, slots, facts, targets, limitsFor, canRemedy, clock, ids, flags } = dependencies;
  const taken: string[] = [...cycle.improvementIds];
  for (const opportunity of opportunities) {
    if (taken.length >= atMost) break;
    const id = ids.derived('imp', `${cycle.id} ${opportunity.id}`);
    if (taken.includes(id)) continue;
    const target = targetForTenant(await targets.get(opportunity.targetId), opportunity.tenantId);
    if (!canRemedy(opportunity, target) || (await facts.get(target.id)).pausedBy !== undefined) continue;
    if ((await firstOff(flags, ['remedy:patch', ...(target.tenantId === undefined ? [] : [`tenant:${target.tenantId}` as const])])) !== undefined) continue;
    const { system, tenant, slotSeconds } = limitsFor(target);
    const now = clock.now();
    const limits = { system, tenant };
    const expiresAt = now + slotSeconds * 1000;
    const hasSlot = (await slots.take(id, target.tenantId, limits, now, expiresAt)) || (cycle.emergency && (await makeRoom(dependencies, id, target, limits, expiresAt)));
    if (!hasSlot) continue;
    await improvements.create(queuedImprovement(id, cycle, opportunity, now));
    taken.push(id);
  }
  return taken;
};

const queuedImprovement = (id: string, cycle: Cycle, opportunity: Opportunity, at: number): Improvement => ({
  id,
  targetId: opportunity.targetId,
  ...(opportunity.tenantId === undefined ? {} : { tenantId: opportunity.tenantId }),
  cycleId: cycle.id,
  origin: 'opportunity',
  proposedBy: 'pawl',
  title: opportunity.title,
  state: 'queued',
  stateSince: at,
  createdAt: at,
  opportunity,
  attempts: 0,
  systemWide: opportunity.systemWide,
  ...(cycle.emergency ? { emergency: true } : {}),
  phaseMs: {},
  history: [{ state: 'queued', at, by: 'analysis' }],
});
