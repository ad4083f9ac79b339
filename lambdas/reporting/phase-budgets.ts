import type { Cycle } from '../../shared/domain/cycle.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { PhaseTime } from './cycle-report-schema.ts';

/** Seconds that the requirements give each phase. A phase past its budget is a warning, never a failure. */
const BUDGET_SECONDS = {
  usual: { analysis: 15, generation: 60, 'validation and deployment': 20, reporting: 2 },
  emergency: { analysis: 10, generation: 30, 'validation and deployment': 10, reporting: 2 },
} as const;

/** Which measured times make up a budgeted phase; the first name is the usual one. */
const CYCLE_PHASES = { analysis: ['analysis', 'analyze'], reporting: ['reporting', 'report'] } as const;
const IMPROVEMENT_PHASES = {
  generation: ['generation', 'generate'],
  'validation and deployment': ['validation', 'validate', 'release', 'releasing', 'deployment'],
} as const;

const timed = (phase: keyof (typeof BUDGET_SECONDS)['usual'], names: readonly string[], phaseMs: Record<string, number>, improvementId: string | null, emergency: boolean): PhaseTime[] => {
  const measured = names.map((name) => phaseMs[name]).filter((ms) => ms !== undefined);
  if (measured.length === 0) return [];
  const seconds = measured.reduce((sum, ms) => sum + ms, 0) / 1000;
  const budget = BUDGET_SECONDS[emergency ? 'emergency' : 'usual'][phase];
  return [{ phase, improvement_id: improvementId, seconds, budget_seconds: budget, within_budget: seconds <= budget }];
};

const unbudgeted = (phaseMs: Record<string, number>, budgeted: readonly string[], improvementId: string | null): PhaseTime[] =>
  Object.entries(phaseMs)
    .filter(([name]) => !budgeted.includes(name))
    .map(([name, ms]) => ({ phase: name, improvement_id: improvementId, seconds: ms / 1000, budget_seconds: null, within_budget: null }));

/** Every measured phase beside its budget: the cycle's own, then those of each improvement. */
export const phaseTimes = (cycle: Pick<Cycle, 'phaseMs' | 'emergency'>, improvements: readonly Pick<Improvement, 'id' | 'phaseMs'>[]): PhaseTime[] => {
  const { emergency } = cycle;
  const ofImprovements = improvements.flatMap(({ id, phaseMs }) => [
    ...timed('generation', IMPROVEMENT_PHASES.generation, phaseMs, id, emergency),
    ...timed('validation and deployment', IMPROVEMENT_PHASES['validation and deployment'], phaseMs, id, emergency),
    ...unbudgeted(phaseMs, Object.values(IMPROVEMENT_PHASES).flat(), id),
  ]);
  return [
    ...timed('analysis', CYCLE_PHASES.analysis, cycle.phaseMs, null, emergency),
    ...ofImprovements,
    ...unbudgeted(cycle.phaseMs, Object.values(CYCLE_PHASES).flat(), null),
    ...timed('reporting', CYCLE_PHASES.reporting, cycle.phaseMs, null, emergency),
  ];
};
