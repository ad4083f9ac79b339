import type { Lesson } from '../../shared/domain/lesson.ts';
import type { Opportunity, OpportunityKind } from '../../shared/domain/opportunity.ts';
import type { Patch } from '../../shared/domain/remedy.ts';
import type { Target } from '../../shared/domain/target.ts';
import type { SourceTree } from '../../shared/ports/source-repository.ts';
import type { TargetProgram } from './program/target-program.ts';

/** What a recipe may look at. `tree` holds the files of `target.repository.directory`, paths relative to it. */
export type RecipeInput = {
  readonly opportunity: Opportunity;
  readonly target: Target;
  readonly tree: SourceTree;
  readonly lessons: readonly Lesson[];
  /** The target's installed `node_modules`, read for types only; `undefined` when nothing is installed. */
  readonly dependencies: string | undefined;
  /** What earlier patches taught: why such a one is not to be proposed here again, as a sentence. */
  readonly against?: (patch: Patch) => string | undefined;
};

export type RecipeResult = { readonly kind: 'patch'; readonly patch: Patch } | { readonly kind: 'abstained'; readonly recipe: string; readonly reason: string };

/** A deterministic rewrite of source code. It abstains, with a sentence that says why, whenever a precondition is not proven. */
export type Recipe = {
  readonly name: string;
  readonly for: readonly OpportunityKind[];
  readonly apply: (input: RecipeInput, program: TargetProgram) => RecipeResult;
};

/** Thrown inside a recipe when a precondition does not hold; `remedyFromRecipes` turns it into an abstention. */
export class Abstention extends Error {
  override name = 'Abstention';
}

/** Ends a recipe: the sentence is shown to people. */
export function abstain(reason: string): never {
  throw new Abstention(reason);
}
