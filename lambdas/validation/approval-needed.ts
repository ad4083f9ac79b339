import type { ValidationReport } from '../../shared/domain/check.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Risk } from '../../shared/domain/opportunity.ts';
import type { Target } from '../../shared/domain/target.ts';
import { branchOf } from '../../shared/release/branch-of.ts';
import { onlyConfigures } from '../../shared/rules/gate/configuration-change.ts';

/** Where each risk stands on the scale of IMPROVEMENT_RISK_TOLERANCE: the default .1 lets low risk go by itself, .2 medium too. */
export const RISK_VALUE = { low: 0.05, medium: 0.15, high: 0.3 } as const satisfies Record<Risk, number>;

/** Why a person has to say yes before this is let out; `undefined` when it may go by itself. */
export const approvalNeeded = (improvement: Improvement, report: ValidationReport, target: Target, { riskTolerance }: { riskTolerance: number }): string | undefined => {
  const { remedy } = improvement;
  if (!remedy) return 'There is nothing to let out.';
  if (onlyConfigures(remedy)) return `It changes configuration only, of which a canary of the same code shows nothing. Merge branch ${branchOf(improvement.id)} and deploy it: that deployment is judged.`;
  if (improvement.systemWide) return `It changes ${target.id} for every tenant.`;
  const level = target.autonomy[remedy.author.kind];
  if (level !== 'autonomous') return `${target.id} is set to "${level}" for what a ${remedy.author.kind} writes.`;
  if (RISK_VALUE[remedy.risk] > riskTolerance) return `Its risk is ${remedy.risk} (${RISK_VALUE[remedy.risk]}), above the tolerance of ${riskTolerance}.`;
  const testsRan = report.checks.some(({ name, status }) => name === 'tests' && status === 'passed');
  return testsRan ? undefined : `${target.id} has no tests that ran.`;
};
