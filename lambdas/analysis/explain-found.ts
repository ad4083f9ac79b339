import { explainOpportunities, type ToExplain } from '../../shared/commands/explain-opportunities.ts';
import type { Host } from '../../shared/ports/host.ts';
import { isDue } from '../../shared/rules/explaining/is-due.ts';
import type { Explanations } from '../../shared/store/explanations.ts';
import type { Periods } from '../../shared/store/periods.ts';

export type ExplainFoundDependencies = { readonly explanations: Pick<Explanations, 'find' | 'record'>; readonly periods: Pick<Periods, 'between'>; readonly notify?: Host['notify']; readonly hasModel?: boolean };

/** The best of a target are explained; what ranks below waits until somebody asks. */
const MOST_EXPLAINED = 20;

/**
 * Keeps an explanation of each opportunity that was found, while its telemetry is at hand: so it can be read days later. What is fresh is
 * left as it is, and then nothing else is read. A fault here is told and costs the analysis nothing.
 */
export const explainFound = ({ explanations, periods, notify, hasModel }: ExplainFoundDependencies) => async (found: ToExplain): Promise<void> => {
  const { target, opportunities, at } = found;
  try {
    const best = opportunities.slice(0, MOST_EXPLAINED);
    const stored = await Promise.all(best.map(({ id }) => explanations.find(target.id, id)));
    const due = best.filter((opportunity, index) => isDue(stored[index], opportunity, at));
    if (due.length === 0) return;
    for (const explanation of await explainOpportunities({ ...found, opportunities: due, hasModel }, { periods })) await explanations.record(explanation);
  } catch (error) {
    notify?.({ code: 'PAWL-ANALYSIS-020', level: 'warning', text: `What was found on ${target.id} could not be explained: ${error instanceof Error ? error.message : String(error)}`, data: { targetId: target.id } });
  }
};
