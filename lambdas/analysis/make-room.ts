import type { Improvement, ImprovementState } from '../../shared/domain/improvement.ts';
import type { Instant } from '../../shared/domain/instant.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { Improvements } from '../../shared/store/improvements.ts';
import type { SlotLimits, Slots } from '../../shared/store/slots.ts';

export type MakeRoomDependencies = { readonly improvements: Improvements; readonly slots: Slots; readonly clock: Clock };

/** Before exposure, and holding a slot. */
const MAY_GIVE_WAY: readonly ImprovementState[] = ['queued', 'generating', 'validating'];
const MOST_ROUNDS = 5;

/**
 * Gives an emergency's improvement a slot although all are taken: that of the least improvement which nobody is exposed to yet. It is
 * superseded in the same write that hands its slot on; what it was about is found again by the next cycle. Where everything that runs is
 * exposed already, the emergency gets one slot more than there are.
 */
export const makeRoom = async (
  { improvements, slots, clock }: MakeRoomDependencies,
  improvementId: string,
  { id: targetId, tenantId }: Pick<Target, 'id' | 'tenantId'>,
  limits: SlotLimits,
  expiresAt: Instant,
): Promise<boolean> => {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const holders = await Promise.all((await slots.holders('system')).map((id) => improvements.find(id)));
    const candidates = holders.filter((held) => held !== undefined).filter(({ state, emergency }) => MAY_GIVE_WAY.includes(state) && emergency !== true);
    for (const least of candidates.sort(byRank)) {
      const now = clock.now();
      const handing = await slots.handingOver(least, { id: improvementId, tenantId }, limits, now, expiresAt);
      if (!handing) continue;
      const reason = `It made room for an emergency${least.tenantId === tenantId ? ` on ${targetId}` : ''}. The next cycle finds it again.`;
      const superseded = await improvements.transition(least.id, 'superseded', { by: 'analysis', at: now, from: MAY_GIVE_WAY, set: { reason }, also: handing });
      if (!superseded.ok) continue;
      return true;
    }
    if (await slots.take(improvementId, tenantId, limits, clock.now(), expiresAt)) return true;
    if (candidates.length === 0) break;
  }
  return slots.take(improvementId, tenantId, { system: limits.system + 1, tenant: limits.tenant + 1 }, clock.now(), expiresAt);
};

/** The least first: lowest impact, then the one that was begun last. */
const byRank = (a: Improvement, b: Improvement): number => (a.opportunity?.impactScore ?? 0) - (b.opportunity?.impactScore ?? 0) || b.createdAt - a.createdAt;
