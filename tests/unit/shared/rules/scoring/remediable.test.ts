import { expect, test } from 'vitest';
import { RECIPES } from '../../../../../lambdas/generation/remedy-from-recipes.ts';
import { OpportunityKind } from '../../../../../shared/domain/opportunity.ts';
import { canRemedy } from '../../../../../shared/rules/scoring/remediable.ts';

test('exactly the kinds that a recipe is for can be remedied', () => {
  expect(OpportunityKind.options.filter(canRemedy)).toEqual(OpportunityKind.options.filter((kind) => RECIPES.some((recipe) => recipe.for.includes(kind))));
});
