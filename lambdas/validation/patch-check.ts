import type { Target } from '../../shared/domain/target.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { TestRun, Workshop } from '../../shared/ports/workshop.ts';
import type { ValidateDependencies } from './validate-improvement.ts';

export type PatchCheckDependencies = {
  readonly workshopOf: (target: Target) => Promise<Workshop> | Workshop;
  readonly dependenciesOf: (target: Target) => Promise<string | undefined> | string | undefined;
  readonly clock: Clock;
};

/** The gate over a target's own workshop. The old code's test run is kept for the next patch on the same commit. */
export const patchCheck = ({ workshopOf, dependenciesOf, clock }: PatchCheckDependencies): ValidateDependencies['check'] => {
  const baselines = new Map<string, TestRun>();
  return async (target, patch, baseTree, opportunityKind) => {
    // Compiler and scanner are large: whoever is called for nothing does not wait for them.
    const { validatePatch } = await import('./validate.ts');
    const key = `${target.id} ${baseTree.commit}`;
    const validated = await validatePatch({ target, patch, baseTree, opportunityKind, dependencies: await dependenciesOf(target), baseline: baselines.get(key) }, { workshop: await workshopOf(target), clock });
    if (validated.baseline) baselines.set(key, validated.baseline);
    return validated;
  };
};
