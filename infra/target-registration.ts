import { layerSettings } from '../shared/config/layer-settings.ts';
import { problemText } from '../shared/config/problem.ts';
import { problemsOf } from '../shared/config/problems-of.ts';
import { TargetInput, targetFrom } from '../shared/config/target-input.ts';
import type { Target } from '../shared/domain/target.ts';

/**
 * The target as it is registered: what the owner's stack says, checked by the same schema as `pawl.config.json` and filled in the same way.
 * Throws with all problems at once, at synthesis.
 */
export const registeredTargetOf = (input: Readonly<Record<string, unknown>>): Target => {
  const said = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
  const problems = problemsOf(TargetInput, said);
  if (problems.length > 0) throw new Error(`The target ${String(said['id'])} cannot be registered:\n${problems.map((problem) => `  ${problemText(problem)}`).join('\n')}`);
  return targetFrom(TargetInput.parse(said), layerSettings('basic', []));
};
