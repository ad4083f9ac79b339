import { discoveredIn } from '../../shared/commands/discovered-in.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { knowledgeOf, type KnowledgeDependencies } from '../../shared/release/target-knowledge.ts';
import { canRemedy } from '../../shared/rules/scoring/remediable.ts';
import type { Cycles } from '../../shared/store/cycles.ts';
import type { Explanations } from '../../shared/store/explanations.ts';
import type { Discoveries } from '../../shared/store/discoveries.ts';
import { analyze, type AnalyzeDependencies, type AnalyzeInput } from './analyze.ts';
import type { ExplainFoundDependencies } from './explain-found.ts';
import { analysisRecord, type RecordAnalysisDependencies } from './record-analysis.ts';
import type { TakeUpDependencies } from './take-up.ts';

export type AnalyzeCycleDependencies = Pick<AnalyzeDependencies, 'targets' | 'states' | 'clock' | 'ids'> &
  KnowledgeDependencies & RecordAnalysisDependencies & ExplainFoundDependencies & { readonly explanations: Explanations } & Omit<TakeUpDependencies, 'canRemedy'> & { readonly cycles: Cycles; readonly discoveries: Discoveries; readonly targets: { all(): Promise<readonly unknown[]> }; readonly clock: Clock };

/** The state `Analyse` of a cycle: its improvements, each with the state that its execution begins in. */
export const analyzeCycle = async (input: AnalyzeInput, dependencies: AnalyzeCycleDependencies): Promise<{ improvements: { improvementId: string; state: string }[] }> => {
  const { cycles, improvements, explanations, discoveries, targets, clock } = dependencies;
  const startedAt = clock.now();
  const { improvementIds } = await analyze(input, {
    ...dependencies,
    cycles: analysisRecord(dependencies),
    knowledge: knowledgeOf(dependencies),
    discovered: discoveredIn({ discoveries, clock, targetsWatched: async () => (await targets.all()).length }),
    // Loaded with the first thing that is found: most looks find nothing.
    explain: async (found) => found.opportunities.length === 0 ? undefined : (await import('./explain-found.ts')).explainFound(dependencies)(found),
    slots: { take: async (cycle, opportunities, options) => (await import('./take-up.ts')).takeUp({ ...dependencies, canRemedy }, cycle, opportunities, options) },
  });
  await cycles.update(input.cycleId, (cycle) => ({ ...cycle, phaseMs: { ...cycle.phaseMs, analysis: clock.now() - startedAt } }));
  return {
    improvements: await Promise.all(improvementIds.map(async (improvementId) => {
      const { state, targetId, opportunity } = await improvements.get(improvementId);
      if (opportunity !== undefined) await explanations.keep(improvementId, targetId, opportunity.id);
      return { improvementId, state };
    })),
  };
};
