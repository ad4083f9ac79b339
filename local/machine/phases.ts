import { join } from 'node:path';
import { analyzeCycle } from '../../lambdas/analysis/analyze-cycle.ts';
import { slotLimits } from '../../lambdas/analysis/slot-limits.ts';
import { generate } from '../../lambdas/generation/generate.ts';
import { modelWriterOn } from '../../lambdas/generation/model-writer.ts';
import { remedyFromRecipes } from '../../lambdas/generation/remedy-from-recipes.ts';
import { abandon } from '../../lambdas/monitoring/abandon.ts';
import { release } from '../../lambdas/monitoring/release.ts';
import { termsOf } from '../../lambdas/monitoring/release-terms.ts';
import { costOfCycle } from '../../lambdas/reporting/cost.ts';
import { failCycle } from '../../lambdas/reporting/fail-cycle.ts';
import { learnAndAmend } from '../../lambdas/reporting/learn-and-amend.ts';
import { report, type ReportResult } from '../../lambdas/reporting/report.ts';
import { validateImprovement } from '../../lambdas/validation/validate-improvement.ts';
import { patchCheck } from '../../lambdas/validation/patch-check.ts';
import { fileMetrics } from '../../shared/adapters/local/file-metrics.ts';
import { firstOff } from '../../shared/store/switches.ts';
import { waitAnswers } from '../../shared/store/wait-answers.ts';
import type { CycleHandlers } from '../asl/asl-cycle-runner.ts';
import { withDotenv } from '../settings/load-config.ts';
import { ensureGuard } from './ensure-guard.ts';
import type { Machine } from './machine.ts';
import { openModels } from './open-models.ts';
import { askRollback, releaseDependencies } from './release-dependencies.ts';

/** The phase functions on this machine's adapters: what each Task state of the two state machines calls. */
export const phaseHandlers = (machine: Machine, configFile: string): CycleHandlers => {
  const { improvements, clock, config: { models } } = machine;
  const effects = releaseDependencies(machine, 'release');
  const check = patchCheck({ workshopOf: () => machine.workshop, dependenciesOf: machine.dependenciesOf, clock });
  const reportCycle = (cycleId: string): Promise<ReportResult> =>
    report({ cycleId }, { ...machine, cost: costOfCycle({ budgets: machine.budgets, now: () => clock.now() }), metrics: fileMetrics(join(machine.folder.logs, 'metrics.jsonl'), () => clock.now()) });

  return {
    analyse: (input) => analyzeCycle(input, { ...machine, hasModel: models.pool.length > 0, limitsFor: (target) => slotLimits(machine.config.settings.maxConcurrentImprovements, machine.settingsFor(target)) }),
    report: async ({ cycleId }) => ((await firstOff(machine.flags, ['phase:reporting'])) === undefined ? { reportKey: (await reportCycle(cycleId)).reportKey } : { next: 'wait' }),
    failCycle: (input) => failCycle(input, { ...machine, report: reportCycle }),
    generate: (input) => generate(input, { ...machine, remedies: async (recipeInput) => remedyFromRecipes(recipeInput), fromModel: models.pool.length === 0 ? undefined : modelWriterOn({ ...machine, models, open: openModels(models, withDotenv(configFile, process.env)), random: Math.random }) }),
    validate: (input) => validateImprovement(input, { ...machine, workshopOf: () => machine.workshop, check }),
    release: async (input) => {
      await ensureGuard(machine.folder, configFile);
      return release(input, { ...effects, periods: machine.periods, settingsFor: machine.settingsFor, termsFor: (target) => termsOf(machine.settingsFor(target)) });
    },
    abandon: (input) => abandon(input, { ...machine, rollback: askRollback(machine) }),
    learn: (input) => learnAndAmend(input, { ...machine, report: reportCycle }),
    ...waitAnswers(improvements),
  };
};
