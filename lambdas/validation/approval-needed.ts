import type { ValidationReport } from '../../shared/domain/check.ts';
import type { Improvement } from '../../shared/domain/improvement.ts';
import type { Risk } from '../../shared/domain/opportunity.ts';
import type { Author } from '../../shared/domain/remedy.ts';
import type { Target } from '../../shared/domain/target.ts';
import { branchOf } from '../../shared/release/branch-of.ts';
import { onlyConfigures } from '../../shared/rules/gate/configuration-change.ts';

/** Where each risk stands on the scale of IMPROVEMENT_RISK_TOLERANCE: the default .1 lets low risk go by itself, .2 medium too. */
export const RISK_VALUE = { low: 0.05, medium: 0.15, high: 0.3 } as const satisfies Record<Risk, number>;

/** Models may go by themselves on a target after so many promoted there with a person's yes, whatever the owners set. */
export const PROVEN_MODEL_PATCHES = 10;

/** `provenModelPatches`: of the target, promoted with a person's yes, less those that were taken back since. */
export type Standing = { readonly riskTolerance: number; readonly provenModelPatches: number };

/**
 * Why a person has to act before this is let out; `undefined` when it may go by itself. The ladder: `observe` and `propose` end in a branch that the owners may
 * merge, `approve` asks for a yes, `autonomous` does not, for a model once it has proven itself; what is for every tenant always asks.
 */
export const approvalNeeded = (improvement: Improvement, report: ValidationReport, target: Target, { riskTolerance, provenModelPatches }: Standing): string | undefined => {
  const { remedy } = improvement;
  if (!remedy) return 'There is nothing to let out.';
  if (onlyConfigures(remedy)) return `It changes configuration only, of which a canary of the same code shows nothing. Merge branch ${branchOf(improvement.id)} and deploy it: that deployment is judged.`;
  const { kind } = remedy.author;
  const level = target.autonomy[kind];
  if (level === 'observe' || level === 'propose') return `${setTo(target, kind)} Merge branch ${branchOf(improvement.id)} yourself, or set it to "approve".`;
  if (improvement.systemWide) return `It changes ${target.id} for every tenant.`;
  if (level === 'approve') return setTo(target, kind);
  if (kind === 'model' && provenModelPatches < PROVEN_MODEL_PATCHES) return `${setTo(target, kind)} That holds from ${PROVEN_MODEL_PATCHES} promoted with a person's yes and not taken back; there are ${Math.max(0, provenModelPatches)}.`;
  if (RISK_VALUE[remedy.risk] > riskTolerance) return `Its risk is ${remedy.risk} (${RISK_VALUE[remedy.risk]}), above the tolerance of ${riskTolerance}.`;
  const testsRan = report.checks.some(({ name, status }) => name === 'tests' && status === 'passed');
  return testsRan ? undefined : `${target.id} has no tests that ran.`;
};

const setTo = ({ id, autonomy }: Target, kind: Author['kind']): string => `${id} is set to "${autonomy[kind]}" for what a ${kind} writes.`;
