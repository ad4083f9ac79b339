import { discoveredIn } from '../../shared/commands/discovered-in.ts';
import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { knowledgeOf, type KnowledgeDependencies } from '../../shared/release/target-knowledge.ts';
import { canBeRemedied } from '../../shared/rules/scoring/can-be-remedied.ts';
import type { Cycles } from '../../shared/store/cycles.ts';
import type { Explanations } from '../../shared/store/explanations.ts';
import type { Discoveries } from '../../shared/store/discoveries.ts';
import { waitsForFlags, type WaitingDependencies } from '../../shared/store/waits-for-flags.ts';
import { notYetLearned } from './not-yet-learned.ts';
import { analyze, type AnalyzeDependencies, type AnalyzeInput } from './analyze.ts';
import type { ExplainFoundDependencies } from './explain-found.ts';
import { analysisRecord, type RecordAnalysisDependencies } from './record-analysis.ts';
import type { TakeUpDependencies } from './take-up.ts';

export type AnalyzeCycleDependencies = Pick<AnalyzeDependencies, 'targets' | 'states' | 'clock' | 'ids'> &
  KnowledgeDependencies & RecordAnalysisDependencies & ExplainFoundDependencies & { readonly explanations: Explanations } & Omit<TakeUpDependencies, 'canRemedy'> & { readonly cycles: Cycles; readonly discoveries: Discoveries; readonly targets: { all(): Promise<readonly unknown[]> }; readonly clock: Clock; /** Whether a model is configured: then what no recipe covers is taken up as well. */ readonly hasModel?: boolean } & WaitingDependencies;

/** More than settle within the time that a lesson takes. */
const RECENT = 20;

/** The state `Analyse` of a cycle: its improvements, each with the state that its execution begins in. While analysing is switched off, it is to be asked again. */
export const analyzeCycle = async (input: AnalyzeInput, dependencies: AnalyzeCycleDependencies): Promise<{ improvements: { improvementId: string; state: string }[]; next?: 'wait' }> => {
  if (await waitsForFlags(dependencies, ['phase:analysis'], { who: 'analysis', id: input.cycleId })) return { improvements: [], next: 'wait' };
  const { cycles, improvements, explanations, discoveries, targets, clock } = dependencies;
  const { hasModel = false } = dependencies;
  const startedAt = clock.now();
  const knowledge = knowledgeOf(dependencies);
  const withUnlearned = async <Known extends { readonly lessons: readonly Lesson[]; readonly busyKeys: readonly string[] }>(known: Known, targetId: string): Promise<Known> => ({
    ...known,
    busyKeys: [...known.busyKeys, ...notYetLearned(await improvements.list(RECENT), { targetId, lessons: known.lessons, now: clock.now() })],
  });
  const { improvementIds } = await analyze(input, {
    ...dependencies,
    cycles: analysisRecord(dependencies),
    knowledge: { ...knowledge, of: async (target, serving) => withoutLacking(await withUnlearned(await knowledge.of(target, serving), target.id), hasModel) },
    discovered: discoveredIn({ discoveries, clock, targetsWatched: async () => (await targets.all()).length }),
    // Loaded with the first thing that is found: most looks find nothing.
    explain: async (found) => found.opportunities.length === 0 ? undefined : (await import('./explain-found.ts')).explainFound(dependencies)(found),
    slots: { take: async (cycle, opportunities, options) => (await import('./take-up.ts')).takeUp({ ...dependencies, canRemedy: (opportunity, target) => canBeRemedied(opportunity, target, { hasModel }) }, cycle, opportunities, options) },
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

/** What was given up for want of a model is not held back once there is one. */
const withoutLacking = <Known extends { readonly lessons: readonly Lesson[] }>(known: Known, hasModel: boolean): Known => (hasModel ? { ...known, lessons: known.lessons.filter(({ lacked }) => lacked !== 'model') } : known);
