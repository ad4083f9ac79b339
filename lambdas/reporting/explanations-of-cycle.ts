import type { Explanation } from '../../shared/domain/explanation.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Opportunity } from '../../shared/domain/opportunity.ts';
import type { Explanations } from '../../shared/store/explanations.ts';

/** More would make a page that nobody reads; the rest is in the list, and `pawl explain` shows each. */
const MOST_EXPLAINED = 20;

/** Why what a cycle found was believed: of what was tried as of its beginning, of the rest as last looked at. The best twenty. */
export const explanationsOfCycle = async (explanations: Pick<Explanations, 'find' | 'keptFor'>, opportunities: readonly Opportunity[], improvements: readonly Improvement[]): Promise<Explanation[]> => {
  const best = opportunities.toSorted((a, b) => b.impactScore - a.impactScore).slice(0, MOST_EXPLAINED);
  const told = await Promise.all(best.map(async ({ id, targetId }) => {
    const tried = improvements.find(({ opportunity }) => opportunity?.id === id);
    return (tried === undefined ? undefined : await explanations.keptFor(tried.id)) ?? explanations.find(targetId, id);
  }));
  return told.filter((explanation) => explanation !== undefined);
};
