import { join } from 'node:path';
import { analyze, type AnalyzeDependencies } from '../../lambdas/analysis/analyze.ts';
import { analysisRecord } from '../../lambdas/analysis/record-analysis.ts';
import { takeUp } from '../../lambdas/analysis/take-up.ts';
import { generate } from '../../lambdas/generation/generate.ts';
import { remedyFromRecipes } from '../../lambdas/generation/remedy-from-recipes.ts';
import { abandon } from '../../lambdas/monitoring/abandon.ts';
import { verdictAnswer } from '../../lambdas/monitoring/await-verdict.ts';
import { release } from '../../lambdas/monitoring/release.ts';
import { termsOf } from '../../lambdas/monitoring/release-terms.ts';
import { NO_CYCLE_COST } from '../../lambdas/reporting/cost.ts';
import { failCycle } from '../../lambdas/reporting/fail-cycle.ts';
import { learn } from '../../lambdas/reporting/learn.ts';
import { report, type ReportResult } from '../../lambdas/reporting/report.ts';
import { approvalAnswer } from '../../lambdas/validation/await-approval.ts';
import { validateImprovement } from '../../lambdas/validation/validate-improvement.ts';
import { validatePatch } from '../../lambdas/validation/validate.ts';
import { fileMetrics } from '../../shared/adapters/local/file-metrics.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { TestRun } from '../../shared/ports/workshop.ts';
import { knowledgeOf } from '../../shared/release/target-knowledge.ts';
import { canRemedy } from '../../shared/rules/scoring/remediable.ts';
import type { CycleHandlers } from '../asl/asl-cycle-runner.ts';
import { ensureGuard } from './ensure-guard.ts';
import type { Machine } from './machine.ts';
import { releaseDependencies } from './release-dependencies.ts';

const SETTLING_SECONDS = 3600;

/** The phase functions on this machine's adapters: what each Task state of the two state machines calls. */
export const phaseHandlers = (machine: Machine, configFile: string): CycleHandlers => {
  const { improvements, cycles, clock, workshop } = machine;
  const effects = releaseDependencies(machine, 'release');
  const baselines = new Map<string, TestRun>();
  const reportCycle = (cycleId: string): Promise<ReportResult> =>
    report({ cycleId }, { ...machine, cost: async () => NO_CYCLE_COST, metrics: fileMetrics(join(machine.folder.logs, 'metrics.jsonl'), () => clock.now()) });

  const check = async (target: Target, patch: Parameters<typeof validatePatch>[0]['patch'], baseTree: Parameters<typeof validatePatch>[0]['baseTree']) => {
    const key = `${target.id} ${baseTree.commit}`;
    const validated = await validatePatch({ target, patch, baseTree, dependencies: machine.dependenciesOf(target), baseline: baselines.get(key) }, { workshop, clock });
    if (validated.baseline) baselines.set(key, validated.baseline);
    return validated;
  };

  return {
    analyse: async ({ cycleId }) => {
      const startedAt = clock.now();
      const { improvementIds } = await analyze({ cycleId }, analyzeDependencies(machine));
      await cycles.update(cycleId, (cycle) => ({ ...cycle, phaseMs: { ...cycle.phaseMs, analysis: clock.now() - startedAt } }));
      return { improvements: await Promise.all(improvementIds.map(async (improvementId) => ({ improvementId, state: (await improvements.get(improvementId)).state }))) };
    },
    report: async ({ cycleId }) => ({ reportKey: (await reportCycle(cycleId)).reportKey }),
    failCycle: (input) => failCycle(input, machine),
    generate: (input) => generate(input, { ...machine, remedies: async (recipeInput) => remedyFromRecipes(recipeInput) }),
    validate: (input) => validateImprovement(input, { ...machine, check }),
    release: async (input) => {
      await ensureGuard(machine.folder, configFile);
      return release(input, { ...effects, periods: machine.periods, termsFor: (target) => termsOf(machine.settingsFor(target)) });
    },
    abandon: (input) => abandon(input, effects),
    learn: async (input) => {
      const learned = await learn(input, machine);
      // A cycle whose report is out already gets it amended; a patch of its own has no other report.
      const { cycleId } = await improvements.get(input.improvementId);
      const cycle = cycleId === undefined ? undefined : await cycles.find(cycleId);
      if (cycle && (cycle.state === 'completed' || cycle.trigger === 'proposal' || cycle.trigger === 'deployment')) await reportCycle(cycle.id);
      return learned;
    },
    approval: (improvementId) => approvalAnswer(improvements, improvementId),
    verdict: (improvementId) => verdictAnswer(improvements, improvementId),
    stateOf: async (improvementId) => (await improvements.get(improvementId)).state,
  };
};

const analyzeDependencies = (machine: Machine): AnalyzeDependencies => ({
  ...machine,
  cycles: analysisRecord(machine),
  knowledge: { of: knowledgeOf(machine) },
  slots: {
    take: (cycle, opportunities, options) =>
      takeUp(
        {
          ...machine,
          canRemedy,
          limitsFor: (target) => {
            const settings = machine.settingsFor(target);
            return { system: machine.config.settings.maxConcurrentImprovements, tenant: settings.maxConcurrentImprovements, slotSeconds: settings.monitoringDurationSeconds + settings.monitoringExtensionSeconds + SETTLING_SECONDS };
          },
        },
        cycle,
        opportunities,
        options,
      ),
  },
});
