import { targetProgram } from './program/target-program.ts';
import { Abstention, type Recipe, type RecipeInput, type RecipeResult } from './recipe.ts';
import { addTimeout } from './recipes/add-timeout/add-timeout.ts';
import { batchCalls } from './recipes/batch-calls/batch-calls.ts';
import { boundConcurrency } from './recipes/bound-concurrency/bound-concurrency.ts';
import { cacheReads } from './recipes/cache-reads/cache-reads.ts';
import { guardNull } from './recipes/guard-null/guard-null.ts';
import { indexScans } from './recipes/index-scans/index-scans.ts';
import { overlapAwaits } from './recipes/overlap-awaits/overlap-awaits.ts';
import { retryReads } from './recipes/retry-reads/retry-reads.ts';
import { reuseClients } from './recipes/reuse-clients/reuse-clients.ts';
import { rightSize } from './recipes/right-size/right-size.ts';
import { streamBodies } from './recipes/stream-bodies/stream-bodies.ts';
import { validateInput } from './recipes/validate-input/validate-input.ts';

export const RECIPES: readonly Recipe[] = [batchCalls, boundConcurrency, overlapAwaits, cacheReads, addTimeout, retryReads, validateInput, guardNull, reuseClients, streamBodies, indexScans, rightSize];

/**
 * Tries the recipes that fit the opportunity, in order, until one gives a patch. Every abstention before it is told with its
 * reason; the patch, if any, is last. An opportunity that no recipe is for gets one abstention that says so.
 */
export function remedyFromRecipes(input: RecipeInput, recipes: readonly Recipe[] = RECIPES): RecipeResult[] {
  const fitting = recipes.filter((recipe) => recipe.for.includes(input.opportunity.kind));
  if (fitting.length === 0) return [{ kind: 'abstained', recipe: 'none', reason: `no recipe is for ${input.opportunity.kind}` }];
  const target = targetProgram(input.tree.files, input.dependencies);
  const results: RecipeResult[] = [];
  for (const recipe of fitting) {
    const result = attempt(recipe, input, () => recipe.apply(input, target));
    results.push(result);
    if (result.kind === 'patch') break;
  }
  return results;
}

function attempt(recipe: Recipe, { against }: RecipeInput, apply: () => RecipeResult): RecipeResult {
  try {
    const result = apply();
    const reason = result.kind === 'patch' ? against?.(result.patch) : undefined;
    return reason === undefined ? result : { kind: 'abstained', recipe: recipe.name, reason };
  } catch (error) {
    if (error instanceof Abstention) return { kind: 'abstained', recipe: recipe.name, reason: error.message };
    throw error;
  }
}
